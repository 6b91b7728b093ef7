// Waiting and waking: a sleeper is woken, nobody else is.
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite struct WaitingTests {
    @Test func aWaiterSpinsThenYieldsThenSleeps() {
        var waiter = Waiter(WaitStrategy(spins: 3, yields: 2, sleep: 1))
        #expect((0..<7).map { _ in waiter.idle() } == [false, false, false, false, false, true, true])
        waiter.reset()
        #expect(waiter.idle() == false)
        var spinner = Waiter(.spinning)
        #expect((0..<10_000).allSatisfy { _ in !spinner.idle() })
        var yielder = Waiter(WaitStrategy(spins: 1, yields: 1, sleep: 0))
        #expect((0..<1_000).allSatisfy { _ in !yielder.idle() })
        #expect(WaitStrategy(named: "balanced") == .balanced && WaitStrategy(named: "lazy") == nil)
    }

    @Test func nobodyIsRungForWhenNobodySleeps() throws {
        let pair = try Pair()
        var ringer = Doorbell.Ringer(host: pair.host, worker: pair.worker)
        for _ in 0..<1_000 { ringer.ring() }
        #expect(ringer.rung == 0)
    }

    /// Ping-pong over a ring with a worker that sleeps at once: nothing is lost, however short the
    /// moment between its last look and its sleep.
    @Test func aSleeperIsWokenForEachRecord() throws {
        let pair = try Pair()
        let rounds: UInt64 = 3_000
        let timeouts = SharedWord(at: pair.worker.base + 1024)
        let thread = TestThread {
            guard var inbox = try? PrivateRing.Reader(host: pair.host, worker: pair.worker),
                var orders = try? OrderRing.Producer(worker: pair.worker, host: pair.host)
            else { return }
            let listener = Doorbell.Listener(host: pair.host, worker: pair.worker)
            var waiter = Waiter(WaitStrategy(spins: 0, yields: 0, sleep: 10_000_000_000))
            let buffer = RecordBuffer()
            var seen: UInt64 = 0
            while seen < rounds {
                guard case .record = inbox.next(into: buffer.bytes) else {
                    if listener.wait(&waiter, unless: { inbox.hasMore }) { timeouts.store(timeouts.load() + 1) }
                    continue
                }
                seen = buffer.sequence
                _ = orders.send(buffer.fill(sequence: 0, size: 64))
            }
        }
        var writer = try PrivateRing.Writer(host: pair.host, worker: pair.worker)
        var ringer = Doorbell.Ringer(host: pair.host, worker: pair.worker)
        let buffer = RecordBuffer()
        let produced = SharedWord(at: pair.worker.base)
        let begin = Stopwatch.now()
        for round in 1...rounds {
            try #require(writer.write(buffer.fill(sequence: round, size: 64)) == true)
            ringer.ring()
            while produced.loadAcquiring() < round {}
            // Gives the slot back, as a consumer would.
            SharedWord(at: pair.host.base + 128).storeReleasing(round)
        }
        let elapsed = Stopwatch.now() - begin
        thread.join()
        #expect(ringer.rung > 0)
        print("woken \(ringer.rung) times in \(rounds) rounds, \(elapsed / Int64(rounds)) ns a round")
        #expect(timeouts.load() == 0, "a wake-up was lost")
    }
}
