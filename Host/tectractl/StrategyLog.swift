/// A strategy's own log lines: requests like any other, so the journal keeps them. Read from a journal that may still
/// be written, with one segment in memory at a time.
internal import Journal
internal import PluginABI
internal import Records

/// One line.
struct StrategyLogLine: Equatable, Sendable {
    let strategy: UInt8
    /// Of the journal.
    let sequence: UInt64
    /// Sequence of the event that was in hand, by the strategy's word.
    let cause: UInt64
    /// When the host took it, CLOCK_REALTIME ns.
    let received: Int64
    /// TECTRA_LOG_…; what is none of them is an error's.
    let level: UInt8
    /// One line of UTF-8, repaired, without control characters.
    let text: String

    init?(_ frame: JournalFrame) {
        guard let log = tectra_log(copying: frame.record) else { return nil }
        strategy = frame.strategy
        sequence = frame.sequence
        cause = log.cause
        received = frame.received
        level = (1...4).contains(log.level) ? log.level : UInt8(TECTRA_LOG_ERROR)
        text = withUnsafeBytes(of: log.text) { bytes in
            Self.printable(String(decoding: bytes.prefix(Int(min(log.length, UInt32(bytes.count)))), as: UTF8.self))
        }
    }

    /// A stranger's text goes to an operator's terminal: nothing in it may be a command to that.
    static func printable(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: line += " "
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}

/// Follows the lines of one strategy.
struct StrategyLog: ~Copyable {
    private var tail: JournalTail
    private let name: String
    private let isNumber: Bool
    /// Numbers that are the strategy's, as far as the journal was read: another may take one over later.
    private var numbers: UInt64 = 0
    private var wasKnown = false

    /// - Parameters:
    ///   - directory: of the journal; need not hold a segment yet.
    ///   - name: of the strategy, or its number.
    init(_ directory: String, of name: String) {
        tail = JournalTail(directory)
        self.name = name
        let number = UInt8(name).flatMap { (1...63).contains($0) ? $0 : nil }
        isNumber = number != nil
        if let number { numbers = 1 << UInt64(number) }
    }

    /// Whether the journal knows the strategy, as far as it was read.
    var isKnown: Bool { wasKnown }

    /// The next line; nil when there is none so far.
    mutating func next() throws(JournalError) -> StrategyLogLine? {
        while let frame = try tail.next() {
            guard frame.kind == .input else { continue }
            if let deploy = tectra_deploy(copying: frame.record) {
                let found = withUnsafeBytes(of: deploy.name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                take(deploy.strategy, found)
            } else if numbers & (1 << UInt64(frame.strategy & 63)) != 0, let line = StrategyLogLine(frame) {
                return line
            }
        }
        return nil
    }

    private mutating func take(_ strategy: UInt8, _ found: String) {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        if isNumber {
            wasKnown = wasKnown || numbers & bit != 0
        } else if found == name {
            numbers |= bit
            wasKnown = true
        } else {
            numbers &= ~bit
        }
    }
}
