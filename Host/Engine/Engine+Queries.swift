/// What the control plane may ask: reads of the state, which change nothing.
internal import MarketData
internal import Orders
public import PluginABI
internal import Records

/// One strategy in numbers. Money is in 1e-9 of the currency unit.
public struct StrategySummary: Sendable {
    public var state = StrategyState.vacant
    public var tier: UInt8 = 0
    public var cause: UInt8 = 0
    public var isDryRun = false
    public var counters = StrategyCounters()
    public var openOrders = 0
    public var realized: Int128 = 0
    /// Of it, by fills on data that was flagged.
    public var doubtfulRealized: Int128 = 0
    public var unrealized: Int128 = 0
    public var fees: Int128 = 0
    /// Shares, all instruments, without signs.
    public var grossPosition: Int64 = 0

    /// Realized and unrealized, less fees.
    public var total: Int128 { realized + unrealized - fees }
}

extension Engine {
    /// A strategy as it stands, its open positions valued at the mid.
    public func summary(of strategy: UInt8) -> StrategySummary {
        var summary = StrategySummary()
        guard strategy < 64 else { return summary }
        let slot = strategies[Int(strategy)]
        summary.state = slot.state
        summary.tier = slot.tier
        summary.cause = slot.cause
        summary.isDryRun = slot.isDryRun
        summary.counters = slot.counters
        summary.openOrders = orders.openCount(of: strategy)
        let totals = positions.totals(of: strategy)
        summary.realized = totals.realized
        summary.doubtfulRealized = totals.doubtfulRealized
        summary.fees = totals.fees
        for index in 0..<touched.count(of: strategy) {
            let instrument = touched.instrument(of: strategy, at: index)
            let position = positions.position(of: strategy, in: instrument)
            guard position.quantity != 0 else { continue }
            summary.unrealized += position.unrealized(at: mark(instrument))
            summary.grossPosition &+= Int64(clamping: position.quantity.magnitude)
        }
        return summary
    }

    /// The strategies that have a callback for a market record, a bit each: those that see its instrument
    /// and want its kind.
    public func callees(of record: UnsafeRawBufferPointer) -> UInt64 {
        guard record.count >= 28 else { return 0 }
        let instrument = record.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
        let template = Int(record.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        if template == TECTRA_MARKET_STATUS, instrument == UInt32.max { return wantStatus }
        guard subscriptions.contains(instrument) else { return 0 }
        let wanting =
            switch template {
            case TECTRA_TICK: wantTicks
            case TECTRA_TRADE: wantTrades
            case TECTRA_BOOK: wantBooks
            case TECTRA_BAR: wantingBar(record)
            case TECTRA_MARKET_STATUS: wantStatus
            default: UInt64(0)
            }
        return wanting & subscriptions.asking(instrument)
    }

    private func wantingBar(_ record: UnsafeRawBufferPointer) -> UInt64 {
        guard record.count >= tectra_bar.size, let at = MemoryLayout<tectra_bar>.offset(of: \.kind),
            let kind = BarKind(rawValue: Int(record[at]))
        else { return 0 }
        return wantBars[kind.rawValue - 1]
    }

    /// Whether any strategy is shown what happens in an instrument.
    public func isShown(_ instrument: UInt32) -> Bool {
        subscriptions.contains(instrument) && subscriptions.seeing(instrument) != 0
    }

    /// How a strategy was deployed last; blank when it never was.
    public func deployment(of strategy: UInt8) -> tectra_deploy { deployments[Int(strategy & 63)] }

    /// How many instruments a strategy has traded, and which.
    public func tradedCount(of strategy: UInt8) -> Int { touched.count(of: strategy) }
    public func tradedInstrument(of strategy: UInt8, at index: Int) -> UInt32 {
        touched.instrument(of: strategy, at: index)
    }

    /// What a position in the instrument is valued at; `Price.none` when nothing is known.
    public func markPrice(of instrument: UInt32) -> Int64 { mark(instrument) }
}
