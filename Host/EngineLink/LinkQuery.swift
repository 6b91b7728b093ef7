/// A question for the engine's state: which rows, of which symbol.

/// Ticker symbol in a row: 16 bytes, zero-padded, as in the contract.
public struct SymbolText: BitwiseCopyable, Equatable, Sendable, CustomStringConvertible {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    public init() {}

    /// Cut at 16 bytes.
    public init(_ text: String) {
        withUnsafeMutableBytes(of: &self) { room in
            for (index, byte) in text.utf8.prefix(16).enumerated() { room[index] = byte }
        }
    }

    /// From the bytes of a symbol, zero- or space-padded.
    public init(bytes: UnsafeRawBufferPointer) {
        withUnsafeMutableBytes(of: &self) { room in
            for (index, byte) in bytes.prefix(16).enumerated() where byte != UInt8(ascii: " ") { room[index] = byte }
        }
    }

    public var description: String {
        withUnsafeBytes(of: self) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// What is asked for. The answer's rows are of the type named.
public enum LinkQueryKind: UInt8, Sendable, CaseIterable {
    /// `StrategyRow`
    case strategies = 1
    /// `PositionRow`
    case positions = 2
    /// `OrderRow`: open orders, then the last hundred closed ones
    case orders = 3
    /// `BookRow`: one, or none when the symbol is not known
    case book = 4
    /// `EngineTelemetry`: one
    case counters = 5
    /// `KillRow`: one a switch that is pulled
    case kills = 6
    /// `tectra_limits`: the rows in force
    case limits = 7
    /// `InstrumentRow`: one an instrument that the feed has named
    case instruments = 8
    /// `TradeRow`: the last ones of a symbol, newest first
    case trades = 9
    /// `tectra_market_status`: one, or none when the symbol is not known
    case status = 10
    /// `LatencyRow`: one a symbol, and one of all others
    case latencies = 11
}

/// 24 bytes: kind, strategy, six zeros, symbol.
public struct LinkQuery: Equatable, Sendable {
    public static let size = 24
    /// Most rows of one answer; what is beyond is left out.
    public static let rowsMax = 2000

    public var kind: LinkQueryKind
    /// Only rows of this strategy; 0 is all.
    public var strategy: UInt8
    /// For a book, trades and a status.
    public var symbol: SymbolText

    public init(_ kind: LinkQueryKind, strategy: UInt8 = 0, symbol: String = "") {
        self.kind = kind
        self.strategy = strategy
        self.symbol = SymbolText(symbol)
    }

    var payload: [UInt8] {
        var bytes: [UInt8] = [kind.rawValue, strategy, 0, 0, 0, 0, 0, 0]
        withUnsafeBytes(of: symbol) { bytes.append(contentsOf: $0) }
        return bytes
    }

    init(payload: UnsafeRawBufferPointer) throws(LinkError) {
        guard payload.count == Self.size else { throw .malformed("a query has \(Self.size) bytes") }
        guard let kind = LinkQueryKind(rawValue: payload[0]) else {
            throw .malformed("there is no query \(payload[0])")
        }
        self.kind = kind
        strategy = payload[1]
        symbol = payload.loadUnaligned(fromByteOffset: 8, as: SymbolText.self)
    }
}
