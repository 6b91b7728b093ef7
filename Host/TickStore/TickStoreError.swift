/// Why a tick store can not be written or read, in words that say what to do, and where one is damaged.
internal import Glibc

public enum TickStoreError: Error, Equatable, Sendable, CustomStringConvertible {
    case system(doing: String, path: String, code: Int32)
    /// No room for what is written.
    case full(path: String)
    /// Another process writes here.
    case locked(path: String)
    /// There is no store.
    case missing(path: String)
    /// A file is of a format that this build does not know.
    case unknownFormat(path: String, reason: String)
    /// A configured bound is reached.
    case capacity(String)

    public var description: String {
        switch self {
        case .system(let doing, let path, let code): "can not \(doing) \(path): \(String(cString: strerror(code)))"
        case .full(let path): "the disk is full: no room in \(path); free some, or drop old days with ticks retain"
        case .locked(let path): "another process writes to \(path); wait for it, or use another store"
        case .missing(let path): "there is no tick store in \(path); ticks import makes one"
        case .unknownFormat(let path, let reason): "\(path): \(reason)"
        case .capacity(let text): "tick store: \(text)"
        }
    }
}

/// A damaged place of a store. What is whole around it is still read.
public struct TickStoreFault: Equatable, Sendable, CustomStringConvertible {
    public let path: String
    /// Byte at which the damage begins.
    public let offset: Int
    public let reason: String
    public var description: String { "\(path) is damaged at byte \(offset): \(reason)" }
}

/// Faults as they are found: all are counted, the first are kept.
public struct TickStoreFaults: Sendable {
    /// How many are kept; a store of rubbish must not fill the memory.
    public static let keptMax = 100
    public private(set) var count = 0
    public private(set) var kept: [TickStoreFault] = []

    public init() {}

    public var isEmpty: Bool { count == 0 }

    mutating func note(_ path: String, _ offset: Int, _ reason: String) {
        count += 1
        if kept.count < Self.keptMax { kept.append(TickStoreFault(path: path, offset: offset, reason: reason)) }
    }

    /// Takes the faults of another part over.
    public mutating func add(_ others: TickStoreFaults) {
        count += others.count
        kept.append(contentsOf: others.kept.prefix(Self.keptMax - kept.count))
    }
}
