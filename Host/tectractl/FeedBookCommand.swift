/// `tectractl feed book FILE --symbol S`: a book as it stood after some message or at some time.
internal import ArgumentParser
internal import ControlClient
internal import MarketData
internal import Records

struct FeedBook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book",
        abstract: "Prints a symbol's book from a file, after so many messages or at a time, and what follows from it.",
        discussion: """
            Exit codes: 0 printed; 2 the file can not be read, or has no such symbol or order by then. Faults of the \
            file are passed over; feed inspect tells them.
            """)
    @Argument(help: "ITCH 5.0 with two-byte lengths, plain or gzip.", completion: .file()) var file: String
    @Option(help: "Symbol; may be left out where --order is given.") var symbol: String?
    @Option(help: "Reference of a resting order: its place in the queue of its price.") var order: UInt64?
    @Option(help: "After the first N messages; else after all.") var after: Int?
    @Option(help: "At a time of day, HH:MM:SS.nnn: after the last message not later.") var at: String?
    @Option(help: "Levels of each side.") var depth = 10
    @Option(help: "Seconds of the window of volatility and trade flow.") var window = 60.0
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard symbol != nil || order != nil else {
            throw ValidationError("give --symbol, or --order of a resting order")
        }
        guard after == nil || at == nil else { throw ValidationError("give --after or --at, not both") }
        guard after ?? 0 >= 0 else { throw ValidationError("--after takes 0 or more") }
        guard depth > 0 else { throw ValidationError("--depth takes 1 or more") }
        guard window >= 0.001, window <= 86_400 else { throw ValidationError("--window takes 0.001 to 86400 seconds") }
        if let at, Self.nanoseconds(at) == nil { throw ValidationError("--at \(at) is not HH:MM:SS.nnn") }
    }

    func run() throws {
        try Terminal.run {
            let book: FeedBookReport
            do throws(MarketDataError) {
                book = try read()
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json { try Terminal.json(book) } else { Terminal.print(text(book)) }
        }
    }

    private func read() throws(MarketDataError) -> FeedBookReport {
        let day = try ITCHFile(path: file)
        var reading = try FeedBookReading(symbol: symbol, order: order, window: Int64(window * 1e9))
        let until = at.flatMap(Self.nanoseconds)
        var offset = 0
        while reading.messages < after ?? .max, let message = day.next(&offset) {
            if let until, message.count >= 11 {
                let time = message.loadUnaligned(fromByteOffset: 3, as: UInt64.self).bigEndian & 0xFFFF_FFFF_FFFF
                if Int64(time) > until { break }
            }
            reading.apply(message)
        }
        do throws(FeedBookReading.Unknown) {
            return try reading.report(depth: depth)
        } catch {
            throw .file(path: file, reason: "\(error)")
        }
    }

    private func text(_ book: FeedBookReport) -> String {
        var table = Table([">orders", ">quantity", ">bid", ">ask", ">quantity", ">orders"])
        for index in 0..<max(book.bids.count, book.asks.count) {
            let bid = index < book.bids.count ? book.bids[index] : nil
            let ask = index < book.asks.count ? book.asks[index] : nil
            table.add([
                bid.map { "\($0.orders)" } ?? "", bid.map { Reading.grouped($0.quantity) } ?? "", bid?.price ?? "",
                ask?.price ?? "", ask.map { Reading.grouped($0.quantity) } ?? "", ask.map { "\($0.orders)" } ?? "",
            ])
        }
        return ([heading(book)] + facts(book) + ["", table.text(empty: "the book is empty")]).joined(separator: "\n")
    }

    private func heading(_ book: FeedBookReport) -> String {
        var heading = book.symbol
        if let time = book.time { heading += " at \(time)" }
        heading += " after \(Reading.count(book.messages, "message"))"
        if let last = book.last {
            heading += ", last \(last) x \(Reading.grouped(book.lastQuantity ?? 0)) (\(book.lastAggressor ?? "none"))"
        }
        if book.volume > 0 { heading += ", volume \(Reading.grouped(book.volume))" }
        if let vwap = book.vwap { heading += ", VWAP \(Reading.rounded(vwap, digits: 4))" }
        return heading
    }

    private func facts(_ book: FeedBookReport) -> [String] {
        var facts = Self.lines(book.figures)
        if let volatility = book.volatility {
            facts.append("volatility \(Reading.rounded("\(volatility * 1e4)", digits: 2)) bp in \(window) s")
        }
        if let flow = book.tradeFlow { facts.append("trade flow \(Reading.rounded("\(flow)", digits: 3))") }
        facts += book.status.lines
        if let queue = book.queue {
            facts.append(
                "order \(queue.order): \(queue.side) \(Reading.grouped(queue.quantity)) at \(queue.price), "
                    + "\(Reading.count(queue.ordersAhead, "order")) with \(Reading.count(queue.sharesAhead, "share")) "
                    + "ahead of it, of \(Reading.grouped(queue.orders)) with \(Reading.grouped(queue.shares))")
        }
        return facts
    }

    /// A sentence of what follows from a book; none while a side is missing.
    static func lines(_ figures: BookFigures) -> [String] {
        guard let mid = figures.mid, let spread = figures.spread, let microprice = figures.microprice else { return [] }
        func share(_ levels: Int) -> String {
            Reading.rounded("\(levels <= figures.imbalances.count ? figures.imbalances[levels - 1] : 0)", digits: 3)
        }
        return [
            "mid \(mid), spread \(spread), micro-price \(Reading.rounded("\(microprice)", digits: 4)), "
                + "imbalance \(share(1)) at 1, \(share(5)) at 5, \(share(10)) at 10 levels"
        ]
    }

    static func name(_ side: Side) -> String { side == .buy ? "buy" : "sell" }

    /// HH:MM:SS.nnnnnnnnn of nanoseconds since midnight.
    static func clock(_ time: Int64) -> String {
        func digits(_ number: Int64, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let seconds = time / 1_000_000_000
        return "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))"
            + ".\(digits(time % 1_000_000_000, 9))"
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
