/// A day of ITCH into a store: through the books, so that each change of the best prices is a tick.
public import MarketData
internal import PluginABI
internal import Records

public struct DayImport: ~Copyable {
    private var books: MarketBooks
    private let midnight: Int64
    /// Symbols that are wanted; nil means all.
    private let wanted: Set<TickSymbol>?
    /// The writer's number of each instrument, and what else there is to know of one.
    private let numbers: UnsafeMutablePointer<Int32>
    private static let unknown: Int32 = -1
    private static let unwanted: Int32 = -2

    /// Of the message in hand.
    private var sequence: UInt64 = 0
    private var flags: UInt32 = 0
    /// Messages seen; it is the sequence of the rows that the last one made.
    public private(set) var messages: UInt64 = 0
    public private(set) var ticks = 0
    public private(set) var trades = 0
    /// Messages that the books refused.
    public var faults: Int { Int(clamping: books.faults) }
    /// Changes of instruments that the directory has not named.
    public private(set) var unnamed = 0

    /// - Parameters:
    ///   - capacity: of the books.
    ///   - midnight: of the trading day, ns since the epoch; ITCH tells times since then.
    public init(
        _ capacity: BookCapacity, midnight: Int64, symbols: Set<TickSymbol>? = nil
    ) throws(MarketDataError) {
        books = try MarketBooks(capacity)
        self.midnight = midnight
        wanted = symbols
        numbers = .allocate(capacity: capacity.instruments)
        numbers.initialize(repeating: Self.unknown, count: capacity.instruments)
    }

    deinit { numbers.deallocate() }

    /// Applies one message and appends what it made.
    public mutating func apply(_ message: UnsafeRawBufferPointer, to writer: inout TickWriter) throws(TickStoreError) {
        messages &+= 1
        try apply(message, number: messages, flags: 0, to: &writer)
    }

    /// The same with a number of the feed's own, which becomes the sequence of the rows, and with flags
    /// (TECTRA_DATA_…) that the rows are to have besides their own.
    public mutating func apply(
        _ message: UnsafeRawBufferPointer, number: UInt64, flags: UInt32, to writer: inout TickWriter
    ) throws(TickStoreError) {
        sequence = number
        self.flags = flags
        let event = books.apply(message)
        switch event.kind {
        case .directory: try name(event.instrument, &writer)
        case .add, .execute, .cancel, .delete, .replace, .trade, .cross, .status, .broken:
            guard event.isTopChanged || event.isPrintable || event.kind == .status || event.kind == .broken else {
                return
            }
            try record(event, &writer)
        case .none, .system, .imbalance, .other, .fault: break
        }
    }

    /// Applies a message that only says how things stand: it names instruments and fills the books, and no
    /// row comes of it.
    public mutating func rebuild(_ message: UnsafeRawBufferPointer, _ writer: inout TickWriter) throws(TickStoreError) {
        let event = books.apply(message)
        if event.kind == .directory { try name(event.instrument, &writer) }
    }

    /// Begins with empty books, as the feed does.
    public mutating func emptyBooks() throws(MarketDataError) { books = try MarketBooks(books.capacity) }

    private mutating func name(_ instrument: UInt32, _ writer: inout TickWriter) throws(TickStoreError) {
        guard let word = books.symbolBytes(of: instrument), let symbol = TickSymbol(itch: word) else { return }
        guard wanted?.contains(symbol) ?? true else {
            numbers[Int(instrument)] = Self.unwanted
            return
        }
        numbers[Int(instrument)] = Int32(try writer.number(of: symbol, instrument: instrument))
    }

    private mutating func record(_ event: MarketEvent, _ writer: inout TickWriter) throws(TickStoreError) {
        let number = Int(numbers[Int(event.instrument)])
        guard number >= 0 else {
            if number == Int(Self.unknown) { unnamed += 1 }
            return
        }
        let top = books.top(of: event.instrument)
        var state = flags | event.flags & UInt32(TECTRA_DATA_STALE)
        if !books.isTrading(event.instrument) { state |= UInt32(TECTRA_DATA_HALTED) }
        if top.bid != Price.none, top.ask != Price.none, top.bid >= top.ask { state |= UInt32(TECTRA_DATA_CROSSED) }
        let time = midnight &+ event.time
        if event.isPrintable || event.kind == .broken {
            var trade = tectra_trade.blank
            trade.sequence = sequence
            trade.time = time
            trade.instrument = event.instrument
            trade.flags = state | event.flags
            trade.match_id = event.matchID
            if event.kind == .broken {
                // The message names the trade and nothing else of it.
                trade.flags |= UInt32(TECTRA_DATA_BROKEN)
                trade.price = Price.none
            } else {
                trade.price = event.price
                trade.quantity = event.quantity
            }
            trade.aggressor = event.kind == .execute ? event.side.opposite.rawValue : UInt8(TECTRA_SIDE_NONE)
            trades += 1
            try writer.append(trade, to: number)
        }
        if event.isTopChanged || event.kind == .status {
            var tick = tectra_tick.blank
            tick.sequence = sequence
            tick.time = time
            tick.instrument = event.instrument
            tick.flags = state
            tick.bid_price = top.bid
            tick.ask_price = top.ask
            tick.bid_quantity = top.bidQuantity
            tick.ask_quantity = top.askQuantity
            ticks += 1
            try writer.append(tick, to: number)
        }
    }
}
