/// The first walk over a journal before its strategies are run again: which version traded when and
/// with what, and which records a worker that was lapped never saw.
internal import Journal
internal import PluginABI
internal import Records
internal import Sandbox

public struct StrategyScan: Sendable {
    public let directory: String
    /// In the order in which they began to trade.
    public private(set) var lives: [ReplayedLife] = []
    /// Instrument ids are below this.
    public private(set) var instruments: UInt32 = 0
    /// Inputs and outputs.
    public private(set) var events: UInt64 = 0
    /// What was skipped, by strategy: by whom, sequences after the first number and before the second.
    private var gaps: [UInt8: [(cause: UInt64, after: UInt64, before: UInt64)]] = [:]

    public init(_ directory: String, progress: (UInt64) -> Void = { _ in }) throws(ReplayError) {
        self.directory = directory
        var walk = LifeWalk()
        var reader = try EngineReplay.journaled { () throws(JournalError) in try JournalReader(directory) }
        guard let first = try EngineReplay.journaled({ () throws(JournalError) in try reader.next() }),
            let session = tectra_session(copying: first.record)
        else { throw .noSession }
        instruments = session.instruments_max
        events = 1
        while let frame = try EngineReplay.journaled({ () throws(JournalError) in try reader.next() }) {
            switch frame.kind {
            case .note:
                if let parameter = tectra_parameter(copying: frame.record) { walk.note(parameter, of: frame.strategy) }
                continue
            case .input:
                if frame.strategy == 0 {
                    walk.take(frame)
                } else if let lapped = tectra_lapped(copying: frame.record) {
                    gaps[frame.strategy, default: []].append((lapped.cause, lapped.last_seen, lapped.resumed_at))
                }
            case .output: break
            }
            events += 1
            if events & 0xFFFF == 0 { progress(events) }
        }
        lives = walk.lives
    }

    /// Whether a life's worker never saw the market records of an input.
    func isSkipped(_ sequence: UInt64, by life: Int) -> Bool {
        guard let gaps = gaps[lives[life].strategy] else { return false }
        return gaps.contains { sequence > $0.after && sequence < $0.before && lives[life].reigns(at: $0.cause) }
    }
}
