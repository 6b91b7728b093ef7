/// The first walk over a journal before its strategies are run again: who was deployed with what, and
/// which records a worker that was lapped never saw.
internal import Journal
public import PluginABI
internal import Records
public import Sandbox

/// One deployment of one strategy, as the journal has it.
public struct ReplayDeployment: Sendable {
    /// Of the deploy record.
    public let sequence: UInt64
    /// 1 to 63.
    public let strategy: UInt8
    public let name: String
    /// Which library it was.
    public let library: Digest
    /// Of its random numbers.
    public let seed: UInt64
    public let parameters: [tectra_parameter]
}

public struct StrategyScan: Sendable {
    public let directory: String
    public private(set) var deployments: [ReplayDeployment] = []
    /// Instrument ids are below this.
    public private(set) var instruments: UInt32 = 0
    /// Inputs and outputs.
    public private(set) var events: UInt64 = 0
    /// What was skipped, by strategy: sequences after the first number and before the second.
    private var gaps: [UInt8: [(after: UInt64, before: UInt64)]] = [:]

    public init(_ directory: String, progress: (UInt64) -> Void = { _ in }) throws(ReplayError) {
        self.directory = directory
        var parameters: [UInt8: [tectra_parameter]] = [:]
        var reader = try EngineReplay.journaled { () throws(JournalError) in try JournalReader(directory) }
        guard let first = try EngineReplay.journaled({ () throws(JournalError) in try reader.next() }),
            let session = tectra_session(copying: first.record)
        else { throw .noSession }
        instruments = session.instruments_max
        events = 1
        while let frame = try EngineReplay.journaled({ () throws(JournalError) in try reader.next() }) {
            switch frame.kind {
            case .note:
                guard let parameter = tectra_parameter(copying: frame.record) else { continue }
                parameters[frame.strategy, default: []].append(parameter)
                continue
            case .input: note(frame, &parameters)
            case .output: break
            }
            events += 1
            if events & 0xFFFF == 0 { progress(events) }
        }
    }

    private mutating func note(_ frame: JournalFrame, _ parameters: inout [UInt8: [tectra_parameter]]) {
        if let deploy = tectra_deploy(copying: frame.record), frame.strategy == 0 {
            let digest = withUnsafeBytes(of: deploy.library_sha256) { Digest(copying: $0) }
            guard (1...63).contains(deploy.strategy), let digest else { return }
            deployments.append(
                ReplayDeployment(
                    sequence: frame.sequence, strategy: deploy.strategy,
                    name: withUnsafeBytes(of: deploy.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) },
                    library: digest, seed: deploy.seed,
                    parameters: parameters.removeValue(forKey: deploy.strategy) ?? []))
        } else if let lapped = tectra_lapped(copying: frame.record), frame.strategy != 0 {
            gaps[frame.strategy, default: []].append((lapped.last_seen, lapped.resumed_at))
        }
    }

    /// Whether a strategy's worker never saw the market records of an input.
    func isSkipped(_ sequence: UInt64, by strategy: UInt8) -> Bool {
        guard let gaps = gaps[strategy] else { return false }
        return gaps.contains { sequence > $0.after && sequence < $0.before }
    }
}
