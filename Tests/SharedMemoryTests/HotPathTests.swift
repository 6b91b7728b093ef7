// The allocation gate, and the figures: counts can fail, timings are printed.
import CLinux
import PluginABI
import Records
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct HotPathTests {
    @Test func theCounterCounts() {
        #expect(AllocationCounter.count { _ = Array(repeating: 1, count: Int(tectra_clock_cycles() & 7) + 1_000) } > 0)
    }

    @Test func nothingAllocates() throws {
        let market = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 1024))
        let pair = try Pair(cells: 64, slots: 16)
        var publisher = try MarketRing.Writer(in: market)
        var subscriber = try MarketRing.Reader(in: market)
        var writer = try PrivateRing.Writer(host: pair.host, worker: pair.worker)
        var reader = try PrivateRing.Reader(host: pair.host, worker: pair.worker)
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        var ringer = Doorbell.Ringer(host: pair.host, worker: pair.worker)
        let single = SPSCQueue<UInt64>(capacity: 64)
        let many = MPMCQueue<UInt64>(capacity: 64)
        let buffer = RecordBuffer()
        let tick = tectra_tick.blank
        let book = tectra_book.blank
        let log = tectra_log.blank
        var seen = 0
        func round() {
            withRecord(tick) { publisher.publish($0) }
            withRecord(book) { publisher.publish($0) }
            if case .record = subscriber.next(into: buffer.bytes) { seen += 1 }
            if case .record = subscriber.next(into: buffer.bytes) { seen += 1 }
            if withRecord(tick, { writer.write($0) }) { seen += 1 }
            if case .record = reader.next(into: buffer.bytes) { seen += 1 }
            if withRecord(log, { producer.send($0) }) { seen += 1 }
            if case .request = consumer.poll() { seen += 1 }
            ringer.ring()
            if single.push(1), single.pop() != nil { seen += 1 }
            if many.push(1), many.pop() != nil { seen += 1 }
        }
        round()
        let count = AllocationCounter.count { for _ in 0..<10_000 { round() } }
        #expect(count == 0)
        #expect(seen == 80_008)
    }

    @Test func figuresOfOneThread() throws {
        let market = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 4096))
        var publisher = try MarketRing.Writer(in: market)
        var subscriber = try MarketRing.Reader(in: market)
        let pair = try Pair(cells: 64, slots: 64)
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        let queue = SPSCQueue<UInt64>(capacity: 1024)
        let buffer = RecordBuffer()
        var tick = tectra_tick.blank
        let count = 5_000_000
        var seen = 0
        Stopwatch.measure("market ring, publish a tick", count: count) {
            for sequence in 0..<count {
                tick.sequence = UInt64(sequence)
                withRecord(tick) { publisher.publish($0) }
            }
        }
        subscriber.resumeAtHead()
        Stopwatch.measure("market ring, publish and read a tick", count: count) {
            for sequence in 0..<count {
                tick.sequence = UInt64(sequence)
                withRecord(tick) { publisher.publish($0) }
                if case .record = subscriber.next(into: buffer.bytes) { seen += 1 }
            }
        }
        let submit = tectra_submit.blank
        Stopwatch.measure("order ring, send and poll a submit", count: count) {
            for _ in 0..<count {
                if withRecord(submit, { producer.send($0) }), case .request = consumer.poll() { seen += 1 }
            }
        }
        var sum: UInt64 = 0
        Stopwatch.measure("queue, push and pop", count: count) {
            for value in 0..<UInt64(count) {
                if queue.push(value), let popped = queue.pop() { sum &+= popped }
            }
        }
        #expect(seen == 2 * count && sum > 0)
    }

    /// Tick over the market ring, request back over the order ring, both sides spinning.
    @Test func roundTripOfTwoThreads() throws {
        let market = Held(try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 1024)))
        let pair = try Pair(cells: 64, slots: 64)
        let rounds: UInt64 = 300_000
        var publisher = try MarketRing.Writer(in: market.region)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        let isReady = SharedWord(at: pair.worker.base + 1024)
        let thread = TestThread {
            guard var reader = try? MarketRing.Reader(in: market.region),
                var producer = try? OrderRing.Producer(worker: pair.worker, host: pair.host)
            else { return }
            let buffer = RecordBuffer()
            var submit = tectra_submit.blank
            isReady.storeReleasing(1)
            var seen: UInt64 = 0
            while seen < rounds {
                guard case .record = reader.next(into: buffer.bytes) else { continue }
                seen = buffer.sequence
                submit.cause = seen
                while !withRecord(submit, { producer.send($0) }) {}
            }
        }
        while isReady.loadAcquiring() == 0 {}
        var tick = tectra_tick.blank
        var samples = [Int64](repeating: 0, count: Int(rounds))
        var wrong = 0
        for round in 1...rounds {
            tick.sequence = round
            let begin = Stopwatch.now()
            withRecord(tick) { publisher.publish($0) }
            waiting: while true {
                switch consumer.poll() {
                case .request(let request):
                    samples[Int(round) - 1] = Stopwatch.now() - begin
                    if request.record.load(fromByteOffset: 16, as: UInt64.self) != round { wrong += 1 }
                    break waiting
                case .empty: continue
                case .corrupt:
                    wrong += 1
                    break waiting
                }
            }
        }
        thread.join()
        #expect(wrong == 0)
        samples.sort()
        let at = { (share: Double) in samples[min(Int(Double(rounds) * share), Int(rounds) - 1)] }
        print("round trip of two threads, clock included: p50 \(at(0.5)) p99 \(at(0.99)) p99.9 \(at(0.999)) ns")
    }
}
