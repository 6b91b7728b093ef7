/// A generated day on disk, with symbols of one's own: what a strategy is tried on before there is a recorded one.
internal import Glibc
public import MarketData

public struct SyntheticDay: Sendable {
    public let path: String
    /// Symbols of the day, in the order of the generator.
    public let symbols: [String]
    /// Messages written.
    public let messages: Int

    /// Midnight of its day, ns since the epoch: 2026-01-05.
    public static let midnight: Int64 = 1_767_571_200_000_000_000

    /// Writes a day to `path`, in place of what is there.
    ///
    /// - Parameters:
    ///   - plan: `symbols` of it is raised to hold all names.
    ///   - names: symbols to use in place of the generator's first; at most 8 bytes each count.
    public init(_ plan: DayPlan, names: [String] = [], writing path: String) throws(CheckError) {
        var plan = plan
        plan.symbols = max(plan.symbols, names.count)
        var renamed: [[UInt8]: [UInt8]] = [:]
        var known: [String] = []
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CheckError("\(path) can not be written: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var day = DayGenerator(plan)
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1 << 20)
        var count = 0
        while var message = day.next() {
            if let place = Self.placeOfSymbol(message) {
                let generated = Array(message[place])
                if message[0] == UInt8(ascii: "R") {
                    let name = known.count < names.count ? Self.padded(names[known.count]) : generated
                    renamed[generated] = name
                    known.append(String(decoding: name.prefix { $0 != 0x20 }, as: UTF8.self))
                }
                if let name = renamed[generated] { message.replaceSubrange(place, with: name) }
            }
            buffer.append(UInt8(truncatingIfNeeded: message.count >> 8))
            buffer.append(UInt8(truncatingIfNeeded: message.count))
            buffer += message
            count += 1
            if buffer.count > 1 << 20 { try Self.flush(&buffer, to: file, path) }
        }
        try Self.flush(&buffer, to: file, path)
        self.path = path
        symbols = known
        messages = count
    }

    private static func flush(_ buffer: inout [UInt8], to file: Int32, _ path: String) throws(CheckError) {
        var done = 0
        while done < buffer.count {
            let written = buffer.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, buffer.count - done) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw CheckError("\(path) can not be written: \(String(cString: strerror(errno)))")
            }
            done += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func padded(_ name: String) -> [UInt8] {
        let bytes = Array(name.utf8.prefix(8))
        return bytes + [UInt8](repeating: 0x20, count: 8 - bytes.count)
    }

    /// Where a message of the generator has its symbol; nil when it has none.
    private static func placeOfSymbol(_ message: [UInt8]) -> Range<Int>? {
        let start: Int
        switch message.first.map(Unicode.Scalar.init) {
        case "R", "H", "Y": start = 11
        case "A", "F", "P": start = 24
        default: return nil
        }
        return message.count >= start + 8 ? start..<(start + 8) : nil
    }
}
