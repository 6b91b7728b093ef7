/// What `tectractl feed quality` tells, as JSON and as a table.
internal import MarketData

struct FeedQualityReport: Encodable {
    struct Loss: Encodable {
        /// Of the last message before it.
        let after: String
        let first: UInt64
        let count: UInt64
    }

    struct Percentiles<Value: Encodable>: Encodable {
        let p50: Value
        let p90: Value
        let p99: Value
    }

    struct Instrument: Encodable {
        var symbol = ""
        var instrument: UInt32 = 0
        var messages = 0
        var faults: [String: Int] = [:]
        var ticks = 0
        var ticksPerSecond = 0.0
        var ticksInBusiestSecond = 0
        var trades = 0
        var brokenTrades = 0
        var halts = 0
        /// Seconds.
        var trading = 0.0
        var crossings = 0
        var crossed = 0.0
        var lockings = 0
        var locked = 0.0
        var oneSided = 0.0
        var stales = 0
        var stale = 0.0
        var staleLongest = 0.0
        /// After messages of the feed were lost for good.
        var behindGap = 0.0
        /// Share of the trading that was crossed, stale or behind a gap; nil when it never traded.
        var degraded: Double?
        /// Nil when it never had both sides.
        var spread: Percentiles<String>?
        /// Shares at a best price, and price levels of a side.
        var bestShares: Percentiles<Int64>?
        var levels: Percentiles<Int64>?
    }

    var messages = 0
    var begin: String?
    var end: String?
    var faults: [String: Int] = [:]
    /// Messages lost for good, in all gaps.
    var lost: UInt64 = 0
    var gaps: [Loss] = []
    /// Why the file ends before its end, or what of a capture was not understood.
    var remark: String?
    /// Worst first.
    var instruments: [Instrument] = []

    init(_ quality: borrowing DayQuality, ending: String?) {
        messages = quality.messages
        begin = quality.first.map(FeedBook.clock)
        end = quality.first == nil ? nil : FeedBook.clock(quality.last)
        for (fault, count) in quality.faults { faults[fault.text] = count }
        gaps = quality.losses.map { Loss(after: FeedBook.clock($0.time), first: $0.first, count: $0.count) }
        lost = quality.losses.reduce(0) { $0 &+ $1.count }
        remark = ending
        let worst = quality.instruments.sorted { one, other in
            if one.faultCount != other.faultCount { return one.faultCount > other.faultCount }
            if one.degraded ?? 0 != other.degraded ?? 0 { return one.degraded ?? 0 > other.degraded ?? 0 }
            if one.locked != other.locked { return one.locked > other.locked }
            return one.instrument < other.instrument
        }
        instruments = worst.map(Instrument.init)
    }

    /// Nothing was refused, lost or cut off.
    var isSound: Bool {
        faults.isEmpty && gaps.isEmpty && remark == nil && instruments.allSatisfy { $0.faults.isEmpty }
    }

    // MARK: - For people

    func text(top: Int) -> String {
        var table = Table([
            "symbol", ">messages", ">faults", ">degraded", ">crossed", ">locked", ">stale", ">halts", ">spread 50",
            ">spread 99", ">ticks/s", ">peak", ">shares 50", ">levels 50",
        ])
        let shown = top == 0 ? instruments[...] : instruments.prefix(top)
        for row in shown {
            table.add([
                row.symbol, Reading.grouped(row.messages), Reading.grouped(row.faults.values.reduce(0, +)),
                row.degraded.map { Reading.rounded("\($0 * 100)") + " %" } ?? "-", Self.seconds(row.crossed),
                Self.seconds(row.locked), Self.seconds(row.stale), "\(row.halts)", row.spread?.p50 ?? "-",
                row.spread?.p99 ?? "-", Reading.rounded("\(row.ticksPerSecond)"),
                Reading.grouped(row.ticksInBusiestSecond), row.bestShares.map { Reading.grouped($0.p50) } ?? "-",
                row.levels.map { "\($0.p50)" } ?? "-",
            ])
        }
        var lines = [table.text(empty: "no instrument had a message")]
        if shown.count < instruments.count {
            lines.append("… and \(Reading.grouped(instruments.count - shown.count)) more; --top 0 shows all")
        }
        lines.append("\(Reading.count(messages, "message")) from \(begin ?? "-") to \(end ?? "-")")
        for gap in gaps.prefix(20) {
            lines.append("\(Reading.count(gap.count, "message")) lost from number \(gap.first), after \(gap.after)")
        }
        if gaps.count > 20 {
            let more = Reading.count(gaps.count - 20, "more gap")
            lines.append("… and \(more), \(Reading.count(lost, "message")) in all")
        }
        for (fault, count) in faults.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("\(Reading.count(count, "fault")): \(fault)")
        }
        if let remark { lines.append(remark) }
        return lines.joined(separator: "\n")
    }

    private static func seconds(_ value: Double) -> String { value == 0 ? "-" : Reading.rounded("\(value)") + " s" }
}

extension FeedQualityReport.Instrument {
    init(_ row: InstrumentQuality) {
        func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }
        symbol = row.symbol ?? "\(row.instrument)"
        instrument = row.instrument
        messages = row.messages
        for (fault, count) in row.faults { faults[fault.text] = count }
        ticks = row.ticks
        ticksPerSecond = row.ticksPerSecond
        ticksInBusiestSecond = row.ticksInBusiestSecond
        trades = row.trades
        brokenTrades = row.brokenTrades
        halts = row.halts
        trading = seconds(row.trading)
        crossings = row.crossings
        crossed = seconds(row.crossed)
        lockings = row.lockings
        locked = seconds(row.locked)
        oneSided = seconds(row.oneSided)
        stales = row.stales
        stale = seconds(row.stale)
        staleLongest = seconds(row.staleLongest)
        behindGap = seconds(row.behindGap)
        degraded = row.degraded
        func percentiles<Value>(_ of: (Double) -> Int64?, _ make: (Int64) -> Value)
            -> FeedQualityReport.Percentiles<Value>? where Value: Encodable
        {
            guard let p50 = of(0.5), let p90 = of(0.9), let p99 = of(0.99) else { return nil }
            return .init(p50: make(p50), p90: make(p90), p99: make(p99))
        }
        spread = percentiles(row.spread, FeedBook.decimal)
        bestShares = percentiles(row.bestShares) { $0 }
        levels = percentiles(row.levels) { $0 }
    }
}
