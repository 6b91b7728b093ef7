/// Runs a strategy in process, through the same table of callbacks that a worker uses.
public import PluginABI
public import TectraStrategy

/// A bench to test a strategy on: feed it events, look at what it does.
///
///     let bench = try StrategyBench(Momentum.self, parameters: ["quantity": 100])
///     let apple = bench.instrument("AAPL")
///     bench.tick(apple, bid: "10.00", ask: "10.02")
///     #expect(bench.orders.last?.side == .buy)
///     bench.fill(bench.orders[0].id)
///
/// Nothing happens by itself: an order stays as it is until the test accepts, fills, rejects or
/// cancels it, and time moves only with `advance`. Every run is the same.
public final class StrategyBench {
    let host: BenchHost
    private let hostTable: UnsafeMutablePointer<tectra_host>
    let table: UnsafePointer<tectra_strategy_vtable>
    /// The strategy as the contract sees it; nil after `shutdown`.
    private(set) var pointer: UnsafeMutableRawPointer?

    /// Makes a strategy and starts it.
    ///
    /// - Parameters:
    ///   - now: event time to begin with, nanoseconds since the Unix epoch.
    ///   - seed: of `Host.random`.
    ///   - start: whether to call `start`, too; `load` comes before it.
    public convenience init(
        _ type: any Strategy.Type, parameters: KeyValuePairs<String, ParameterValue> = [:],
        now: Int64 = 1_700_000_000_000_000_000, seed: UInt64 = 1, start: Bool = true
    ) throws(StrategyError) {
        try self.init(Plugin.makeTable(type, nil), parameters, now, seed, start) { host, records, error in
            Plugin.make(
                type, host, records.baseAddress, UInt32(records.count), error.baseAddress, error.count)
        }
    }

    /// The same for a strategy in any language, by what its `tectra_strategy_entry` returned.
    public convenience init(
        table: UnsafePointer<tectra_strategy_vtable>, parameters: KeyValuePairs<String, ParameterValue> = [:],
        now: Int64 = 1_700_000_000_000_000_000, seed: UInt64 = 1, start: Bool = true
    ) throws(StrategyError) {
        try self.init(table, parameters, now, seed, start) { host, records, error in
            table.pointee.`init`?(
                host, records.baseAddress, UInt32(records.count), error.baseAddress, error.count)
        }
    }

    private init(
        _ table: UnsafePointer<tectra_strategy_vtable>, _ parameters: KeyValuePairs<String, ParameterValue>,
        _ now: Int64, _ seed: UInt64, _ start: Bool,
        _ make: (
            UnsafePointer<tectra_host>, UnsafeBufferPointer<tectra_parameter>, UnsafeMutableBufferPointer<CChar>
        ) -> UnsafeMutableRawPointer?
    ) throws(StrategyError) {
        host = BenchHost(now: now, seed: seed)
        hostTable = .allocate(capacity: 1)
        hostTable.initialize(to: host.makeTable())
        self.table = table
        var error = [CChar](repeating: 0, count: 256)
        pointer = withRecords(parameters) { records in
            error.withUnsafeMutableBufferPointer { make(hostTable, records, $0) }
        }
        guard pointer != nil else {
            throw StrategyError(String(decoding: error.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        if start { try self.start() }
    }

    deinit {
        shutdown()
        hostTable.deallocate()
    }

    // MARK: - What the strategy did

    /// Every order ever submitted, oldest first.
    public var orders: [SubmittedOrder] { host.orders }
    public var openOrders: [SubmittedOrder] { host.orders.filter(\.isOpen) }
    public var modifies: [ModifyRequest] { host.modifies }
    public var cancels: [OrderID] { host.cancels }
    /// nil in it stands for all instruments.
    public var cancelAlls: [InstrumentID?] { host.cancelAlls }
    public var signals: [EmittedSignal] { host.signals }
    public var logs: [LogLine] { host.logs }
    /// Timers that are set, with what they are due at.
    public var timers: [TimerID: Int64] {
        Dictionary(uniqueKeysWithValues: host.timers.map { (TimerID($0), $1) })
    }
    public func position(in instrument: InstrumentID) -> Position {
        Position(host.account.position(in: instrument.rawValue))
    }
    public var profitAndLoss: ProfitAndLoss { ProfitAndLoss(host.account.profitAndLoss) }
    public var now: Int64 { host.now }

    /// What to refuse every request with from now on; nil takes them again.
    public var refusal: Refusal? {
        get { host.refusal }
        set { host.refusal = newValue }
    }

    /// Forgets what was done so far, but not what is open.
    public func clearHistory() {
        host.modifies = []
        host.cancels = []
        host.cancelAlls = []
        host.signals = []
        host.logs = []
    }

    // MARK: - Life

    public func start() throws(StrategyError) {
        guard let callback = table.pointee.start, callback(pointer) != 0 else { return }
        throw StrategyError(host.logs.last?.text ?? "start failed")
    }

    /// The last call; the bench's end makes it as well.
    public func shutdown() {
        guard let strategy = pointer else { return }
        pointer = nil
        table.pointee.shutdown?(strategy)
    }
}

/// Runs `body` with the parameters as records.
func withRecords<Result>(
    _ parameters: KeyValuePairs<String, ParameterValue>,
    _ body: (UnsafeBufferPointer<tectra_parameter>) -> Result
) -> Result {
    var records = [tectra_parameter](repeating: tectra_parameter(), count: parameters.count)
    records.withUnsafeMutableBufferPointer { room in
        var writer = ParameterWriter(room)
        for (name, value) in parameters {
            switch value {
            case .integer(let value): writer.integer(name, value)
            case .number(let value): writer.number(name, value)
            case .text(let value): writer.string(name, value)
            }
        }
    }
    return records.withUnsafeBufferPointer(body)
}
