/// Re-runs the engine on a journal's inputs and compares every output, byte for byte.
internal import Engine
internal import Journal
internal import PluginABI
internal import Records

public enum EngineReplay {
    /// Replays the journal in a directory.
    ///
    /// - Parameter progress: called now and then with the events so far.
    public static func run(
        _ directory: String, progress: (UInt64) -> Void = { _ in }
    ) throws(ReplayError) -> ReplayReport {
        var reader = try journaled { () throws(JournalError) in try JournalReader(directory) }
        guard let first = try journaled({ () throws(JournalError) in try reader.next() }),
            let session = tectra_session(copying: first.record)
        else { throw .noSession }
        var engine: Engine
        do throws(EngineError) { engine = try Engine(session) } catch { throw .engine(error) }
        var outputs = OutputBuffer(capacity: engine.outputCapacity)
        var position = 0
        var report = ReplayReport()
        report.inputs = 1

        while let frame = try journaled({ () throws(JournalError) in try reader.next() }) {
            switch frame.kind {
            case .note: continue
            case .input:
                // What the engine brought forth and the journal does not have.
                while let missing = outputs.next(&position) {
                    report.differ(frame, engine.sequence, "the journal lacks an output", [], Array(missing.record))
                }
                engine.apply(frame.record, from: frame.strategy, into: &outputs)
                position = 0
                report.inputs += 1
            case .output:
                report.outputs += 1
                compare(frame, outputs.next(&position), engine.sequence, &report)
            }
            if report.inputs & 0xFFFF == 0 { progress(report.inputs + report.outputs) }
        }
        report.end = reader.end
        return report
    }

    private static func compare(
        _ frame: JournalFrame, _ output: Output?, _ sequence: UInt64, _ report: inout ReplayReport
    ) {
        guard let output else {
            return report.differ(frame, sequence, "the engine did not bring forth this output", Array(frame.record), [])
        }
        guard output.strategy == frame.strategy else {
            return report.differ(
                frame, sequence, "the output went to strategy \(frame.strategy), now to \(output.strategy)",
                Array(frame.record), Array(output.record))
        }
        guard output.record.count == frame.record.count, output.record.elementsEqual(frame.record) else {
            return report.differ(
                frame, sequence, "the output has other bytes", Array(frame.record), Array(output.record))
        }
    }

    /// Runs `body`, wrapping its error.
    static func journaled<Value: ~Copyable>(
        _ body: () throws(JournalError) -> Value
    ) throws(ReplayError) -> Value {
        do throws(JournalError) { return try body() } catch { throw .journal(error) }
    }
}
