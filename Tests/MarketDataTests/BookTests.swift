// What single messages do to a book, its figures and its status; and where its memory ends.
import MarketData
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct BookTests {


    @Test func pricesToTheEndsOfTheirRange() throws {
        let books = try BookProbe()
        var reference: UInt64 = 1
        for price: UInt32 in [.max, 0, 1, 0x8000_0000, 0x7FFF_FFFF] {
            for side in [Character("B"), "S"] {
                let message = ITCHBytes.add(reference, side, UInt32.max, price)
                #expect(books.apply(message).kind == .add)
                reference += 1
            }
        }
        let sorted: [Int64] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF].map { $0 * 100_000 }
        #expect(books.levels(1, .sell).map(\.price) == sorted)
        #expect(books.levels(1, .buy).map(\.price) == sorted.reversed())
        #expect(books.top(1).bid == Int64(UInt32.max) * 100_000 && books.top(1).ask == 0)
        #expect(books.isCrossed(1))
    }

    @Test func deepLadders() throws {
        let books = try BookProbe(orders: 4096, levels: 8192)
        // Worst first, then in between: levels are made at every depth.
        for step in UInt64(0)..<600 {
            _ = books.apply(ITCHBytes.add(step + 1, "B", 1, UInt32(10_000 + step * 7 % 600 * 100)))
        }
        #expect(books.levels(1, .buy).count == 600 && books.audit.isSound)
        for step in UInt64(0)..<600 where step % 2 == 0 { _ = books.apply(ITCHBytes.delete(step + 1)) }
        #expect(books.levels(1, .buy).count == 300 && books.audit.isSound)
    }

    /// A feed may count its references up by more than one: lines must not run full for that.
    @Test(arguments: [1, 2, 4, 64, 1000] as [UInt64])
    func referencesInStepsFillTheStore(step: UInt64) throws {
        let books = try BookProbe(orders: 4096, levels: 64)
        for index in UInt64(1)...4096 {
            #expect(books.apply(ITCHBytes.add(index * step, "B", 1, 100)).kind == .add)
        }
        #expect(books.usage.orders == 4096 && books.audit.isSound)
    }

    @Test func roomThatEndsIsRefused() throws {
        let books = try BookProbe(orders: 16, levels: 64)
        for reference in UInt64(1)...16 { #expect(books.apply(ITCHBytes.add(reference, "B", 1, 100)).kind == .add) }
        #expect(books.apply(ITCHBytes.add(17, "B", 1, 100)).fault == .ordersFull)
        #expect(books.apply(ITCHBytes.replace(1, by: 18, 1, 100)).kind == .replace, "one leaves, one comes")
        #expect(books.usage.orders == 16 && books.usage.ordersMost == 16 && books.usage.bytes > 0)
        let narrow = try BookProbe(orders: 256, levels: 64)
        var refused = 0
        for step in UInt32(1)...40 {
            let event = narrow.apply(ITCHBytes.add(UInt64(step), "B", 1, step))
            if event.fault == .levelsFull { refused += 1 }
        }
        #expect(refused > 0 && narrow.audit.isSound)
        let count = narrow.restingOrders
        #expect(narrow.apply(ITCHBytes.replace(1, by: 900, 1, 9999)).fault == .levelsFull)
        #expect(narrow.restingOrders == count && narrow.queuePlace(1) != nil, "the old order stays")
    }

    @Test func capacitiesOutOfRangeAreRefused() {
        for capacity in [
            BookCapacity(instruments: 0, orders: 16, levels: 64),
            BookCapacity(instruments: 65_537, orders: 16, levels: 64),
            BookCapacity(instruments: 1, orders: 0, levels: 64),
            BookCapacity(instruments: 1, orders: 16, levels: 1 << 30),
        ] {
            #expect(throws: MarketDataError.self) { _ = try MarketBooks(capacity).restingOrders }
        }
    }

    @Test func referencesThatMeetInOneLine() throws {
        // Orders chosen to share a line live behind it, and are found, taken out and found out of.
        let books = try BookProbe(orders: 1024)
        var random = SplitMix64.printed()
        var live: Set<UInt64> = []
        for _ in 0..<20_000 {
            let reference = UInt64(random.below(3000)) << 40 | 1
            if live.contains(reference) {
                #expect(books.apply(ITCHBytes.delete(reference)).kind == .delete)
                live.remove(reference)
            } else if live.count < 1000 {
                if books.apply(ITCHBytes.add(reference, "S", 1, 100)).kind == .add { live.insert(reference) }
            }
        }
        #expect(books.restingOrders == live.count && live.count > 500 && books.audit.isSound)
        for reference in live { #expect(books.apply(ITCHBytes.cancel(reference, 1)).kind == .cancel) }
        #expect(books.restingOrders == 0)
    }

    @Test func aBrokenTradeLeavesTheFigures() throws {
        let books = try BookProbe()
        _ = books.apply(ITCHBytes.add(1, "B", 100, 10_000))
        _ = books.apply(ITCHBytes.add(2, "B", 100, 12_000))
        _ = books.apply(ITCHBytes.execute(2, 100, match: 7))
        _ = books.apply(ITCHBytes.execute(1, 100, match: 8))
        #expect(books.vwap(1) == 1_100_000_000 && books.volume(1) == 200 && books.aggressor(1) == .sell)
        let event = books.apply(ITCHBytes.broken(7))
        #expect(event.kind == .broken && event.price == 1_200_000_000 && event.quantity == 100)
        #expect(books.vwap(1) == 1_000_000_000 && books.volume(1) == 100)
        #expect(books.apply(ITCHBytes.broken(7)).price == Price.none, "once")
        #expect(books.apply(ITCHBytes.broken(8, locate: 2)).price == Price.none, "not of another instrument")
        #expect(books.volume(1) == 100)
    }

    @Test func status() throws {
        let books = try BookProbe()
        #expect(!books.isTrading(1))
        _ = books.apply(ITCHBytes.action("T"))
        #expect(books.isTrading(1) && books.status(1).reason == letters4("IPO1"))
        var halt = ITCHBytes("h")
        halt.put("TXAAA", 8)
        halt.put("BH", 2)
        _ = books.apply(halt.bytes)
        #expect(books.isTrading(1), "another market's halt")
        halt = ITCHBytes("h")
        halt.put("TXAAA", 8)
        halt.put("QH", 2)
        _ = books.apply(halt.bytes)
        #expect(!books.isTrading(1) && books.status(1).isOperationallyHalted)
        var collar = ITCHBytes("J")
        collar.put("TXAAA", 8)
        for value in [UInt32(10_000), 11_000, 9_000, 2] { collar.put(value) }
        _ = books.apply(collar.bytes)
        let status = books.status(1)
        #expect(status.collarReference == 1_000_000_000 && status.collarUpper == 1_100_000_000)
        #expect(status.collarLower == 900_000_000 && status.collarExtensions == 2)
        var short = ITCHBytes("Y")
        short.put("TXAAA", 8)
        short.put("2", 1)
        _ = books.apply(short.bytes)
        #expect(books.status(1).shortSale == 2)
        _ = books.apply(ITCHBytes.action("T", locate: 2))
        #expect(books.isTrading(2))
        var breach = ITCHBytes("W", locate: 0)
        breach.put("1", 1)
        #expect(books.apply(breach.bytes).kind == .other)
        #expect(!books.isTrading(2) && books.marketWideLevel == 1)
        // It trades again when its own word has come, until the next level.
        _ = books.apply(ITCHBytes.action("T", locate: 2))
        #expect(books.isTrading(2) && !books.isTrading(1))
        var worse = ITCHBytes("W", locate: 0)
        worse.put("2", 1)
        _ = books.apply(worse.bytes)
        #expect(!books.isTrading(2) && books.marketWideLevel == 2)
    }

    @Test func imbalance() throws {
        let books = try BookProbe()
        var message = ITCHBytes("I", time: 99)
        message.put(UInt64(1000))
        message.put(UInt64.max)
        message.put("S", 1)
        message.put("TXAAA", 8)
        for price in [UInt32(10_000), 20_000, 30_000] { message.put(price) }
        message.put("OL", 2)
        #expect(books.apply(message.bytes).kind == .imbalance)
        let imbalance = books.imbalance(1)
        #expect(imbalance.time == 99 && imbalance.paired == 1000 && imbalance.imbalance == .max)
        #expect(imbalance.farPrice == 1_000_000_000 && imbalance.nearPrice == 2_000_000_000)
        #expect(imbalance.referencePrice == 3_000_000_000 && imbalance.direction == 0x53 && imbalance.cross == 0x4F)
    }

    @Test func nothingIsAllocatedPerMessage() throws {
        var day = DayGenerator(DayPlan(messages: 20_000, symbols: 30, seed: 5, regime: .crash))
        var bytes: [UInt8] = []
        while let message = day.next() { bytes += ITCHBytes.framed([message]) }
        struct Tops: MarketEventSink {
            var sum: Int64 = 0
            mutating func take(_ event: MarketEvent, at offset: Int, _ books: inout MarketBooks) {
                if event.isTopChanged { sum &+= books.top(of: event.instrument).bid }
            }
        }
        struct Fields: ITCHVisitor {
            var sum: UInt64 = 0
            mutating func visit(_ message: AddOrderMessage) { sum &+= message.reference }
        }
        var tops = Tops()
        var fields = Fields()
        let first = try BookProbe(instruments: 64, orders: 1 << 15, levels: 1 << 14)
        let second = try BookProbe(instruments: 64, orders: 1 << 15, levels: 1 << 14)
        bytes.withUnsafeBytes { raw in
            _ = first.apply(raw, to: &tops)
            let ofBooks = AllocationCounter.count { _ = second.apply(raw, to: &tops) }
            let ofDecoder = AllocationCounter.count { _ = ITCHDecoder.decode(raw, into: &fields) }
            #expect(ofBooks == 0 && ofDecoder == 0)
        }
        #expect(second.restingOrders == first.restingOrders && first.faults == 0)
    }
}
