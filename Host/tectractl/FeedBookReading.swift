/// A book read out of a day: everything that is known of one symbol after some message or at some time.
internal import ControlClient
internal import MarketData
internal import PluginABI
internal import Records
internal import TectraSignals

/// What is told of a book.
struct FeedBookReport: Encodable {
    struct Level: Encodable {
        let price: String
        let quantity: Int64
        let orders: Int
    }

    struct Queue: Encodable {
        let order: UInt64
        let side: String
        let price: String
        let quantity: Int64
        /// Of those before it at its price, which trade first.
        let ordersAhead: Int
        let sharesAhead: Int64
        /// Of the whole level.
        let orders: Int
        let shares: Int64
    }

    var symbol = ""
    /// Of the last message, HH:MM:SS.nnnnnnnnn; nil before the first.
    var time: String?
    var messages = 0
    var bids: [Level] = []
    var asks: [Level] = []
    var figures = BookFigures()
    /// Of the mid over the last window, as a share of it; nil while less than a window has passed.
    var volatility: Double?
    /// (bought − sold) / (bought + sold) of what was taken in the window; nil when nothing was.
    var tradeFlow: Double?
    var last: String?
    var lastQuantity: Int64?
    /// Who took in the last trade: `buy`, `sell`, or `none` where it is not told.
    var lastAggressor: String?
    var volume: Int64 = 0
    var vwap: String?
    var status = MarketStatusReport()
    /// Of the order that was asked for.
    var queue: Queue?
}

struct FeedBookReading: ~Copyable {
    private let symbol: String?
    private let order: UInt64?
    private var books: MarketBooks
    private var instrument: UInt32?
    private var volatility: RollingVolatility
    private var flow: TradeFlow
    private var time: Int64?
    private(set) var messages = 0

    /// - Parameters:
    ///   - symbol: else the one of the order.
    ///   - window: ns of volatility and trade flow.
    init(symbol: String?, order: UInt64?, window: Int64) throws(MarketDataError) {
        self.symbol = symbol
        self.order = order
        books = try MarketBooks(BookCapacity(instruments: 65_536, orders: 1 << 23, levels: 1 << 24))
        volatility = RollingVolatility(window: window)
        flow = TradeFlow(window: window)
    }

    mutating func apply(_ message: UnsafeRawBufferPointer) {
        messages += 1
        let event = books.apply(message)
        guard event.kind != .fault else { return }
        time = event.time
        if event.kind == .directory, let symbol, books.symbol(of: event.instrument) == symbol {
            instrument = event.instrument
        }
        guard event.instrument == instrument else { return }
        if event.isTopChanged {
            let top = books.top(of: event.instrument)
            guard top.bid != Price.none, top.ask != Price.none else { return }
            volatility.push((Double(top.bid) + Double(top.ask)) / 2e9, at: event.time)
        }
        if event.kind == .execute, event.isPrintable {
            let direction = event.side == .sell ? 1 : -1
            flow.push(direction: direction, volume: Double(event.quantity), at: event.time)
        }
    }

    /// - Parameter depth: levels of each side.
    /// - Throws: when there is no such symbol or order.
    mutating func report(depth: Int) throws(Unknown) -> FeedBookReport {
        let place = order.flatMap { books.queuePlace(of: $0) }
        if let order, place == nil { throw .order(order) }
        guard let found = instrument ?? place?.instrument else { throw .symbol(symbol ?? "") }
        if let order, let place, place.instrument != found {
            throw .orderElsewhere(order, books.symbol(of: place.instrument) ?? "\(place.instrument)")
        }
        var report = FeedBookReport()
        report.symbol = books.symbol(of: found) ?? symbol ?? ""
        report.time = time.map(FeedBook.clock)
        report.messages = messages
        report.bids = side(.buy, of: found, depth)
        report.asks = side(.sell, of: found, depth)
        var record = tectra_book.blank
        books.fillDepth(of: found, into: &record)
        report.figures = BookFigures(record)
        if let time {
            // Time has passed since the last change.
            flow.push(direction: 0, volume: 0, at: time)
            report.volatility = volatility.value
            report.tradeFlow = flow.value
        }
        let last = books.lastTrade(of: found)
        if last.price != Price.none {
            report.last = FeedBook.decimal(last.price)
            report.lastQuantity = last.quantity
            report.lastAggressor = books.aggressor(of: found).map(FeedBook.name) ?? "none"
        }
        report.volume = books.volume(of: found)
        let vwap = books.vwap(of: found)
        if vwap != Price.none { report.vwap = FeedBook.decimal(vwap) }
        var status = tectra_market_status.blank
        books.fillStatus(of: found, into: &status)
        report.status = MarketStatusReport(status)
        if let order, let place {
            report.queue = FeedBookReport.Queue(
                order: order, side: FeedBook.name(place.side), price: FeedBook.decimal(place.price),
                quantity: place.quantity, ordersAhead: place.ordersAhead, sharesAhead: place.sharesAhead,
                orders: place.orders, shares: place.shares)
        }
        return report
    }

    private func side(_ side: Side, of instrument: UInt32, _ depth: Int) -> [FeedBookReport.Level] {
        (0..<depth).compactMap { index in
            books.level(of: instrument, side: side, at: index).map {
                FeedBookReport.Level(price: FeedBook.decimal($0.price), quantity: $0.quantity, orders: $0.orders)
            }
        }
    }

    /// What was asked for is not in the day up to there.
    enum Unknown: Error, CustomStringConvertible {
        case symbol(String)
        case order(UInt64)
        case orderElsewhere(UInt64, String)

        var description: String {
            switch self {
            case .symbol(let symbol): "names no symbol \(symbol) up to there; feed quality --top 0 shows all symbols"
            case .order(let order): "no order \(order) rests then; give --after or --at a moment when it does"
            case .orderElsewhere(let order, let symbol): "order \(order) is of \(symbol); give --symbol \(symbol)"
            }
        }
    }
}
