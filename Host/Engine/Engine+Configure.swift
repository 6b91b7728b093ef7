/// A change of a strategy's parameters while it trades: handed over whole at one sequence.
internal import PluginABI
internal import Records

extension Engine {
    /// Every parameter and then the word to take them have this input's sequence, so that the strategy sees them
    /// between the same two market events in a replay too.
    mutating func configure(_ record: tectra_configure, _ outputs: inout OutputBuffer) {
        defer { changes.clear() }
        guard isStrategy(record.strategy), changes.isWhole(record.strategy, rows: record.rows),
            strategies[Int(record.strategy)].state.isTrading
        else { return countMalformed() }
        for index in 0..<changes.count {
            let row = changes.row(index)
            var parameter = tectra_parameter.blank
            parameter.sequence = sequence
            parameter.time = time
            parameter.name = row.pointee.name
            parameter.kind = row.pointee.kind
            parameter.integer = row.pointee.integer
            parameter.number = row.pointee.number
            parameter.text = row.pointee.text
            outputs.append(parameter, .strategy, record.strategy)
        }
        var told = tectra_command.blank
        told.sequence = sequence
        told.time = time
        told.command = UInt8(record.rows == 0 ? TECTRA_COMMAND_GET_CONFIG : TECTRA_COMMAND_CONFIGURE)
        outputs.append(told, .strategy, record.strategy)
    }
}
