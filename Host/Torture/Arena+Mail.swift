/// Words to a strategy in its own ring.
internal import Engine
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Workers

extension Arena {
    /// Writes a command into a worker's own ring, behind everything that was published; false when it has no room.
    mutating func ask(_ command: Int, of strategy: UInt8) -> Bool {
        // A sequence of its own, which no market record has: so it comes after all of them.
        var clock = tectra_clock.blank
        clock.time = pipeline.engine.time
        do throws(JournalError) { try input(clock) } catch { harms.append("the journal failed: \(error)") }
        var record = tectra_command.blank
        record.sequence = pipeline.engine.sequence
        record.time = pipeline.engine.time
        record.command = UInt8(truncatingIfNeeded: command)
        return post(record, to: strategy)
    }

    /// Writes a record into a worker's own ring; false when it has no room.
    mutating func post<Mail: Record>(_ record: Mail, to strategy: UInt8) -> Bool {
        defer { pipeline.ringBells() }
        return withUnsafeBytes(of: record) { pipeline.workers[strategy].pointee.mail.write($0) }
    }

    /// Asks the attacker for its state; `states` gets it when it is whole.
    mutating func askState() -> Bool {
        tray.prepare(Self.attacker)
        guard ask(Int(TECTRA_COMMAND_SAVE_STATE), of: Self.attacker) else { return false }
        tray.begin(Self.attacker, cut: pipeline.engine.sequence)
        return true
    }

    /// A piece of state that the attacker sent.
    mutating func take(piece record: UnsafeRawBufferPointer) {
        guard let whole = tray.take(record, from: Self.attacker) else { return }
        states.append(tray.state(of: Self.attacker, length: whole.length))
    }
}
