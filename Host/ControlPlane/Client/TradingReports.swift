/// What the API says of books, orders, positions and kill switches.

/// A price level.
public struct LevelReport: Codable, Equatable, Sendable {
    public var price: String
    public var quantity: Int64
    public var orders: UInt32

    public init(price: String, quantity: Int64, orders: UInt32) {
        self.price = price
        self.quantity = quantity
        self.orders = orders
    }
}

/// The best ten levels of each side, best first.
public struct BookReport: Codable, Equatable, Sendable {
    public var symbol = ""
    public var sequence: UInt64 = 0
    public var time = ""
    public var bids: [LevelReport] = []
    public var asks: [LevelReport] = []
    /// Nil before the first trade.
    public var last: String?
    public var lastQuantity: Int64?
    public var vwap: String?
    /// `halted`, `crossed`, `gap`.
    public var flags: [String] = []
    public var figures = BookFigures()
    public var status = MarketStatusReport()
    /// What follows from `trades`.
    public var recent = RecentFigures()
    /// The last ones, newest first.
    public var trades: [TradeReport] = []

    public init() {}
}

public struct OrderReport: Codable, Equatable, Sendable {
    public var order: UInt64 = 0
    public var client: UInt64 = 0
    public var strategy = ""
    public var symbol = ""
    public var side = ""
    public var type = ""
    public var timeInForce = ""
    public var state = ""
    /// Nil for a market order.
    public var price: String?
    public var quantity: Int64 = 0
    public var filled: Int64 = 0
    /// Nil before the first fill.
    public var averagePrice: String?
    /// Why it is as it is; `none` when there is nothing to say.
    public var reason = ""
    /// What was wrong with the instrument's data when it was judged: `gap`, `stale`, `crossed`, `halted`.
    public var data: [String] = []
    public var time = ""

    /// Whether it can still trade.
    public var isOpen: Bool { !["filled", "cancelled", "rejected", "expired"].contains(state) }

    public init() {}
}

public struct PositionReport: Codable, Equatable, Sendable {
    public var strategy = ""
    public var symbol = ""
    /// Negative is short.
    public var quantity: Int64 = 0
    public var averagePrice = "0"
    public var realized = "0"
    public var unrealized = "0"
    public var fees = "0"
    public var net = "0"
    /// Fills on data that was flagged, and what they realized.
    public var doubtfulFills: Int64 = 0
    public var doubtfulRealized = "0"

    public init() {}
}

/// A kill switch that is pulled.
public struct KillSwitchReport: Codable, Equatable, Sendable {
    /// `firm`, or the strategy's name.
    public var scope = ""
    public var at = ""
    public var sequence: UInt64 = 0
    public var by = ""
    public var reason = ""
    public var ordersCancelled: UInt64 = 0

    public init() {}
}

public struct KillReport: Codable, Equatable, Sendable {
    /// Any switch is pulled.
    public var isEngaged = false
    public var switches: [KillSwitchReport] = []

    public init() {}
}
