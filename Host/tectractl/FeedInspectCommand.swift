/// `tectractl feed inspect FILE`: messages by type, and every fault with its place.
internal import ArgumentParser
internal import MarketData

struct FeedInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Counts messages by type and reports every fault with its byte offset.",
        discussion: "Exit codes: 0 no fault; 1 faults; 2 the file can not be read.")
    @Argument(help: "ITCH 5.0 with two-byte lengths, plain or gzip.", completion: .file()) var file: String
    @Option(help: "Faults to list; all are counted.") var faults = 20
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        struct Fault: Encodable {
            let offset: Int
            let reason: String
        }
        var messages = 0
        var bytes = 0
        var types: [String: Int] = [:]
        var faultCount = 0
        var faults: [Fault] = []
        /// Resting orders at the end.
        var resting = 0
        /// Most orders at rest at any time, places for price levels in use, and the bounds of both.
        var ordersMost = 0
        var ordersBound = 0
        var levels = 0
        var levelsBound = 0
        /// What the books of the whole market take from the system, once; they never take more.
        var memoryBytes = 0
    }

    func run() throws {
        try Terminal.run {
            var report = Report()
            do throws(MarketDataError) {
                let day = try ITCHFile(path: file)
                report = try inspect(day)
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json { try Terminal.json(report) } else { Terminal.print(text(report)) }
            if report.faultCount > 0 { throw Exit.failed }
        }
    }

    private func inspect(_ day: borrowing ITCHFile) throws(MarketDataError) -> Report {
        var report = Report()
        var books = try MarketBooks(BookCapacity(instruments: 65_536, orders: 1 << 23, levels: 1 << 24))
        var offset = 0
        var start = 0
        let progress = Progress("inspecting")
        func note(_ offset: Int, _ reason: String) {
            report.faultCount += 1
            if report.faults.count < faults { report.faults.append(.init(offset: offset, reason: reason)) }
        }
        while let message = day.next(&offset) {
            report.messages += 1
            let event = books.apply(message)
            if let type = message.first.flatMap(ITCHMessageType.init(rawValue:)) {
                report.types["\(type.letter) \(type)", default: 0] += 1
            }
            if event.kind == .fault { note(start, event.fault.text) }
            start = offset
            if report.messages & 0xFFFFF == 0 { progress.show("\(Reading.count(report.messages, "message"))") }
        }
        progress.end()
        if let ending = day.ending(offset) { note(offset, "\(ending)") }
        report.bytes = day.size
        report.resting = books.restingOrders
        report.ordersMost = books.usage.ordersMost
        report.ordersBound = books.capacity.orders
        report.levels = books.usage.levels
        report.levelsBound = books.capacity.levels
        report.memoryBytes = books.usage.bytes
        return report
    }

    private func text(_ report: Report) -> String {
        var table = Table(["type", ">messages"])
        for (name, count) in report.types.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add([name, Reading.grouped(count)])
        }
        table.add(["all", Reading.grouped(report.messages)])
        var text = table.text() + "\n\(Reading.count(report.resting, "order")) at rest at the end"
        text += "\nat most \(Reading.grouped(report.ordersMost)) of \(Reading.count(report.ordersBound, "order")); "
        text += "\(Reading.grouped(report.levels)) of \(Reading.grouped(report.levelsBound)) places for levels; "
        text += "the books have \(report.memoryBytes >> 20) MiB and take no more"
        text += report.faultCount == 0 ? "\nno faults" : "\n\(Reading.count(report.faultCount, "fault")):"
        for fault in report.faults { text += "\n  byte \(fault.offset): \(fault.reason)" }
        if report.faultCount > report.faults.count {
            text += "\n  … and \(Reading.grouped(report.faultCount - report.faults.count)) more"
        }
        return text
    }
}

extension ITCHFileEnding {
    /// With the place, which a damage of gzip tells by itself.
    var placed: String {
        switch self {
        case .cut(let offset): "\(self), at byte \(Reading.grouped(offset))"
        case .gzip: "\(self)"
        }
    }
}

extension ITCHMessageType {
    var letter: Character { Character(UnicodeScalar(rawValue)) }
}

extension FeedFault {
    var text: String {
        switch self {
        case .none: "no fault"
        case .empty: "a message of no bytes"
        case .unknownType: "there is no message of this type"
        case .wrongLength: "the length is not that of the message's type"
        case .badField: "a field has a value that it can not have"
        case .instrumentOutOfRange: "the stock locate is beyond what was configured"
        case .unknownOrder: "no such order rests in this instrument"
        case .duplicateOrder: "an order with this reference rests already"
        case .tooMuchTaken: "more shares are taken than the order has"
        case .ordersFull: "there is no room for another order"
        case .levelsFull: "there is no room for another price level"
        }
    }
}
