/// Configuration, state and the kill switch for the strategy on the bench.
internal import PluginABI
public import TectraStrategy

extension StrategyBench {
    /// Changes parameters of the running strategy. A refusal throws with the strategy's own text.
    public func configure(_ parameters: KeyValuePairs<String, ParameterValue>) throws(StrategyError) {
        let status = withRecords(parameters) { records in
            table.pointee.on_config_update?(pointer, records.baseAddress, UInt32(records.count)) ?? 0
        }
        guard status == 0 else { throw StrategyError(host.logs.last?.text ?? "status \(status)") }
    }

    /// The parameters as the strategy says they are in force.
    public var configuration: [String: ParameterValue] {
        let count = table.pointee.get_config?(pointer, nil, 0) ?? 0
        var records = [tectra_parameter](repeating: tectra_parameter(), count: Int(count))
        _ = table.pointee.get_config?(pointer, &records, count)
        var values: [String: ParameterValue] = [:]
        for record in records {
            values[text(of: record.name)] =
                switch Int(record.kind) {
                case TECTRA_INTEGER: .integer(record.integer)
                case TECTRA_NUMBER: .number(record.number)
                default: .text(text(of: record.text))
                }
        }
        return values
    }

    /// The kill switch was pulled.
    public func kill(_ scope: Kill.Scope = .strategy, reason: String = "") {
        var record = tectra_kill()
        record.header = header(tectra_kill.self, TECTRA_KILL)
        (record.sequence, record.time) = next()
        record.scope = scope.rawValue
        withUnsafeMutableBytes(of: &record.text) { $0.copyBytes(from: reason.utf8.prefix($0.count - 1)) }
        table.pointee.on_kill?(pointer, &record)
    }

    /// What the strategy saves. It is asked twice, as a host does that has too little room at first.
    public func save() -> [UInt8] {
        let size = table.pointee.save_state?(pointer, nil, 0) ?? 0
        var bytes = [UInt8](repeating: 0, count: size)
        let again = bytes.withUnsafeMutableBufferPointer {
            table.pointee.save_state?(pointer, $0.baseAddress, $0.count) ?? 0
        }
        precondition(again == size, "saveState wrote \(size) bytes and then \(again)")
        return bytes
    }

    /// Hands a saved state over; before `start`.
    public func load(_ bytes: [UInt8], schema: UInt32? = nil) throws(StrategyError) {
        let revision = schema ?? table.pointee.descriptor?.pointee.state_schema ?? 0
        let status = bytes.withUnsafeBufferPointer {
            table.pointee.load_state?(pointer, $0.baseAddress, $0.count, revision) ?? 0
        }
        guard status == 0 else { throw StrategyError(host.logs.last?.text ?? "status \(status)") }
    }
}

/// The text of a zero-padded field.
private func text<Bytes: BitwiseCopyable>(of bytes: Bytes) -> String {
    withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
