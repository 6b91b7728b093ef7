/// The worker's report page as the host reads it: hints in words and texts, bounded and repaired.
internal import CLinux
internal import Glibc
internal import SharedMemory
internal import WorkerRuntime

/// What the descriptor of a strategy says, as a worker found it.
public struct StrategyFacts: Hashable, Sendable {
    public let name: String
    public let version: String
    public let author: String
    /// Bits TECTRA_WANTS_….
    public let wants: UInt32
    public let stateSchema: UInt32
    /// Major and minor in one word.
    public let abiVersion: UInt32
    /// The callbacks that are there, a bit each in the order of the table; bit 0 is init.
    public let callbacks: UInt32
}

/// Reads a report page that somebody else may be writing.
struct WorkerReading {
    let base: UnsafeMutableRawPointer

    func word(_ offset: Int) -> UInt64 { SharedWord(at: base + offset).loadAcquiring() }

    var callbackTimes: CallbackTimes {
        CallbackTimes(counts: (0..<CallbackBuckets.count).map { word(ReportWord.callbackTimes + $0 * 8) })
    }

    var phase: UInt64 { word(ReportWord.phase) }

    /// A zero-terminated text of at most `capacity` bytes, copied first, then repaired.
    func text(at offset: Int, capacity: Int) -> String {
        let copy = [UInt8](UnsafeRawBufferPointer(start: base + offset, count: capacity))
        return Self.printable(copy.prefix { $0 != 0 })
    }

    /// The worker's account of its fault, copied once.
    var fault: tectra_fault { (base + ReportWord.fault).loadUnaligned(as: tectra_fault.self) }

    var facts: StrategyFacts {
        let copy = (base + ReportWord.descriptor).loadUnaligned(as: DescriptorFacts.self)
        func text<let count: Int>(_ bytes: InlineArray<count, UInt8>) -> String {
            var kept: [UInt8] = []
            for at in 0..<count where at < count - 1 {
                if bytes[at] == 0 { break }
                kept.append(bytes[at])
            }
            return Self.printable(kept[...])
        }
        return StrategyFacts(
            name: text(copy.name), version: text(copy.version), author: text(copy.author), wants: copy.wants & 0xff,
            stateSchema: copy.stateSchema, abiVersion: copy.abiVersion, callbacks: copy.callbacks)
    }

    /// One line: control characters become spaces, broken UTF-8 is repaired.
    static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        let line = bytes.map { $0 < 32 || $0 == 127 ? 32 : $0 }
        let text = String(decoding: line, as: UTF8.self)
        let trimmed = text.drop { $0 == " " }
        guard let last = trimmed.lastIndex(where: { $0 != " " }) else { return "" }
        return String(trimmed[...last])
    }

    static func name(ofPhase phase: UInt64) -> String {
        switch phase {
        case WorkerPhase.starting: "starting"
        case WorkerPhase.mapped: "locking down"
        case WorkerPhase.loading: "loading the library (its constructors run)"
        case WorkerPhase.initializing: "running init"
        case WorkerPhase.ready: "ready"
        default: "in phase \(phase)"
        }
    }
}
