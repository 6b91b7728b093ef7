// Snapshots of the books: what they hold rebuilds the same books at any message, and a file that is not
// one is a fault with its place.
import MarketData
import Records
import TestSupport
import Testing

@testable import Live

@Suite struct SnapshotTests {
    /// Everything that can be read off the books of every instrument, as one text.
    static func content(_ books: borrowing MarketBooks) -> String {
        var text = "\(books.restingOrders) orders, system \(books.systemEvent)\n"
        for instrument in 0..<UInt32(64) {
            guard let symbol = books.symbol(of: instrument) else { continue }
            text += "\(symbol) lot \(books.roundLot(of: instrument)) trading \(books.isTrading(instrument))"
            text += " last \(books.lastTrade(of: instrument)) vwap \(books.vwap(of: instrument))"
            for side in [Side.buy, Side.sell] {
                var index = 0
                while let level = books.level(of: instrument, side: side, at: index) {
                    text += " \(level.price)x\(level.quantity)/\(level.orders)"
                    index += 1
                }
                text += ";"
            }
            text += "\n"
        }
        return text
    }

    static func books() throws -> MarketBooks {
        try MarketBooks(BookCapacity(instruments: 64, orders: 1 << 14, levels: 1 << 15))
    }

    /// At any message: the compacted day leads to the same books, and both take what follows alike.
    @Test func whatIsCompactedLeadsToTheSameBooks() throws {
        var random = SplitMix64.printed()
        for _ in 0..<4 {
            let directory = TemporaryDirectory()
            let day = try DayFile(
                directory.file("day.itch"), messages: 4_000, symbols: 1 + random.below(6), seed: random.next())
            let cut = random.below(day.messages.count)
            var whole = try Self.books()
            var compacted = CompactedFeed()
            for message in day.messages[..<cut] {
                message.withUnsafeBytes { compacted.take($0, whole.apply($0)) }
            }
            var snapshot = BookSnapshot()
            compacted.visit { snapshot.append($0) }
            var restored = try Self.books()
            var faults = 0
            snapshot.visit { if restored.apply($0).kind == .fault { faults += 1 } }
            #expect(faults == 0 && Self.content(restored) == Self.content(whole), "after \(cut) messages")
            #expect(compacted.restingOrders == whole.restingOrders)
            for message in day.messages[cut...] {
                message.withUnsafeBytes { bytes in
                    let (one, other) = (whole.apply(bytes), restored.apply(bytes))
                    if one.kind != other.kind || one.price != other.price { Issue.record("\(one) and \(other)") }
                }
            }
            #expect(Self.content(restored) == Self.content(whole), "and goes on alike")
        }
    }

    static func snapshot(_ random: inout SplitMix64, messages: Int) throws -> BookSnapshot {
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: messages, seed: random.next())
        var books = try Self.books()
        var compacted = CompactedFeed()
        for message in day.messages { message.withUnsafeBytes { compacted.take($0, books.apply($0)) } }
        var snapshot = BookSnapshot()
        snapshot.midnight = 1_767_571_200_000_000_000
        snapshot.sequence = random.next() >> 8
        snapshot.next = 1 + random.next() >> 8
        snapshot.lost = 3
        snapshot.isDegraded = true
        snapshot.session[0] = 0x54
        compacted.visit { snapshot.append($0) }
        return snapshot
    }

    @Test func aFileIsReadBackAsItWasWritten() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        for sequence in [UInt64(5), 70, 900, 11_000] {
            var snapshot = try Self.snapshot(&random, messages: 300)
            snapshot.sequence = sequence
            #expect(snapshot.write(to: directory.path) == nil)
        }
        #expect(BookSnapshot.names(in: directory.path).count == BookSnapshot.kept, "old ones go")
        let newest = try #require(BookSnapshot.newest(in: directory.path))
        #expect(newest.sequence == 11_000 && newest.lost == 3 && newest.isDegraded && newest.session[0] == 0x54)
        #expect(newest.bytes == (try newest.bytes.withUnsafeBytes { try BookSnapshot($0) }).bytes)
        // The newest is damaged: the one before serves.
        let name = directory.file(BookSnapshot.names(in: directory.path)[0])
        try Damage.flip(name, at: 200)
        #expect(BookSnapshot.newest(in: directory.path)?.sequence == 900)
        #expect(BookSnapshot.newest(in: directory.file("nowhere")) == nil)
    }
}

@Suite struct SnapshotFuzzTests {
    /// Damaged anywhere it is refused with its place; with a checksum that fits the damage it is read
    /// within its bytes, and the books take whatever it has without a trap.
    @Test func snapshots() throws {
        var random = SplitMix64.printed()
        let corpus = try (0..<3).map { try SnapshotTests.snapshot(&random, messages: 20 + 30 * $0).bytes }
        var mutator = Mutator(corpus, random: random)
        var books = try SnapshotTests.books()
        var (sound, refused, messages) = (0, 0, 0)
        for round in 0..<Mutator.count(or: 5_000) {
            var bytes = mutator.next()
            if round & 1 == 0 { Damage.mend(&bytes) }
            bytes.withUnsafeBytes { raw in
                do throws(SnapshotFault) {
                    let snapshot = try BookSnapshot(raw)
                    sound += 1
                    snapshot.visit { message in
                        messages += 1
                        _ = books.apply(message)
                    }
                } catch {
                    refused += 1
                    if error.offset < 0 || error.offset > raw.count { Issue.record("round \(round): \(error)") }
                }
            }
        }
        #expect(sound > 0 && refused > 0 && messages > 0)
    }
}
