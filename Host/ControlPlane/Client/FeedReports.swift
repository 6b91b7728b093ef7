/// What the API says of the feed: where it is, what its lines bring, and whether it can be believed.

/// A line of a live feed. Counts rise from the engine's start.
public struct FeedLineReport: Codable, Equatable, Sendable {
    /// `A` or `B`.
    public var line = ""
    public var endpoint = ""
    public var packets: UInt64 = 0
    /// Messages that it was first with, and those that were there already.
    public var messages: UInt64 = 0
    public var duplicates: UInt64 = 0
    public var heartbeats: UInt64 = 0
    public var reordered: UInt64 = 0
    public var gaps: UInt64 = 0
    public var missed: UInt64 = 0
    public var faults: UInt64 = 0
    public var stale: UInt64 = 0
    /// Datagrams of another session, left out while the one that goes on was heard.
    public var foreign: UInt64 = 0
    /// Nil before its first packet.
    public var silenceMilliseconds: Int64?

    public init() {}
}

/// From a message's arrival to its turn in the engine, ns.
public struct LagReport: Codable, Equatable, Sendable {
    public var count: UInt64 = 0
    public var p50: Int64 = 0
    public var p99: Int64 = 0
    public var max: Int64 = 0

    public init() {}
}

/// The room that the books have, taken at the start and never more, and what of it is in use.
public struct BookRoomReport: Codable, Equatable, Sendable {
    public var orders: UInt64 = 0
    /// Most orders at rest at any time.
    public var ordersMost: UInt64 = 0
    public var ordersMax: UInt64 = 0
    public var levels: UInt64 = 0
    public var levelsMax: UInt64 = 0
    public var bytes: UInt64 = 0
    /// Orders that found no room; the books of their instruments are incomplete.
    public var refused: UInt64 = 0

    public init() {}
}

/// What strategies are shown of the feed, and how often its books are written down.
public struct PublicationReport: Codable, Equatable, Sendable {
    /// All symbols but those named, else those named alone.
    public var isEverything = true
    public var symbols: [String] = []
    /// Those of them that the feed has not named.
    public var unknown: [String] = []
    /// Event time between two depth records of an instrument, ms; 0 is every change.
    public var depthMilliseconds: Int64 = 0
    /// Between two snapshots of the books, ms; 0: only those that are asked for.
    public var snapshotMilliseconds: Int64 = 0
    /// Sequence of the newest snapshot, and when it was written; 0 and empty before the first.
    public var snapshotSequence: UInt64 = 0
    public var snapshotWrittenAt = ""

    public init() {}
}

/// From a message's arrival until what it brings is published, of the symbols that strategies are shown; ns.
public struct SymbolLatencyReport: Codable, Equatable, Sendable {
    /// Empty: the symbols that came after the first 128, together.
    public var symbol = ""
    public var messages: UInt64 = 0
    public var mean: UInt64 = 0
    /// Upper bounds to a factor of two.
    public var p50: UInt64 = 0
    public var p99: UInt64 = 0
    public var p999: UInt64 = 0
    public var max: UInt64 = 0

    public init() {}
}

public struct FeedReport: Codable, Equatable, Sendable {
    /// `waiting`, `running`, `stopped` or `ended`.
    public var state = ""
    /// `file`, `capture`, `live` or `none`.
    public var kind = ""
    public var file = ""
    /// `max`, or seconds of the day in a second.
    public var speed = ""
    public var messages: UInt64 = 0
    /// 0 when not known.
    public var total: UInt64 = 0
    public var faults: UInt64 = 0
    public var time = ""

    /// Number of the next message, and the session that it is of; empty for a file.
    public var next: UInt64 = 0
    public var session = ""
    public var hasEnded = false
    /// Messages were lost for good and the books are to be distrusted.
    public var isDegraded = false
    public var lost: UInt64 = 0
    public var gapsDeclared: UInt64 = 0
    /// The books are being built anew from what comes before this number; 0 when they are not.
    public var rebuildsUntil: UInt64 = 0
    /// The file was cut or damaged, or of the capture not everything was understood.
    public var hasEndedEarly = false
    public var books = BookRoomReport()
    /// Missing on every line, and what became of it.
    public var gaps: UInt64 = 0
    public var late: UInt64 = 0
    public var recovered: UInt64 = 0
    public var requests: UInt64 = 0
    public var isRecovering = false
    public var queued: UInt64 = 0
    public var queueFull: UInt64 = 0
    public var lag = LagReport()
    public var lines: [FeedLineReport] = []
    public var publication = PublicationReport()
    /// What keeps the host from being ready; empty when nothing does.
    public var problems: [String] = []

    public init() {}
}

/// An instrument and the top of its book; a price is nil where there is none.
public struct SymbolReport: Codable, Equatable, Sendable {
    public var symbol = ""
    public var instrument: UInt32 = 0
    public var bid: String?
    public var bidQuantity: Int64 = 0
    public var ask: String?
    public var askQuantity: Int64 = 0
    public var last: String?
    public var lastQuantity: Int64 = 0
    /// `halted`, `crossed`, `gap`.
    public var flags: [String] = []

    public init() {}
}

/// A trade on the market.
public struct TradeReport: Codable, Equatable, Sendable {
    public var time = ""
    public var price = ""
    public var quantity: Int64 = 0
    /// Who took: `buy`, `sell`, or `none` where it is not told.
    public var aggressor = ""
    /// `auction`, `hidden`, `halted`, `crossed`, `gap`.
    public var flags: [String] = []

    public init() {}
}
