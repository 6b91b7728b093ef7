/// What came of running a journal's strategies again.
internal import Workers

public struct StrategyReplayReport: Sendable {
    /// Inputs and outputs of the journal.
    public internal(set) var events: UInt64 = 0
    /// Requests that were made again and held against the journal's.
    public internal(set) var requests: UInt64 = 0
    /// By name.
    public internal(set) var strategies = 0
    /// Versions that traded, each in a worker of its own: deployed, promoted, or started again after a fault.
    public internal(set) var versions = 0
    public private(set) var differences: UInt64 = 0
    /// The first one.
    public private(set) var first: ReplayDifference?
    /// Times that a worker was lapped on the market ring, which the replay reproduces.
    public internal(set) var laps: UInt64 = 0
    /// How many requests a strategy made behind the end of its stream, where that ended without a stop:
    /// its worker was killed or the host ended before they were heard.
    public internal(set) var tails: [(name: String, requests: UInt64)] = []

    mutating func differ(_ difference: RequestStream.Difference, _ name: String, exit: WorkerExit? = nil) {
        differences += 1
        guard first == nil else { return }
        switch difference {
        case .otherBytes(let journaled, let replayed):
            first = ReplayDifference(
                sequence: journaled.sequence, segment: journaled.segment, offset: journaled.offset,
                reason: "\(name) made another request: \(RequestText.contrast(journaled.record, replayed))",
                journaled: journaled.record, replayed: replayed)
        case .missing(let journaled):
            let end = exit.map { $0.cause == .stopped || $0.cause == .killed ? "" : "; its worker ended: \($0)" } ?? ""
            first = ReplayDifference(
                sequence: journaled.sequence, segment: journaled.segment, offset: journaled.offset,
                reason: "\(name) did not make this request again: \(RequestText.text(journaled.record))" + end,
                journaled: journaled.record, replayed: [])
        case .extra(let replayed):
            first = ReplayDifference(
                sequence: 0, segment: 0, offset: 0,
                reason: "\(name) made a request that the journal does not have: \(RequestText.text(replayed))",
                journaled: [], replayed: replayed)
        }
    }
}
