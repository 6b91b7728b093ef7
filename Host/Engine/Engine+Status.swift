/// Trading states, imbalances before auctions and crosses, as strategies are told of them.
internal import MarketData
public import PluginABI
internal import Records

extension Engine {
    /// Tells those who want it; a market-wide circuit breaker is of all instruments at once.
    mutating func publishStatus(_ event: MarketEvent, _ outputs: inout OutputBuffer) {
        guard wantStatus != 0 else { return }
        let isMarketWide = event.kind == .other
        if isMarketWide {
            // Of the other messages, only a breach of a level has a code.
            guard event.code != 0 else { return }
        } else {
            guard subscriptions.seeing(event.instrument) & wantStatus != 0 else { return }
        }
        var record = status(of: isMarketWide ? UInt32.max : event.instrument)
        record.kind =
            switch event.kind {
            case .imbalance: UInt8(TECTRA_STATUS_IMBALANCE)
            case .cross: UInt8(TECTRA_STATUS_CROSS)
            default: UInt8(TECTRA_STATUS_TRADING)
            }
        if event.kind == .cross { record.cross = event.code }
        outputs.append(record, .market)
        counters.marketRecords &+= 1
    }

    /// Instruments that a strategy is told of at most when it begins: a quarter of a private ring of the usual size.
    static var statusesMax: Int { 2048 }

    /// Tells a strategy that begins, or goes on, how its instruments trade: it has heard of no change before.
    func tellStatuses(to strategy: UInt8, _ outputs: inout OutputBuffer) {
        _ = describeStatuses(to: strategy) { status in
            outputs.append(status, .strategy, strategy)
            return true
        }
    }

    /// How a strategy's instruments trade as of the last input, when it wants to know. Those that do not trade, or
    /// under a restriction, come first; of those that no word has come of nothing is said.
    ///
    /// - Returns: false when `body` returned false, which ends it.
    public func describeStatuses(to strategy: UInt8, _ body: (tectra_market_status) -> Bool) -> Bool {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        guard Int(strategies[Int(strategy & 63)].wants) & TECTRA_WANTS_STATUS != 0 else { return true }
        if books.marketWideLevel != 0, !body(tradingStatus(of: .max)) { return false }
        var left = Self.statusesMax
        for isPlain in [false, true] {
            for instrument in 0..<session.instruments_max where subscriptions.asking(instrument) & bit != 0 {
                let status = books.status(of: instrument)
                guard status.state != 0, (status.isTrading && status.shortSale == 0) == isPlain else { continue }
                guard left > 0 else { return true }
                left -= 1
                if !body(tradingStatus(of: instrument)) { return false }
            }
        }
        return true
    }

    private func tradingStatus(of instrument: UInt32) -> tectra_market_status {
        var record = status(of: instrument)
        record.kind = UInt8(TECTRA_STATUS_TRADING)
        return record
    }

    /// All that is known of an instrument's trading; `UInt32.max`: of the whole market.
    public func status(of instrument: UInt32) -> tectra_market_status {
        var record = tectra_market_status.blank
        record.sequence = sequence
        record.time = time
        record.instrument = instrument
        record.market_wide = books.marketWideLevel
        guard instrument != UInt32.max else {
            record.flags = feed.isDegraded ? UInt32(TECTRA_DATA_GAP) : 0
            return record
        }
        record.flags = dataFlags(of: instrument)
        record.kind = UInt8(TECTRA_STATUS_TRADING)
        books.fillStatus(of: instrument, into: &record)
        return record
    }
}
