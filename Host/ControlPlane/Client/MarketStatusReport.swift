/// Whether and how an instrument trades, its next auction and its last, for people.
public import PluginABI
internal import TectraStrategy

public struct MarketStatusReport: Codable, Equatable, Sendable {
    /// The net order imbalance before an auction (NOII).
    public struct Imbalance: Codable, Equatable, Sendable {
        /// `opening`, `closing`, `halt`, `extended` or `intraday`.
        public var auction = ""
        /// Shares that would trade at the reference price, and those that would not.
        public var paired: Int64 = 0
        public var imbalance: Int64 = 0
        /// Of the imbalance: `buy`, `sell`, `none`, `too-few-orders` or `paused`.
        public var side = ""
        /// Nil where there is none.
        public var referencePrice: String?
        public var nearPrice: String?
        public var farPrice: String?
    }

    /// Limit-up limit-down collars of the auction that ends a pause.
    public struct Collar: Codable, Equatable, Sendable {
        public var reference: String?
        public var lower: String?
        public var upper: String?
        /// How often that auction was put off.
        public var extensions: UInt32 = 0
    }

    /// An auction that traded.
    public struct Cross: Codable, Equatable, Sendable {
        public var price = ""
        public var quantity: Int64 = 0
    }

    /// `trading`, `halted`, `paused`, `quotation-only`, or `unknown` before the venue's first word.
    public var state = "unknown"
    /// The venue's code for it; empty when it gives none.
    public var reason = ""
    public var isVenueHalted = false
    /// Reg SHO price test: `none`, `new` or `remains`.
    public var shortSaleRestriction = "none"
    /// Breached level of the market-wide circuit breaker; 0 none.
    public var marketWideLevel: UInt8 = 0
    /// Nil before the first of the day.
    public var collar: Collar?
    public var imbalance: Imbalance?
    public var lastCross: Cross?

    public init() {}

    public init(_ record: tectra_market_status) {
        let status = MarketStatus(record)
        state =
            switch status.state {
            case .trading: "trading"
            case .halted: "halted"
            case .paused: "paused"
            case .quotationOnly: "quotation-only"
            case nil: "unknown"
            }
        reason = withUnsafeBytes(of: record.reason) { bytes in
            String(decoding: bytes.filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
        }
        isVenueHalted = status.isVenueHalted
        shortSaleRestriction = ["none", "new", "remains"][min(Int(record.short_sale), 2)]
        marketWideLevel = status.marketWideLevel
        if record.collar_upper != 0 {
            collar = Collar(
                reference: Self.price(record.collar_reference), lower: Self.price(record.collar_lower),
                upper: Self.price(record.collar_upper), extensions: record.collar_extensions)
        }
        if record.direction != 0 { imbalance = Self.imbalance(record) }
        if record.cross_quantity > 0 {
            lastCross = Cross(price: Self.price(record.cross_price) ?? "0", quantity: record.cross_quantity)
        }
    }

    private static func imbalance(_ record: tectra_market_status) -> Imbalance {
        var report = Imbalance()
        let auctions: [UInt8: String] = [
            0x4F: "opening", 0x43: "closing", 0x48: "halt", 0x41: "extended", 0x49: "intraday",
        ]
        let sides: [UInt8: String] = [
            0x42: "buy", 0x53: "sell", 0x4E: "none", 0x4F: "too-few-orders", 0x50: "paused",
        ]
        report.auction = auctions[record.cross] ?? "unknown"
        report.side = sides[record.direction] ?? "unknown"
        report.paired = record.paired
        report.imbalance = record.imbalance
        report.referencePrice = price(record.reference_price)
        report.nearPrice = price(record.near_price)
        report.farPrice = price(record.far_price)
        return report
    }

    private static func price(_ billionths: Int64) -> String? {
        billionths == 0 ? nil : "\(Price(billionths: billionths))"
    }
}
