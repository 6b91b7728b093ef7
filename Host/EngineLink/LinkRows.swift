/// The rows of the engine's answers: flat structs of plain numbers and contract records, at most
/// 576 bytes each, a strategy's 1024. Both ends are of one build; `hello` and the row size check that they are.
public import PluginABI
public import SharedMemory

/// The second seat of a strategy.
public struct SeatRow: BitwiseCopyable, Sendable {
    public static let empty: UInt64 = 0
    /// Being started, taking its state over, catching up.
    public static let loading: UInt64 = 1
    /// The new version, in shadow.
    public static let shadow: UInt64 = 2
    /// The boundary is set; the trading version finishes.
    public static let promoting: UInt64 = 3
    /// The version that traded before, kept for a rollback.
    public static let kept: UInt64 = 4

    public var state: UInt64 = 0
    public var version = ShortText()
    /// Requests that were the same, and that were not.
    public var equal: UInt64 = 0
    public var different: UInt64 = 0
    /// On paper since the cut, each version at a simulated venue of its own: money of 1e-9 before fees, and
    /// fills, of the trading version and of this one.
    public var tradingProfit: Int64 = 0
    public var seatedProfit: Int64 = 0
    public var tradingFills: UInt64 = 0
    public var seatedFills: UInt64 = 0

    public init() {}
}

/// Where a worker was when it was lost.
public struct FaultRow: BitwiseCopyable, Sendable {
    /// 1 when a worker was lost.
    public var isKnown: UInt64 = 0
    /// Sequence of the last event it was given.
    public var lastEvent: UInt64 = 0
    /// The address it touched, by its own account; of a refused call its number.
    public var address: UInt64 = 0
    /// Where in the library it faulted and what called that, by its own account; empty when it does not say.
    public var place = RemarkText()
    public var caller = RemarkText()

    public init() {}
}

/// A strategy: who it is and how it fares.
public struct StrategyRow: BitwiseCopyable, Sendable {
    /// 1 to 63.
    public var strategy: UInt64 = 0
    /// 1: nothing of it is sent.
    public var isDryRun: UInt64 = 0
    /// CLOCK_REALTIME ns of the deployment.
    public var deployedAt: Int64 = 0
    /// From spawn to attested and ready, µs.
    public var loadMicroseconds: Int64 = 0
    public var librarySHA256: InlineArray<4, UInt64> = .init(repeating: 0)
    public var filterSHA256: InlineArray<4, UInt64> = .init(repeating: 0)
    /// Its state, counters, profit and loss.
    public var figures = StrategyTelemetry()
    /// The version in the second seat.
    public var seat = SeatRow()
    /// Why it faulted or stopped, for people.
    public var remark = RemarkText()
    /// Of its last loss.
    public var fault = FaultRow()
    /// Times that one event took longer than the soft deadline, and than the hard one, which ended it; since it was
    /// deployed.
    public var softDeadlines: UInt64 = 0
    public var hardDeadlines: UInt64 = 0
    /// Private memory of its worker, bytes; 1 when it has only risen for long.
    public var memory: UInt64 = 0
    public var isMemoryGrowing: UInt64 = 0

    public init() {}
}

/// A position of one strategy in one instrument.
public struct PositionRow: BitwiseCopyable, Sendable {
    public var strategy: UInt64 = 0
    public var symbol = SymbolText()
    public var position = tectra_position()
    /// Fills on data that was flagged, and what they realized, 1e-9.
    public var doubtfulFills: Int64 = 0
    public var doubtfulRealized: Int64 = 0

    public init() {}
}

/// An order as it stands.
public struct OrderRow: BitwiseCopyable, Sendable {
    public var strategy: UInt64 = 0
    public var symbol = SymbolText()
    public var order = tectra_order()
    /// TECTRA_DATA_… of its instrument when it was judged.
    public var dataFlags: UInt64 = 0

    public init() {}
}

/// The best ten levels of a book, and what was last traded.
public struct BookRow: BitwiseCopyable, Sendable {
    public var symbol = SymbolText()
    /// Price and quantity of the last trade; TECTRA_PRICE_NONE before the first.
    public var lastPrice: Int64 = .min
    public var lastQuantity: Int64 = 0
    /// Of the day; TECTRA_PRICE_NONE before the first trade.
    public var vwap: Int64 = .min
    public var book = tectra_book()

    public init() {}
}

/// A trade on the market, and the mid of the book behind it.
public struct TradeRow: BitwiseCopyable, Sendable {
    public var trade = tectra_trade()
    /// TECTRA_PRICE_NONE while a side was missing.
    public var mid: Int64 = .min

    public init(_ trade: tectra_trade, mid: Int64) {
        self.trade = trade
        self.mid = mid
    }
}

/// An instrument and the top of its book. An absent price is TECTRA_PRICE_NONE.
public struct InstrumentRow: BitwiseCopyable, Sendable {
    public var symbol = SymbolText()
    public var instrument: UInt32 = 0
    /// TECTRA_DATA_…
    public var flags: UInt32 = 0
    public var bidPrice: Int64 = .min
    public var bidQuantity: Int64 = 0
    public var askPrice: Int64 = .min
    public var askQuantity: Int64 = 0
    public var lastPrice: Int64 = .min
    public var lastQuantity: Int64 = 0

    public init() {}
}

/// A kill switch that is pulled: who, when, why.
public struct KillRow: BitwiseCopyable, Sendable {
    /// 0 is the firm.
    public var strategy: UInt64 = 0
    /// Event time and sequence of the pull.
    public var time: Int64 = 0
    public var sequence: UInt64 = 0
    /// Open orders that were cancelled by it.
    public var ordersCancelled: UInt64 = 0
    public var operatorName = ShortText()
    public var reason = RemarkText()

    public init() {}
}

/// UTF-8 of up to 127 bytes, zero-padded.
public struct RemarkText: BitwiseCopyable, Sendable, CustomStringConvertible {
    private var words: InlineArray<16, UInt64> = .init(repeating: 0)

    public init() {}

    public init(_ text: String) {
        withUnsafeMutableBytes(of: &words) { room in
            for (index, byte) in text.utf8.prefix(127).enumerated() { room[index] = byte }
        }
    }

    /// From a zero-padded field of a record.
    public init(bytes: UnsafeRawBufferPointer) {
        withUnsafeMutableBytes(of: &words) { room in
            for (index, byte) in bytes.prefix(127).prefix(while: { $0 != 0 }).enumerated() { room[index] = byte }
        }
    }

    public var description: String {
        withUnsafeBytes(of: words) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// Rows to and from the bytes of an answer.
public enum LinkRows {
    /// The bytes of one row.
    public static func bytes<Row: BitwiseCopyable>(of row: Row) -> [UInt8] {
        withUnsafeBytes(of: row) { Array($0) }
    }

    /// The rows in an answer.
    ///
    /// - Throws: `malformed` when the bytes are not a whole number of rows.
    public static func decode<Row: BitwiseCopyable>(
        _ type: Row.Type = Row.self, from bytes: [UInt8]
    ) throws(LinkError) -> [Row] {
        let size = MemoryLayout<Row>.size
        guard size > 0, bytes.count % size == 0 else {
            throw .malformed("\(bytes.count) bytes are not rows of \(size)")
        }
        return bytes.withUnsafeBytes { raw in
            stride(from: 0, to: raw.count, by: size).map { raw.loadUnaligned(fromByteOffset: $0, as: Row.self) }
        }
    }
}
