/// The engine thread's part in a change of parameters: one input, and the strategy's own answer to it.
internal import CLinux
internal import Engine
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory

/// The strategy's answer to a change of its parameters, or the end of those in force.
struct ConfiguredRow: BitwiseCopyable {
    /// Of the input that it answers.
    var sequence: UInt64 = 0
    var status: Int64 = 0
    var parameters: UInt64 = 0
}

extension EngineLoop {
    /// Passes the input on; the rows before it were inputs too. The core refuses it where the strategy is neither
    /// running nor paused.
    mutating func configure(_ record: UnsafeMutableRawBufferPointer, _ strategy: UInt8) throws(JournalError) {
        let malformed = pipeline.engine.counters.malformed
        try pipeline.input(record, received: tectra_clock_realtime())
        guard pipeline.engine.counters.malformed == malformed, pipeline.isAttached(strategy) else {
            _ = queues.fromCore.push(CoreReply(.configureRefused, strategy: strategy))
            return
        }
        asked[Int(strategy & 63)] = pipeline.engine.sequence
    }

    /// Hands on what answers the last question; anything else a worker says of parameters is nobody's.
    mutating func take(parameters record: UnsafeRawBufferPointer, from strategy: UInt8) {
        let cause = record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        guard asked[Int(strategy & 63)] == cause, cause != 0 else { return }
        var reply: CoreReply
        if let parameter = tectra_parameter(copying: record) {
            reply = CoreReply(row: parameter, token: 0)
            reply.kind = .parameter
        } else if let configured = tectra_configured(copying: record) {
            asked[Int(strategy & 63)] = 0
            let row = ConfiguredRow(
                sequence: cause, status: Int64(configured.status), parameters: UInt64(configured.parameters))
            reply = CoreReply(row: row, token: 0)
            reply.kind = .configured
        } else {
            return
        }
        reply.strategy = strategy
        _ = queues.fromCore.push(reply)
    }
}
