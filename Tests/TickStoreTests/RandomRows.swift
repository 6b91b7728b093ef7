// Rows as no market makes them and as every one does: the input of the property tests.
import PluginABI
import Records
import TestSupport
import TickStore

/// A record as comparable bytes: C structs are not Equatable.
func image<Value>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

struct RandomRows {
    var random: SplitMix64
    let symbols: Int
    /// Whether values are drawn from all of their range, not from what a market has.
    let isWild: Bool
    var time: Int64
    private var sequence: UInt64 = 0
    private var prices: [Int64]

    init(_ random: SplitMix64, symbols: Int, isWild: Bool, time: Int64 = 1_700_000_000_000_000_000) {
        self.random = random
        self.symbols = symbols
        self.isWild = isWild
        self.time = time
        prices = (0..<symbols).map { 10_000_000_000 * Int64($0 + 1) }
    }

    static func name(_ symbol: Int) -> TickSymbol {
        guard let symbol = TickSymbol("SYM\(symbol)") else { preconditionFailure("not a symbol") }
        return symbol
    }

    private mutating func price(_ symbol: Int) -> Int64 {
        if random.below(20) == 0 { return Price.none }
        if isWild { return Int64(bitPattern: random.next()) }
        let step: Int64 = random.below(50) == 0 ? 100_000 : 10_000_000
        prices[symbol] += step * Int64(random.below(5) - 2)
        return prices[symbol]
    }

    private mutating func quantity() -> Int64 {
        isWild ? Int64(bitPattern: random.next()) : Int64(100 * (1 + random.below(9)))
    }

    private mutating func step() {
        time += Int64(random.below(4) == 0 ? 0 : random.below(2_000_000))
        sequence += 1 + UInt64(random.below(3))
    }

    mutating func tick(_ symbol: Int) -> tectra_tick {
        step()
        var tick = tectra_tick.blank
        tick.sequence = sequence
        tick.time = time
        tick.instrument = UInt32(symbol)
        tick.flags = isWild ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.below(30) == 0 ? 1 : 0)
        tick.bid_price = price(symbol)
        tick.ask_price = price(symbol)
        tick.bid_quantity = quantity()
        tick.ask_quantity = quantity()
        return tick
    }

    mutating func trade(_ symbol: Int) -> tectra_trade {
        step()
        var trade = tectra_trade.blank
        trade.sequence = sequence
        trade.time = time
        trade.instrument = UInt32(symbol)
        trade.flags = isWild ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.below(30) == 0 ? 8 : 0)
        trade.price = price(symbol)
        trade.quantity = quantity()
        trade.match_id = random.next() >> (isWild ? 0 : 44)
        trade.aggressor = UInt8(isWild ? random.below(256) : random.below(3))
        return trade
    }
}

/// Everything that was appended, kept as it was: what the store is held against.
struct Shelf {
    var ticks: [[tectra_tick]]
    var trades: [[tectra_trade]]

    init(symbols: Int) {
        ticks = Array(repeating: [], count: symbols)
        trades = Array(repeating: [], count: symbols)
    }

    /// Appends `count` rows to a writer and keeps them.
    mutating func fill(_ writer: inout TickWriter, _ rows: inout RandomRows, count: Int) throws {
        for _ in 0..<count {
            // Some symbols are much busier than others.
            let symbol = min(rows.random.below(rows.symbols), rows.random.below(rows.symbols))
            let number = try writer.number(of: RandomRows.name(symbol), instrument: UInt32(symbol))
            if rows.random.below(4) > 0 {
                let tick = rows.tick(symbol)
                ticks[symbol].append(tick)
                try writer.append(tick, to: number)
            } else {
                let trade = rows.trade(symbol)
                trades[symbol].append(trade)
                try writer.append(trade, to: number)
            }
        }
    }

    func expectedTicks(_ symbol: Int, _ from: Int64, _ to: Int64) -> [[UInt8]] {
        ticks[symbol].filter { $0.time >= from && $0.time < to }.map(image)
    }

    func expectedTrades(_ symbol: Int, _ from: Int64, _ to: Int64) -> [[UInt8]] {
        trades[symbol].filter { $0.time >= from && $0.time < to }.map(image)
    }
}

/// A window read to its end.
struct Answer {
    var rows: [[UInt8]] = []
    var blocksRead = 0
    var blocksPassed = 0
    var segmentsPassed = 0
    var faults = TickStoreFaults()

    init(_ directory: String, _ query: TickQuery, flags: UInt32 = 0) throws {
        var window = try TickWindow(directory, query, withFlags: flags)
        while let found = try window.next() {
            for tick in found.ticks { rows.append(image(tick)) }
            for trade in found.trades { rows.append(image(trade)) }
        }
        blocksRead = window.blocksRead
        blocksPassed = window.blocksPassed
        segmentsPassed = window.segmentsPassed
        faults = window.faults
    }
}
