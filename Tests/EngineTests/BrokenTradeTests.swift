// Bars of a market whose trades are broken, held against bars that are made anew of every trade that remains.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

/// What a bar should be: all of its trades, in their order.
private struct Reference {
    struct Trade {
        let match: UInt64
        let price: Int64
        let quantity: Int64
    }

    var open: [Trade] = []
    /// Matches of bars that were sent, without those that were broken since.
    var sent: Set<UInt64> = []
    var isBroken = false
    var isEarlierBroken = false

    mutating func add(_ trade: Trade) {
        if open.isEmpty { isBroken = false }
        open.append(trade)
    }

    mutating func breakTrade(_ match: UInt64) {
        if let place = open.firstIndex(where: { $0.match == match }) {
            open.remove(at: place)
            isBroken = true
        } else if sent.remove(match) != nil {
            isEarlierBroken = true
        }
    }

    /// Holds a bar that was sent against what it should be; false when there should be none.
    mutating func check(_ bar: tectra_bar) -> Bool {
        guard let first = open.first, let last = open.last else { return false }
        let volume = open.reduce(0) { $0 + $1.quantity }
        let money = open.reduce(Int128(0)) { $0 + Int128($1.price) * Int128($1.quantity) }
        #expect(bar.open == first.price && bar.close == last.price)
        #expect(bar.high == open.map(\.price).max() && bar.low == open.map(\.price).min())
        #expect(bar.volume == volume && bar.trades == UInt32(open.count))
        #expect(bar.vwap == Int64((money + Int128(volume) / 2) / Int128(volume)))
        #expect((bar.flags & UInt32(TECTRA_DATA_BROKEN) != 0) == isBroken)
        #expect((bar.flags & UInt32(TECTRA_DATA_EARLIER_BROKEN) != 0) == isEarlierBroken)
        #expect(bar.flags & UInt32(TECTRA_DATA_AS_TOLD) == 0)
        sent.formUnion(open.map(\.match))
        (open, isBroken, isEarlierBroken) = ([], false, false)
        return true
    }
}

@Suite struct BrokenTradeTests {
    private static let second: Int64 = 1_000_000_000
    private static let wants =
        TECTRA_WANTS_BARS | TECTRA_WANTS_TICK_BARS | TECTRA_WANTS_VOLUME_BARS | TECTRA_WANTS_NOTIONAL_BARS

    private static func floor() throws -> Floor {
        let floor = try Floor(Floor.session(barInterval: second))
        for instrument in UInt16(1)...3 {
            floor.feed(ITCHMessage.directory(instrument, "SYM\(instrument)"))
            floor.feed(ITCHMessage.trading(instrument, "T"))
        }
        var sizes = tectra_bar_sizes.blank
        sizes.ticks = 12
        sizes.volume = 4_000
        sizes.notional = 500_000 * 1_000_000_000
        floor.input(sizes)
        floor.run(1, wants: wants)
        return floor
    }

    @Test func barsAreThoseOfTheTradesThatRemain() throws {
        var random = SplitMix64.printed()
        let floor = try Self.floor()
        /// By instrument and kind.
        var references: [UInt32: [UInt8: Reference]] = [:]
        for instrument in UInt32(1)...3 {
            references[instrument] = Dictionary(uniqueKeysWithValues: (UInt8(1)...4).map { ($0, Reference()) })
        }
        var printed: [(match: UInt64, instrument: UInt32)] = []
        var (time, match, checked, broken) = (Int64(0), UInt64(0), 0, 0)
        for _ in 0..<6_000 {
            time += Int64(random.below(80_000_000))
            let instrument = UInt32(1 + random.below(3))
            let isBreak = random.below(4) == 0 && !printed.isEmpty
            let message: [UInt8]
            var trade: Reference.Trade?
            if isBreak {
                // Mostly one of the last, which may be in an open bar.
                let near = random.below(5) > 0
                let place = near ? max(0, printed.count - 1 - random.below(30)) : random.below(printed.count)
                let victim = printed.remove(at: place)
                message = ITCHMessage.broken(UInt16(victim.instrument), match: victim.match, time: time)
                // Time bars are complete before the message counts.
                check(floor.feed(message).all(tectra_bar.self), &references, &checked)
                for kind in UInt8(1)...4 { references[victim.instrument]?[kind]?.breakTrade(victim.match) }
                broken += 1
                continue
            }
            match += 1 + UInt64(random.below(3))
            let price = 9_900 + random.below(200)
            let shares = 1 + random.below(600)
            message = ITCHMessage.hiddenTrade(
                UInt16(instrument), UInt32(shares), at: UInt32(price * 100), match: match, time: time)
            trade = Reference.Trade(match: match, price: Int64(price) * Floor.cent, quantity: Int64(shares))
            printed.append((match, instrument))
            let bars = floor.feed(message).all(tectra_bar.self)
            check(bars.filter { $0.kind == UInt8(TECTRA_BAR_TIME) }, &references, &checked)
            for kind in UInt8(1)...4 { if let trade { references[instrument]?[kind]?.add(trade) } }
            check(bars.filter { $0.kind != UInt8(TECTRA_BAR_TIME) }, &references, &checked)
        }
        print("\(checked) bars, \(broken) trades broken")
        #expect(checked > 1_000 && broken > 1_000)
    }

