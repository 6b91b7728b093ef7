/// `tectractl feed book FILE --symbol S`: a book as it stood after some message or at some time.
internal import ArgumentParser
internal import Foundation
internal import MarketData
internal import Records

struct FeedBook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "Prints a symbol's book from a file, after so many messages or at a time.")
    @Argument(help: "ITCH 5.0 with two-byte lengths, plain or gzip.", completion: .file()) var file: String
    @Option(help: "Symbol.") var symbol: String
    @Option(help: "After the first N messages; else after all.") var after: Int?
    @Option(help: "At a time of day, HH:MM:SS.nnn: after the last message not later.") var at: String?
    @Option(help: "Levels of each side.") var depth = 10
    @Flag(help: "Print JSON.") var json = false

    struct Level: Encodable {
        let price: String
        let quantity: Int64
        let orders: Int
    }

    struct Book: Encodable {
        var bids: [Level] = []
        var asks: [Level] = []
    }

    func validate() throws {
        guard after == nil || at == nil else { throw ValidationError("give --after or --at, not both") }
        guard after ?? 0 >= 0 else { throw ValidationError("--after takes 0 or more") }
        guard depth > 0 else { throw ValidationError("--depth takes 1 or more") }
        if let at, Self.nanoseconds(at) == nil { throw ValidationError("--at \(at) is not HH:MM:SS.nnn") }
    }

    func run() throws {
        try Terminal.run {
            let book: Book
            do throws(MarketDataError) {
                book = try read()
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json {
                let encoder = JSONEncoder()
                Terminal.print(String(decoding: try encoder.encode(book), as: UTF8.self))
            } else {
                Terminal.print(text(book))
            }
        }
    }

    private func read() throws(MarketDataError) -> Book {
        let day = try ITCHFile(path: file)
        var books = try MarketBooks(BookCapacity(instruments: 65_536, orders: 1 << 23, levels: 1 << 24))
        let until = at.flatMap(Self.nanoseconds)
        var offset = 0
        var count = 0
        while count < after ?? .max, let message = day.next(&offset) {
            if let until, message.count >= 11 {
                let time = message.loadUnaligned(fromByteOffset: 3, as: UInt64.self).bigEndian & 0xFFFF_FFFF_FFFF
                if Int64(time) > until { break }
            }
            _ = books.apply(message)
            count += 1
        }
        guard let instrument = books.instrument(for: symbol) else {
            throw .file(path: file, reason: "names no symbol \(symbol) up to there; feed inspect shows what it has")
        }
        func side(_ side: Side) -> [Level] {
            (0..<depth).compactMap { index in
                books.level(of: instrument, side: side, at: index).map {
                    Level(price: Self.decimal($0.price), quantity: $0.quantity, orders: $0.orders)
                }
            }
        }
        return Book(bids: side(.buy), asks: side(.sell))
    }

    private func text(_ book: Book) -> String {
        var table = Table([">orders", ">quantity", ">bid", ">ask", ">quantity", ">orders"])
        for index in 0..<max(book.bids.count, book.asks.count) {
            let bid = index < book.bids.count ? book.bids[index] : nil
            let ask = index < book.asks.count ? book.asks[index] : nil
            table.add([
                bid.map { "\($0.orders)" } ?? "", bid.map { Reading.grouped($0.quantity) } ?? "", bid?.price ?? "",
                ask?.price ?? "", ask.map { Reading.grouped($0.quantity) } ?? "", ask.map { "\($0.orders)" } ?? "",
            ])
        }
        return table.text(empty: "the book is empty")
    }

    /// Exact decimal text: at least two digits behind the point, no more than needed.
    static func decimal(_ price: Int64) -> String {
        let (whole, rest) = price.quotientAndRemainder(dividingBy: Price.scale)
        var digits = String(rest.magnitude)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    /// Nanoseconds since midnight of HH:MM:SS with up to nine digits behind a point.
    static func nanoseconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ":")
        guard parts.count == 3, let hours = Int64(parts[0]), let minutes = Int64(parts[1]),
            (0..<24).contains(hours), (0..<60).contains(minutes)
        else { return nil }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard seconds.count <= 2, let whole = Int64(seconds[0]), (0..<60).contains(whole) else { return nil }
        var fraction: Int64 = 0
        if seconds.count == 2 {
            guard (1...9).contains(seconds[1].count), let value = Int64(seconds[1]), value >= 0 else { return nil }
            fraction = (0..<(9 - seconds[1].count)).reduce(value) { scaled, _ in scaled * 10 }
        }
        return ((hours * 60 + minutes) * 60 + whole) * 1_000_000_000 + fraction
    }
}
