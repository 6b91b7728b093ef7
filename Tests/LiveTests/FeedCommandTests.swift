// `tectractl feed`, over real files: a day, the same in gzip, a capture with a gap, and half a file.
import Foundation
import MarketData
import Records
import TestSupport
import Testing

@Suite struct FeedCommandTests {
    private struct Book: Decodable {
        struct Queue: Decodable, Equatable {
            let ordersAhead: Int
            let sharesAhead: Int64
            let orders: Int
            let shares: Int64
        }
        struct Figures: Decodable, Equatable {
            let mid: String?
            let microprice: Double?
            let imbalances: [Double]
        }
        struct Status: Decodable, Equatable {
            let state: String
        }
        struct Level: Decodable, Equatable {
            let price: String
            let quantity: Int64
        }
        let symbol: String
        let messages: Int
        let bids: [Level]
        let asks: [Level]
        let figures: Figures
        let status: Status
        let volume: Int64
        let queue: Queue?
    }

    private struct Quality: Decodable {
        struct Loss: Decodable, Equatable {
            let first: UInt64
            let count: UInt64
        }
        struct Instrument: Decodable, Equatable {
            let symbol: String
            let messages: Int
            let faults: [String: Int]
            let trades: Int
        }
        let messages: Int
        let lost: UInt64
        let gaps: [Loss]
        let remark: String?
        let instruments: [Instrument]
    }

    private static func run(_ arguments: [String]) throws -> Program.Result {
        try Program.run(Program.built("tectractl"), ["feed"] + arguments)
    }

    private static func answer<Answer: Decodable>(
        _ arguments: [String], status: Int32 = 0, as type: Answer.Type = Answer.self
    ) throws -> Answer {
        let result = try run(arguments + ["--json"])
        #expect(result.status == status, "\(arguments): \(result.error)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Answer.self, from: Data(result.output.utf8))
    }

    private static func compress(_ path: String) throws -> String {
        _ = try Program.run("/bin/sh", ["-c", "gzip -n -k '\(path)'"])
        return path + ".gz"
    }

    @Test func aBookAndAnOrdersPlaceAreThoseOfTheBooks() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 3000, symbols: 3, seed: random.next())
        let packed = try Self.compress(day.path)
        // Until something rests that was there for a while.
        let after = day.messages.count * 2 / 3
        var books = try MarketBooks(BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 17))
        var references: [UInt64] = []
        for message in day.messages[..<after] {
            _ = message.withUnsafeBytes { books.apply($0) }
            guard message[0] == 0x41 || message[0] == 0x46 else { continue }
            references.append(message[11..<19].reduce(0) { $0 << 8 | UInt64($1) })
        }
        let place = try #require(references.lazy.compactMap { books.queuePlace(of: $0) }.last)
        let order = try #require(references.last { books.queuePlace(of: $0) == place })
        let arguments = ["book", day.path, "--order", "\(order)", "--after", "\(after)"]
        let book: Book = try Self.answer(arguments)
        #expect(book.symbol == books.symbol(of: place.instrument) && book.messages == after)
        #expect(
            book.queue
                == Book.Queue(
                    ordersAhead: place.ordersAhead, sharesAhead: place.sharesAhead, orders: place.orders,
                    shares: place.shares))
        let top = books.top(of: place.instrument)
        #expect(book.bids.first?.quantity == top.bidQuantity && book.asks.first?.quantity == top.askQuantity)
        if top.bid != Price.none, top.ask != Price.none {
            let (bid, ask) = (Double(top.bidQuantity), Double(top.askQuantity))
            #expect(book.figures.imbalances.first == (bid - ask) / (bid + ask))
            let micro = (Double(top.bid) * ask + Double(top.ask) * bid) / (bid + ask) / 1e9
            #expect(abs((book.figures.microprice ?? 0) - micro) < 1e-6)
        }
        #expect(book.status.state == "trading" && book.volume == books.volume(of: place.instrument))
        let compressed: Book = try Self.answer(["book", packed, "--order", "\(order)", "--after", "\(after)"])
        #expect(compressed.queue == book.queue && compressed.figures == book.figures && compressed.bids == book.bids)

        let unknown = try Self.run(["book", day.path, "--order", "999999999"])
        #expect(unknown.status == 2 && unknown.error.contains("no order 999999999 rests then"))
        #expect(try Self.run(["book", day.path]).status != 0, "neither symbol nor order")
    }

    @Test func theQualityOfADayIsThatOfItsFile() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 2000, symbols: 4, seed: random.next())
        let quality: Quality = try Self.answer(["quality", day.path])
        #expect(quality.messages == day.messages.count && quality.gaps.isEmpty && quality.remark == nil)
        #expect(quality.instruments.count == 4 && quality.instruments.allSatisfy { $0.faults.isEmpty })
        let packed: Quality = try Self.answer(["quality", try Self.compress(day.path)])
        #expect(packed.instruments == quality.instruments)
        let symbol = quality.instruments[2].symbol
        let one: Quality = try Self.answer(["quality", day.path, "--symbol", symbol])
        #expect(one.instruments == [quality.instruments[2]])
        #expect(try Self.run(["quality", day.path, "--symbol", "NOBODY"]).status == 2)
        #expect(try Self.run(["quality", directory.file("nothing")]).status == 2)
        let table = try Self.run(["quality", day.path, "--top", "1"])
        #expect(table.status == 0 && table.output.contains("… and 3 more"))
    }

    @Test func aCapturesGapAndHalfAFileAreTold() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 2000, symbols: 4, seed: random.next())
        let capture = directory.file("day.pcap")
        try CaptureSourceTests.write(day, to: capture) { $0 == 100 || $0 == 101 }
        for file in [capture, try Self.compress(capture)] {
            let quality: Quality = try Self.answer(["quality", file], status: 1)
            #expect(quality.gaps == [Quality.Loss(first: 701, count: 14)] && quality.lost == 14)
            #expect(quality.messages == day.messages.count - 14)
        }
        let packed = try Data(contentsOf: URL(filePath: try Self.compress(day.path)))
        let half = directory.file("half.gz")
        try packed.prefix(packed.count / 2).write(to: URL(filePath: half))
        let quality: Quality = try Self.answer(["quality", half], status: 1)
        #expect(quality.remark?.contains("cut off at byte \(packed.count / 2)") == true)
        let inspected = try Self.run(["inspect", half])
        #expect(inspected.status == 1 && inspected.output.contains("cut off at byte \(packed.count / 2)"))
        #expect(try Self.run(["serve", half, "--group", "127.0.0.1:9"]).status == 2)
    }
}
