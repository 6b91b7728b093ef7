/// What a replay found, and why one could not be done.
public import Engine
public import Journal

/// A place where a replay differs from its journal.
public struct ReplayDifference: Sendable {
    /// Of the input whose outputs differ.
    public let sequence: UInt64
    public let segment: Int
    public let offset: Int
    public let reason: String
    public let journaled: [UInt8]
    public let replayed: [UInt8]
}

public enum ReplayError: Error, Sendable, CustomStringConvertible {
    case journal(JournalError)
    case engine(EngineError)
    /// The journal does not begin as one of this engine.
    case noSession
    /// A strategy of the journal has no library here.
    case library(name: String, digest: String)
    /// A strategy can not be run again.
    case worker(name: String, String)

    public var description: String {
        switch self {
        case .journal(let error): "\(error)"
        case .engine(let error): "\(error)"
        case .noSession: "the journal does not begin with a session; it is not one of this engine"
        case .library(let name, let digest):
            "\(name): no library with SHA-256 \(digest) was found; it is the one that the journal was made with. "
                + "Name it with --library \(name)=PATH, or the directory it is in with --libraries"
        case .worker(let name, let text): "\(name): \(text)"
        }
    }
}

public struct ReplayReport: Sendable {
    public internal(set) var inputs: UInt64 = 0
    public internal(set) var outputs: UInt64 = 0
    public internal(set) var differences: UInt64 = 0
    /// The first one.
    public internal(set) var first: ReplayDifference?
    public internal(set) var end = JournalEnd.clean

    /// Inputs and outputs compared.
    public var events: UInt64 { inputs + outputs }

    mutating func differ(
        _ frame: JournalFrame, _ sequence: UInt64, _ reason: String, _ journaled: [UInt8], _ replayed: [UInt8]
    ) {
        differences += 1
        guard first == nil else { return }
        first = ReplayDifference(
            sequence: sequence, segment: frame.segment, offset: frame.offset, reason: reason, journaled: journaled,
            replayed: replayed)
    }
}
