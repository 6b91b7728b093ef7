/// A strategy's state, given and asked for: the pieces as the host sends them, and those of the strategy as the host's
/// own tray takes them.
internal import CLinux
internal import Engine
internal import PluginABI
internal import Pipeline
internal import Records
internal import SharedMemory
internal import Workers

extension Arena {
    /// Sends a state in pieces and the word to load it, as fast as the ring has room.
    mutating func give(_ gift: Gift, to strategy: UInt8) {
        var sent = 0
        repeat {
            var piece = tectra_state.blank
            piece.header.template_id = UInt16(TECTRA_STATE_IN)
            piece.offset = UInt32(sent)
            piece.total = gift.claimed ?? UInt32(gift.bytes.count)
            piece.schema = gift.schema
            let length = min(Int(TECTRA_STATE_CHUNK), gift.bytes.count - sent)
            piece.length = UInt32(length)
            withUnsafeMutableBytes(of: &piece.bytes) { room in
                for index in 0..<length { room[index] = gift.bytes[sent + index] }
            }
            guard post(piece, to: strategy) else { return }
            sent += length
        } while sent < gift.bytes.count
        ask(Int(TECTRA_COMMAND_LOAD_STATE), of: strategy)
    }

    /// Asks the attacker for its state; `states` gets it when it is whole.
    mutating func askState() {
        tray.prepare(Self.attacker)
        ask(Int(TECTRA_COMMAND_SAVE_STATE), of: Self.attacker)
        tray.begin(Self.attacker, cut: pipeline.engine.sequence)
    }

    /// A piece of state that the attacker sent.
    mutating func take(piece record: UnsafeRawBufferPointer) {
        guard let whole = tray.take(record, from: Self.attacker) else { return }
        states.append(tray.state(of: Self.attacker, length: whole.length))
    }

    /// Writes a record into a worker's own ring, turning until there is room; false when the worker has ended or
    /// reads nothing for 2 s.
    mutating func post<Mail: Record>(_ record: Mail, to strategy: UInt8) -> Bool {
        let deadline = tectra_clock_monotonic() &+ 2_000_000_000
        while true {
            if withUnsafeBytes(of: record, { pipeline.workers[strategy].pointee.mail.write($0) }) { return true }
            pipeline.ringBells()
            turn()
            if pipeline.workers[strategy].pointee.poll() != nil || tectra_clock_monotonic() > deadline { return false }
        }
    }
}
