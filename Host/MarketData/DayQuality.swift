/// The quality of a day's data, instrument by instrument: what was refused, silent, crossed or lost.
///
/// Time counts from the system event Q (regular hours begin) to M (they end); where a file has neither, all
/// of it counts.
internal import Records

/// Messages that were lost for good.
public struct FeedLoss: Sendable, Equatable {
    /// ns since midnight of the last message before; 0 when there was none.
    public var time: Int64
    /// Number of the first that is missing, and how many are.
    public var first: UInt64
    public var count: UInt64
}

public struct DayQuality: ~Copyable {
    public private(set) var messages = 0
    /// Faults of messages that name no instrument.
    public private(set) var faults: [FeedFault: Int] = [:]
    public private(set) var losses: [FeedLoss] = []
    /// ns since midnight of the first and the last message.
    public private(set) var first: Int64?
    public private(set) var last: Int64 = 0

    private var books: MarketBooks
    private let allowed: Int64
    private var rows: [InstrumentQuality] = []
    /// Place of an instrument's row; −1 without one.
    private var places: [Int32]
    private var isCounting = true
    /// Whether a system event has told how the day stands; before, there is no knowing whether one will.
    private var hasHours = false

    /// - Parameter stale: ns without a message in continuous trading that are no fault yet.
    public init(_ capacity: BookCapacity, stale: Int64) throws(MarketDataError) {
        books = try MarketBooks(capacity)
        allowed = stale
        places = Array(repeating: -1, count: capacity.instruments)
    }

    /// One for every instrument that had a message; in the order of their first.
    public var instruments: [InstrumentQuality] { rows }

    /// Takes the next message, without its length prefix.
    public mutating func apply(_ message: UnsafeRawBufferPointer) {
        messages += 1
        let event = books.apply(message)
        guard Int(event.instrument) < places.count, event.fault != .empty, event.fault != .unknownType,
            event.fault != .wrongLength
        else {
            faults[event.fault, default: 0] += 1
            return
        }
        if first == nil { first = event.time }
        last = max(last, event.time)
        if event.kind == .system { return take(system: event.code) }
        // A market-wide breaker is of no instrument, and stops all of them.
        if event.kind == .other, event.code != 0 { return standAll() }
        guard event.instrument > 0 || event.kind == .fault else { return }
        take(event, at: place(of: event.instrument))
    }

    private mutating func take(_ event: MarketEvent, at place: Int) {
        rows[place].messages += 1
        rows[place].pass(to: last)
        rows[place].hear(at: last, stale: allowed)
        switch event.kind {
        case .fault:
            rows[place].faults[event.fault, default: 0] += 1
            return
        case .directory: rows[place].symbol = books.symbol(of: event.instrument)
        case .broken: rows[place].brokenTrades += 1
        default: break
        }
        if event.isPrintable { rows[place].trades += 1 }
        let isTrading = books.isTrading(event.instrument)
        if event.isTopChanged || event.kind == .status {
            let top = books.top(of: event.instrument)
            rows[place].stand(top, isTrading: isTrading)
            if event.isTopChanged {
                rows[place].count(tickAt: last)
                let side = event.side
                rows[place].note(
                    bestShares: side == .buy ? top.bidQuantity : top.askQuantity,
                    levels: books.levelCount(of: event.instrument, side: side))
            }
        }
    }

    private mutating func place(of instrument: UInt32) -> Int {
        let place = places[Int(instrument)]
        guard place < 0 else { return Int(place) }
        var row = InstrumentQuality(instrument)
        if isCounting { row.open(at: last) }
        if !losses.isEmpty { row.distrust(at: last) }
        places[Int(instrument)] = Int32(rows.count)
        rows.append(row)
        return rows.count - 1
    }

    private mutating func take(system code: UInt8) {
        switch code {
        case 0x4F, 0x53: count(false)  // O, S: before regular hours
        case 0x51:  // Q
            if !hasHours { forgetTimes() }
            count(true)
        case 0x4D: count(false)  // M
        default: return
        }
        hasHours = true
    }

    /// The file has a beginning of regular hours, and all so far was before it.
    private mutating func forgetTimes() {
        count(false)
        for index in rows.indices { rows[index].forgetTimes() }
    }

    private mutating func count(_ counts: Bool) {
        guard counts != isCounting else { return }
        if isCounting { settle() }
        isCounting = counts
        for index in rows.indices { counts ? rows[index].open(at: last) : rows[index].close() }
    }

    /// A trading state of all instruments has changed.
    private mutating func standAll() {
        for index in rows.indices {
            let instrument = rows[index].instrument
            rows[index].pass(to: last)
            rows[index].hear(at: last, stale: allowed)
            rows[index].stand(books.top(of: instrument), isTrading: books.isTrading(instrument))
        }
    }

    private mutating func settle() {
        for index in rows.indices {
            rows[index].pass(to: last)
            rows[index].hear(at: last, stale: allowed)
        }
    }

    /// Messages are missing: nothing is known of what they did, so no book is trusted from here on.
    public mutating func lose(first number: UInt64, count: UInt64) {
        losses.append(FeedLoss(time: last, first: number, count: count))
        for index in rows.indices {
            rows[index].pass(to: last)
            rows[index].distrust(at: last)
        }
    }

    /// The day is over.
    public mutating func finish() { count(false) }
}
