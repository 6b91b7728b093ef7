/// The world as a strategy may know it at the event in hand: instruments, last market records,
/// positions, open orders. What the reading services of the host table answer from.
internal import Glibc
public import PluginABI
internal import Records

/// Flat tables by instrument id; memory is zero pages until it is touched.
public struct StrategyView: ~Copyable {
    public let instruments: UInt32
    /// One byte an instrument, so that the filter of a busy market stays in the first cache.
    private let subscribed: UnsafeMutablePointer<UInt8>
    private let definitions: UnsafeMutablePointer<tectra_instrument>
    private let ticks: UnsafeMutablePointer<tectra_tick>
    private let books: UnsafeMutablePointer<tectra_book>
    private let positions: UnsafeMutablePointer<tectra_position>
    /// Instruments that ever had a position, in the order of their first fill.
    private let held: UnsafeMutablePointer<UInt32>
    private var heldCount = 0
    public var orders: OpenOrders

    /// nil when memory is short.
    public init?(instruments: UInt32, openOrders: Int) {
        self.instruments = instruments
        func table<T>(_ type: T.Type) -> UnsafeMutablePointer<T>? {
            calloc(max(1, Int(instruments)), MemoryLayout<T>.stride)?.assumingMemoryBound(to: type)
        }
        guard let definitions = table(tectra_instrument.self), let ticks = table(tectra_tick.self),
            let books = table(tectra_book.self), let positions = table(tectra_position.self),
            let held = table(UInt32.self), let subscribed = table(UInt8.self)
        else { return nil }
        self.subscribed = subscribed
        self.definitions = definitions
        self.ticks = ticks
        self.books = books
        self.positions = positions
        self.held = held
        orders = OpenOrders(capacity: openOrders)
    }

    // The tables live as long as the process: a worker has one view.

    // MARK: What the host tells

    public mutating func announce(_ definition: UnsafePointer<tectra_instrument>) {
        let instrument = definition.pointee.instrument
        guard instrument < instruments else { return }
        definitions[Int(instrument)] = definition.pointee
        subscribed[Int(instrument)] = 1
    }

    /// Whether the instrument was announced: the filter of the market stream.
    @inline(__always)
    public func isSubscribed(_ instrument: UInt32) -> Bool {
        instrument < instruments && subscribed[Int(instrument)] != 0
    }

    @inline(__always)
    public mutating func note(_ tick: UnsafePointer<tectra_tick>) {
        ticks[Int(tick.pointee.instrument)] = tick.pointee
    }

    @inline(__always)
    public mutating func note(_ book: UnsafePointer<tectra_book>) {
        books[Int(book.pointee.instrument)] = book.pointee
    }

    public mutating func note(_ position: UnsafePointer<tectra_position>) {
        let instrument = position.pointee.instrument
        guard instrument < instruments else { return }
        if positions[Int(instrument)].header.template_id == 0 {
            held[heldCount] = instrument
            heldCount &+= 1
        }
        positions[Int(instrument)] = position.pointee
    }

    // MARK: What the strategy asks

    public func definition(of instrument: UInt32) -> tectra_instrument? {
        isSubscribed(instrument) ? definitions[Int(instrument)] : nil
    }

    /// The position with its unrealized part at the latest mid price.
    public func position(in instrument: UInt32) -> tectra_position? {
        guard instrument < instruments else { return nil }
        var position = positions[Int(instrument)]
        guard position.header.template_id != 0 else {
            position = .blank
            position.instrument = instrument
            return position
        }
        position.unrealized = unrealized(position)
        return position
    }

    public func profitAndLoss() -> tectra_pnl {
        var sum = tectra_pnl(realized: 0, unrealized: 0, fees: 0)
        for at in 0..<heldCount {
            let position = positions[Int(held[at])]
            sum.realized &+= position.realized
            sum.unrealized &+= unrealized(position)
            sum.fees &+= position.fees
        }
        return sum
    }

    /// Quantity times the distance from average cost to mid; the host's figure while no tick of
    /// both sides was seen.
    private func unrealized(_ position: tectra_position) -> Int64 {
        let tick = ticks[Int(position.instrument)]
        guard tick.header.template_id != 0, tick.bid_price != Price.none, tick.ask_price != Price.none,
            tick.sequence >= position.sequence
        else { return position.unrealized }
        let twice = Int128(tick.bid_price) + Int128(tick.ask_price) - 2 * Int128(position.average_price)
        return Int64(saturating: twice * Int128(position.quantity) / 2)
    }

    /// The latest depth; the top of the latest tick where that is newer or depth is not sent.
    public func book(of instrument: UInt32, into book: UnsafeMutablePointer<tectra_book>) -> Bool {
        guard isSubscribed(instrument) else { return false }
        let tick = ticks[Int(instrument)]
        let depth = books[Int(instrument)]
        if depth.header.template_id != 0 {
            book.pointee = depth
            return true
        }
        book.pointee = .blank
        book.pointee.instrument = instrument
        let absent = tectra_level(price: Price.none, quantity: 0, orders: 0, reserved: 0)
        withUnsafeMutableBytes(of: &book.pointee.bids) { Self.fill($0.bindMemory(to: tectra_level.self), absent) }
        withUnsafeMutableBytes(of: &book.pointee.asks) { Self.fill($0.bindMemory(to: tectra_level.self), absent) }
        guard tick.header.template_id != 0 else { return true }
        book.pointee.sequence = tick.sequence
        book.pointee.time = tick.time
        book.pointee.flags = tick.flags
        book.pointee.bids.0.price = tick.bid_price
        book.pointee.bids.0.quantity = tick.bid_quantity
        book.pointee.asks.0.price = tick.ask_price
        book.pointee.asks.0.quantity = tick.ask_quantity
        return true
    }

    private static func fill(_ levels: UnsafeMutableBufferPointer<tectra_level>, _ level: tectra_level) {
        for at in levels.indices { levels[at] = level }
    }
}
