// What the operator chooses to show: strategies lose sight of an instrument and get it back, are told so, and books
// go on all the while.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct PublicationTests {
    private static let withheld = UInt32(TECTRA_DATA_WITHHELD)
    private static let snapshot = UInt32(TECTRA_DATA_SNAPSHOT)
    private static let allWants =
        TECTRA_WANTS_TICKS | TECTRA_WANTS_TRADES | TECTRA_WANTS_BOOKS | TECTRA_WANTS_BARS | TECTRA_WANTS_STATUS

    private static func rows(_ symbols: [String]) -> tectra_publish_symbols {
        var row = tectra_publish_symbols.blank
        row.count = UInt8(symbols.count)
        withUnsafeMutableBytes(of: &row.symbols) { room in
            for (index, symbol) in symbols.enumerated() {
                let padded = symbol + String(repeating: " ", count: 8 - symbol.utf8.count)
                for (offset, byte) in padded.utf8.enumerated() { room[index * 8 + offset] = byte }
            }
        }
        return row
    }

    @discardableResult
    private static func publish(
        _ floor: Floor, everything: Bool, _ symbols: [String] = [], count: Int? = nil
    ) -> [Seen] {
        if !symbols.isEmpty { floor.input(rows(symbols)) }
        var choice = tectra_publish.blank
        choice.everything = everything ? 1 : 0
        choice.symbols = UInt32(count ?? symbols.count)
        return floor.input(choice)
    }

    /// Two instruments that trade, one strategy that sees both.
    private static func twoMarkets() throws -> Floor {
        let floor = try Floor()
        floor.openMarket()
        floor.feed(ITCHMessage.directory(2, "OTHER"))
        floor.feed(ITCHMessage.trading(2, "T"))
        floor.feed(ITCHMessage.add(2, 20, isBuy: true, 5, at: 1_000_000))
        floor.open([1])
        floor.run(1, wants: allWants)
        return floor
    }

    @Test func whatIsWithheldIsNotShownAndIsSaidToBe() throws {
        let floor = try Self.twoMarkets()
        let told = Self.publish(floor, everything: true, ["TEST"])
        #expect(told.map(\.template) == [TECTRA_TICK, TECTRA_MARKET_STATUS])
        let last = try #require(told.all(tectra_tick.self).first)
        #expect(last.instrument == 1 && last.flags == Self.withheld | Self.snapshot)
        #expect(told.all(tectra_market_status.self).first?.flags == Self.withheld)
        // Nothing of it, whatever happens; all of the other.
        #expect(floor.feed(ITCHMessage.add(1, 10, isBuy: true, 70, at: 1_000_000)).isEmpty)
        #expect(floor.feed(ITCHMessage.execute(1, 2, 100, time: 2)).isEmpty)
        #expect(floor.feed(ITCHMessage.trading(1, "H")).isEmpty)
        #expect(floor.feed(ITCHMessage.trading(1, "T")).isEmpty)
        #expect(!floor.feed(ITCHMessage.add(2, 21, isBuy: true, 70, at: 1_000_100)).isEmpty)
        #expect(!floor.engine.isShown(1) && floor.engine.isShown(2))
        // The book went on: back in sight, its state comes first.
        let back = Self.publish(floor, everything: true)
        let tick = try #require(back.all(tectra_tick.self).first)
        #expect(tick.flags == Self.snapshot && tick.bid_price == 10_000 * Floor.cent && tick.bid_quantity == 70)
        #expect(tick.ask_quantity == 200)
        #expect(!floor.feed(ITCHMessage.add(1, 11, isBuy: true, 1, at: 1_000_000)).isEmpty)
        #expect(floor.engine.counters.malformed == 0)
    }

    @Test func onlyWhatIsNamedIsShownAlsoWhenItIsNamedFirst() throws {
        let floor = try Floor()
        Self.publish(floor, everything: false, ["OTHER", "UNHEARD"])
        floor.run(1)
        let hidden = floor.feed(ITCHMessage.directory(1, "TEST")).all(tectra_instrument.self)
        #expect(hidden.map(\.flags) == [Self.withheld], "it is told of the instrument, and that it is not shown")
        let shown = floor.feed(ITCHMessage.directory(2, "OTHER")).all(tectra_instrument.self)
        #expect(shown.map(\.flags) == [0])
        #expect(floor.feed(ITCHMessage.add(1, 1, isBuy: true, 5, at: 1_000_000)).isEmpty)
        #expect(!floor.feed(ITCHMessage.add(2, 2, isBuy: true, 5, at: 1_000_000)).isEmpty)
        // Another that comes later sees no more than the first.
        floor.run(2)
        #expect(floor.feed(ITCHMessage.add(1, 3, isBuy: true, 5, at: 1_000_000)).isEmpty)
    }

    @Test func aChoiceIsTakenWholeOrNotAtAll() throws {
        let floor = try Self.twoMarkets()
        func refuses(_ body: () -> Void) -> Bool {
            let before = floor.engine.counters.malformed
            body()
            return floor.engine.counters.malformed == before + 1 && floor.engine.isShown(1) && floor.engine.isShown(2)
        }
        #expect(refuses { Self.publish(floor, everything: false, ["TEST"], count: 2) }, "a row is missing")
        #expect(refuses { Self.publish(floor, everything: false, count: 1) }, "rows of a refused choice are gone")
        #expect(refuses { Self.publish(floor, everything: false, ["TEST", "OTHER"]) }, "they do not rise")
        #expect(refuses { Self.publish(floor, everything: false, ["OTHER", "OTHER"]) }, "one comes twice")
        var row = Self.rows(["OTHER"])
        row.count = 17
        #expect(refuses { floor.input(row) }, "more than a row has")
        let many = (0...4096).map { String(UnicodeScalar(UInt8(0x41 + $0 / 600))) + "\(100_000 + $0)" }.sorted()
        #expect(
            refuses {
                for start in stride(from: 0, to: many.count, by: 16) {
                    floor.input(Self.rows(Array(many[start..<min(start + 16, many.count)])))
                }
                Self.publish(floor, everything: false, count: many.count)
            }, "more than a choice has")
    }

    @Test func ordersInTheDarkAreJudgedAndMarked() throws {
        let floor = try Self.twoMarkets()
        Self.publish(floor, everything: false, ["OTHER"])
        let outputs = floor.submit(1, .buy, 10, cents: 9_000)
        let verdict = try #require(outputs.all(tectra_verdict.self).first)
        #expect(verdict.accepted == 1 && verdict.data_flags & Self.withheld != 0)
    }

    @Test func aBarBegunBeforeIsDropped() throws {
        let minute: Int64 = 60_000_000_000
        let floor = try Self.twoMarkets()
        floor.feed(ITCHMessage.hiddenTrade(1, 100, at: 1_000_000, time: 1))
        Self.publish(floor, everything: true, ["TEST"])
        floor.feed(ITCHMessage.hiddenTrade(1, 100, at: 1_100_000, time: 2))
        Self.publish(floor, everything: true)
        #expect(floor.clock(minute).all(tectra_bar.self).isEmpty)
        floor.feed(ITCHMessage.hiddenTrade(1, 7, at: 1_200_000, time: minute + 1))
        let bars = floor.clock(2 * minute).all(tectra_bar.self)
        #expect(bars.map(\.volume) == [7] && bars.first?.open == 12_000 * Floor.cent)
    }

    @Test func depthKeepsAnotherCadence() throws {
        let floor = try Floor.trading(1, Floor.session(depthInterval: 1_000))
        func depths(_ time: Int64, _ reference: UInt64) -> Int {
            floor.feed(ITCHMessage.add(1, reference, isBuy: true, 1, at: 990_000, time: time))
                .all(tectra_book.self).count
        }
        #expect([depths(10_000, 10), depths(10_500, 11)] == [1, 0])
        var cadence = tectra_depth_cadence.blank
        cadence.interval = 100
        floor.input(cadence)
        #expect([depths(10_501, 12), depths(10_600, 13), depths(10_601, 14)] == [1, 0, 1])
        cadence.interval = -1
        floor.input(cadence)
        #expect(floor.engine.counters.malformed == 1 && depths(10_650, 15) == 0)
    }

    @Test func aChoiceAllocatesNothing() throws {
        let floor = try Self.twoMarkets()
        var row = Self.rows(["OTHER"])
        var choice = tectra_publish.blank
        choice.symbols = 1
        // Both ways before: what is generic allocates at its first call.
        for symbol in ["OTHER", "TEST"] { Self.publish(floor, everything: false, [symbol]) }
        let count = AllocationCounter.count {
            withUnsafeBytes(of: &row) { floor.engine.apply($0, from: 0, into: &floor.outputs) }
            withUnsafeBytes(of: &choice) { floor.engine.apply($0, from: 0, into: &floor.outputs) }
        }
        #expect(count == 0)
        #expect(!floor.engine.isShown(1) && floor.engine.isShown(2))
    }
}
