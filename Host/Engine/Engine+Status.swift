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

    /// One that starts in the middle of a day hears at once of what it sees and does not simply trade: halted,
    /// paused, quoted only, or under a restriction. What it is not told of trades.
    mutating func tellStatus(to strategy: UInt8, _ outputs: inout OutputBuffer) {
        guard Int(strategies[Int(strategy)].wants) & TECTRA_WANTS_STATUS != 0 else { return }
        if books.marketWideLevel != 0 {
            var record = status(of: UInt32.max)
            record.kind = UInt8(TECTRA_STATUS_TRADING)
            outputs.append(record, .strategy, strategy)
        }
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        var told = 0
        for instrument in 0..<session.instruments_max where subscriptions.seeing(instrument) & bit != 0 {
            guard told < Self.statusesAtStart else { return }
            let status = books.status(of: instrument)
            guard status.state != 0, !status.isTrading || status.shortSale != 0 else { continue }
            outputs.append(self.status(of: instrument), .strategy, strategy)
            told += 1
        }
    }

    /// Instruments at most, so that a halt of everything does not overflow a strategy's ring.
    private static let statusesAtStart = 2_048

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
