/// Takes rows of some symbols and a span of time out of a store and puts them into a sink.
internal import PluginABI
public import TickStore

public struct TickExtract: Sendable {
    public var table: TickTable
    public var symbols: [TickSymbol]
    /// First time that counts and first that no longer does, ns since the epoch.
    public var from: Int64
    public var to: Int64
    /// Of a bar, ns.
    public var interval: Int64
    /// Rows at most.
    public var limit: Int

    public init(
        _ table: TickTable, symbols: [TickSymbol], from: Int64 = .min, to: Int64 = .max,
        interval: Int64 = 60_000_000_000, limit: Int = .max
    ) {
        self.table = table
        self.symbols = symbols
        self.from = from
        self.to = to
        self.interval = interval
        self.limit = limit
    }

    /// What an extract did.
    public struct Report: Sendable {
        public internal(set) var rows = 0
        public internal(set) var blocksRead = 0
        public internal(set) var faults = TickStoreFaults()
        /// There were more rows than the limit.
        public internal(set) var isCut = false
    }

    /// - Parameter progress: told the rows so far after each block.
    public func run(
        _ directory: String, into sink: any TickSink, progress: (Int) -> Void = { _ in }
    ) throws(TickExportError) -> Report {
        var report = Report()
        for symbol in symbols {
            guard report.rows < limit else {
                report.isCut = true
                break
            }
            var window = try Self.open(
                directory, TickQuery(symbol, table == .ticks ? .ticks : .trades, from: from, to: to))
            var bars = TradeBars(interval: interval, broken: [])
            if table == .bars {
                bars = TradeBars(interval: interval, broken: try broken(directory, symbol, &report))
            }
            while !report.isCut, let rows = try Self.next(&window) {
                try copy(rows, &bars, "\(symbol)", sink, &report)
                progress(report.rows)
            }
            if !report.isCut, let bar = bars.finish() { try put(bar, "\(symbol)", sink, &report) }
            report.blocksRead += window.blocksRead
            report.faults.add(window.faults)
        }
        return report
    }

    private func copy(
        _ rows: TickRows, _ bars: inout TradeBars, _ symbol: String, _ sink: any TickSink, _ report: inout Report
    ) throws(TickExportError) {
        for tick in rows.ticks {
            guard report.rows < limit else {
                report.isCut = true
                return
            }
            try sink.put(tick, of: symbol)
            report.rows += 1
        }
        for trade in rows.trades {
            if table == .bars {
                if let bar = bars.add(trade) { try put(bar, symbol, sink, &report) }
                if report.isCut { return }
            } else {
                guard report.rows < limit else {
                    report.isCut = true
                    return
                }
                try sink.put(trade, of: symbol)
                report.rows += 1
            }
        }
    }

    private func put(
        _ bar: tectra_bar, _ symbol: String, _ sink: any TickSink, _ report: inout Report
    ) throws(TickExportError) {
        guard report.rows < limit else {
            report.isCut = true
            return
        }
        try sink.put(bar, of: symbol)
        report.rows += 1
    }

    /// Match numbers of the trades that the venue broke, in the window or later: the few blocks that tell of
    /// it are found by their flags.
    private func broken(
        _ directory: String, _ symbol: TickSymbol, _ report: inout Report
    ) throws(TickExportError) -> Set<UInt64> {
        let flag = UInt32(TECTRA_DATA_BROKEN)
        var found: Set<UInt64> = []
        var window = try Self.open(directory, TickQuery(symbol, .trades, from: from), flag)
        while let rows = try Self.next(&window) {
            for trade in rows.trades where trade.flags & flag != 0 { found.insert(trade.match_id) }
        }
        report.blocksRead += window.blocksRead
        report.faults.add(window.faults)
        return found
    }

    private static func open(
        _ directory: String, _ query: TickQuery, _ flags: UInt32 = 0
    ) throws(TickExportError) -> TickWindow {
        do throws(TickStoreError) {
            return try TickWindow(directory, query, withFlags: flags)
        } catch {
            throw .store(error)
        }
    }

    private static func next(_ window: inout TickWindow) throws(TickExportError) -> TickRows? {
        do throws(TickStoreError) {
            return try window.next()
        } catch {
            throw .store(error)
        }
    }
}