    private func check(
        _ bars: [tectra_bar], _ references: inout [UInt32: [UInt8: Reference]], _ checked: inout Int
    ) {
        for bar in bars {
            #expect(references[bar.instrument]?[bar.kind]?.check(bar) == true, "a bar without a trade was sent")
            checked += 1
        }
    }

    @Test func whatIsNoLongerKnownIsSaidSo() throws {
        let floor = try Floor.trading(0)
        floor.feed(ITCHMessage.directory(2, "OTHER"))
        floor.run(1, symbols: ["TEST"], wants: TECTRA_WANTS_BARS)
        floor.feed(ITCHMessage.hiddenTrade(1, 10, at: 1_000_000, match: 1, time: 1))
        for match in UInt64(2)...70_000 {
            floor.feed(ITCHMessage.hiddenTrade(2, 1, at: 1_000_000, match: match, time: 2))
        }
        floor.feed(ITCHMessage.hiddenTrade(1, 20, at: 1_200_000, match: 70_001, time: 3))
        floor.feed(ITCHMessage.broken(1, match: 70_001, time: 4))
        let bar = try #require(floor.clock(60 * Self.second).all(tectra_bar.self).first)
        #expect(bar.volume == 10 && bar.trades == 1 && bar.high == 12_000 * Floor.cent)
        #expect(bar.flags == UInt32(TECTRA_DATA_BROKEN) | UInt32(TECTRA_DATA_AS_TOLD))
        // Trade 1 is long forgotten, and its bar was sent.
        floor.feed(ITCHMessage.broken(1, match: 1, time: 61 * Self.second))
        floor.feed(ITCHMessage.hiddenTrade(1, 5, at: 1_000_000, match: 70_002, time: 62 * Self.second))
        floor.feed(ITCHMessage.broken(1, match: 70_001, time: 63 * Self.second))
        let next = try #require(floor.clock(120 * Self.second).all(tectra_bar.self).first)
        #expect(next.flags == UInt32(TECTRA_DATA_EARLIER_BROKEN) && next.volume == 5)
        floor.feed(ITCHMessage.hiddenTrade(1, 5, at: 1_000_000, match: 70_003, time: 121 * Self.second))
        floor.feed(ITCHMessage.broken(1, match: 70_001, time: 122 * Self.second))
        let last = try #require(floor.clock(180 * Self.second).all(tectra_bar.self).first)
        #expect(last.flags == 0, "a trade is broken once")
    }

    @Test func aBrokenTradeAllocatesNothing() throws {
        let floor = try Self.floor()
        for match in UInt64(1)...200 {
            floor.feed(ITCHMessage.hiddenTrade(1, 1, at: 1_000_000, match: match, time: Int64(match)))
        }
        let tape = (UInt64(1)...200).map { match in
            let record = Floor.feedRecord(ITCHMessage.broken(1, match: match, time: 300))
            return withUnsafeBytes(of: record) { Array($0) }
        }
        var number = 0
        let count = AllocationCounter.count {
            while number < tape.count {
                tape[number].withUnsafeBytes { floor.engine.apply($0, from: 0, into: &floor.outputs) }
                number += 1
            }
        }
        #expect(count == 0)
    }
}
