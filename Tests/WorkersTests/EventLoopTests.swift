// The event loop in this process: the order of the merged stream, and that a tick costs no memory.
import Glibc
import PluginABI
import Records
import SharedMemory
import TestSupport
import Testing

@testable import WorkerRuntime

/// A strategy whose callbacks note what they saw.
private final class Notes {
    var seen: [(sequence: UInt64, isMarket: Bool)] = []
    var ticks = 0
    var host: UnsafePointer<tectra_host>?
    var keepsNotes = true
    var sends = false

    static func of(_ raw: UnsafeMutableRawPointer?) -> Notes? {
        raw.map { Unmanaged<Notes>.fromOpaque($0).takeUnretainedValue() }
    }

    var table: tectra_strategy_vtable {
        var table = tectra_strategy_vtable()
        table.on_tick = { raw, tick in
            guard let notes = Notes.of(raw), let tick else { return }
            notes.ticks += 1
            if notes.keepsNotes { notes.seen.append((tick.pointee.sequence, true)) }
            guard notes.sends, let host = notes.host else { return }
            var request = tectra_order_request()
            request.instrument = tick.pointee.instrument
            request.price = tick.pointee.bid_price
            request.quantity = 1
            var client: UInt64 = 0
            _ = host.pointee.submit(host.pointee.context, &request, &client)
            var pnl = tectra_pnl()
            _ = host.pointee.pnl(host.pointee.context, &pnl)
        }
        table.on_order = { raw, order in
            guard let notes = Notes.of(raw), let order, notes.keepsNotes else { return }
            notes.seen.append((order.pointee.sequence, false))
        }
        return table
    }
}

private struct NoMemory: Error {}

/// A loop, its rings and its notes, in one process.
private final class Stage {
    let market: SharedRegion
    let host: SharedRegion
    let worker: SharedRegion
    var feed: MarketRing.Writer
    var mail: PrivateRing.Writer
    var requests: OrderRing.Consumer
    let notes = Notes()
    var loop: EventLoop

    init(cells: Int = 1024) throws {
        let market = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: cells))
        let host = try SharedRegion.create(name: "host", size: RingLayout.hostRegionSize(cells: cells))
        let worker = try SharedRegion.create(name: "worker", size: RingLayout.workerRegionSize(slots: 1024))
        feed = try MarketRing.Writer(in: market)
        mail = try PrivateRing.Writer(host: host, worker: worker)
        requests = try OrderRing.Consumer(worker: worker, host: host)
        let page = UnsafeMutableRawPointer.allocate(byteCount: ReportWord.size, alignment: 4096)
        page.initializeMemory(as: UInt8.self, repeating: 0, count: ReportWord.size)
        let state = UnsafeMutablePointer<WorkerState>.allocate(capacity: 1)
        guard let view = StrategyView(instruments: 16, openOrders: 64) else { throw NoMemory() }
        state.initialize(
            to: WorkerState(
                view: view, requests: try OrderRing.Producer(worker: worker, host: host),
                report: WorkerReport(base: page), seed: 1))
        notes.host = HostTable.make(for: state)
        let strategy = Strategy(notes.table, wants: 15, instance: Unmanaged.passUnretained(notes).toOpaque())
        state.pointee.enter(.running)
        loop = try EventLoop(
            state: state, strategy: strategy, market: market, host: host, worker: worker, setup: WorkerSetup())
        self.market = market
        self.host = host
        self.worker = worker
    }

    func tick(_ sequence: UInt64) {
        var record = tectra_tick.blank
        record.sequence = sequence
        record.instrument = 1
        record.bid_price = 10
        record.ask_price = 12
        withUnsafeBytes(of: &record) { feed.publish($0) }
    }

    func order(_ sequence: UInt64) {
        var record = tectra_order.blank
        record.sequence = sequence
        record.client_id = sequence
        record.state = UInt8(TECTRA_ORDER_FILLED)
        withUnsafeBytes(of: &record) { _ = mail.write($0) }
    }

    func announce() {
        var record = tectra_instrument.blank
        record.instrument = 1
        withUnsafeBytes(of: &record) { _ = mail.write($0) }
    }

    @discardableResult
    func step() -> Bool { loop.step() }

    func drain() {
        while case .request = requests.poll() {}
    }
}

@Suite struct EventLoopTests {
    /// The host publishes in order of sequence, private before market; the worker looks at any
    /// time. What it handles must be that order, whatever the interleaving.
    @Test func theMergedStreamIsInOrder() throws {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            let stage = try Stage(cells: 256)
            stage.announce()
            stage.step()
            var expected: [(UInt64, Bool)] = []
            for sequence in UInt64(1)...40 {
                for _ in 0..<random.below(3) {
                    stage.order(sequence)
                    expected.append((sequence, false))
                    for _ in 0..<random.below(3) { stage.step() }
                }
                for _ in 0..<random.below(3) {
                    stage.tick(sequence)
                    expected.append((sequence, true))
                    for _ in 0..<random.below(3) { stage.step() }
                }
            }
            while stage.step() {}
            let seen = stage.notes.seen
            #expect(seen.count == expected.count)
            #expect(zip(seen, expected).allSatisfy { $0.sequence == $1.0 && $0.isMarket == $1.1 })
        }
    }

    @Test func aTickAndAnOrderAllocateNothing() throws {
        let stage = try Stage()
        stage.notes.keepsNotes = false
        stage.notes.sends = true
        stage.announce()
        for sequence in UInt64(1)...50 { stage.tick(sequence) }
        while stage.step() {}
        stage.drain()
        let before = stage.notes.ticks
        for sequence in UInt64(51)...550 { stage.tick(sequence) }
        for sequence in UInt64(551)...600 { stage.order(sequence) }
        let allocations = AllocationCounter.count { while stage.step() {} }
        #expect(allocations == 0)
        #expect(stage.notes.ticks == before + 500)
        var sent = 0
        while case .request = stage.requests.poll() { sent += 1 }
        #expect(sent == 500)
    }
}
