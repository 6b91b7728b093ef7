/// What a version is told before it takes over: the world as of the cut, the state of the one before
/// it, and the word to go on, in the records and the order in which the host told it.
internal import PluginABI
internal import Records

/// A strategy's state as it was saved, whole.
struct SavedState {
    var schema: UInt32 = 0
    var bytes: [UInt8] = []
}

struct Handover {
    /// What came after the cut and waits until the version has its state.
    enum Event {
        case market([UInt8])
        case commit(UInt64)
        case mail([UInt8])
    }

    let cut: UInt64
    /// Event time of the cut, ns.
    let time: Int64
    let isPaused: Bool
    /// The world as of the cut, and how its instruments trade.
    let world: [[UInt8]]
    let statuses: [[UInt8]]
    var waiting: [Event] = []

    /// Everything up to the events.
    func opening(_ state: SavedState, lastClient: UInt64) -> [[UInt8]] {
        var records = world
        for offset in stride(from: 0, to: state.bytes.count, by: Int(TECTRA_STATE_CHUNK)) {
            records.append(Self.bytes(of: piece(of: state, at: offset)))
        }
        if !state.bytes.isEmpty { records.append(Self.bytes(of: command(TECTRA_COMMAND_LOAD_STATE))) }
        records.append(Self.bytes(of: command(TECTRA_COMMAND_START, value: lastClient)))
        if isPaused { records.append(Self.bytes(of: command(TECTRA_COMMAND_PAUSE, value: lastClient))) }
        return records + statuses
    }

    private func piece(of state: SavedState, at offset: Int) -> tectra_state {
        var piece = tectra_state.blank
        piece.header.template_id = UInt16(TECTRA_STATE_IN)
        piece.sequence = cut
        piece.offset = UInt32(clamping: offset)
        piece.total = UInt32(clamping: state.bytes.count)
        piece.schema = state.schema
        let part = state.bytes[offset..<min(offset + Int(TECTRA_STATE_CHUNK), state.bytes.count)]
        piece.length = UInt32(part.count)
        withUnsafeMutableBytes(of: &piece.bytes) { $0.copyBytes(from: part) }
        return piece
    }

    private func command(_ kind: Int, value: UInt64 = 0) -> tectra_command {
        var command = tectra_command.blank
        command.sequence = cut
        command.time = time
        command.command = UInt8(kind)
        command.value = value
        return command
    }

    static func bytes<Value: Record>(of record: Value) -> [UInt8] { withUnsafeBytes(of: record) { Array($0) } }
}
