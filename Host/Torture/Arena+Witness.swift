/// The honest strategy: whether it has seen every event, in order, whatever went on beside it.
internal import Workers
internal import Pipeline
internal import CLinux
internal import Engine
internal import Journal
internal import PluginABI
internal import Records
internal import SharedMemory

extension Arena {
    /// Asks the witness what it has seen and holds it against what was published.
    ///
    /// - Returns: what is wrong; nil when it saw everything.
    mutating func examineWitness() -> String? {
        if let exit = pipeline.workers[Self.witness].pointee.poll() { return "the witness ended: \(exit)" }
        witnessLines.removeAll(keepingCapacity: true)
        let (count, digest) = (tickCount, tickDigest)
        ask(Int(TECTRA_COMMAND_CONFIGURE), of: Self.witness)
        let deadline = tectra_clock_monotonic() &+ 5_000_000_000
        while witnessLines.isEmpty, tectra_clock_monotonic() < deadline { turn() }
        guard let line = witnessLines.first else { return "the witness did not answer within 5 s" }
        let words = line.split(separator: " ")
        guard words.count == 4, let seen = UInt64(words[1]), let found = UInt64(words[2]) else {
            return "the witness said: \(line)"
        }
        guard seen == count, words[3] == "0" else {
            return "the witness saw \(seen) of \(count) ticks, \(words[3]) out of order"
        }
        guard found == digest else { return "the witness saw other ticks than were published" }
        return nil
    }

    /// Writes a command into a worker's own ring, behind everything that was published.
    mutating func ask(_ command: Int, of strategy: UInt8) {
        // A sequence of its own, which no market record has: so it comes after all of them.
        var clock = tectra_clock.blank
        clock.time = pipeline.engine.time
        do throws(JournalError) { try input(clock) } catch { harms.append("the journal failed: \(error)") }
        var record = tectra_command.blank
        record.sequence = pipeline.engine.sequence
        record.time = pipeline.engine.time
        record.command = UInt8(truncatingIfNeeded: command)
        mail(record, to: strategy)
    }

    /// Writes a record into a worker's own ring.
    mutating func mail<Mail: Record>(_ record: Mail, to strategy: UInt8) {
        // Behind a large state the ring is full for a moment, as long as its reader is about to read.
        if !post(record, to: strategy), pipeline.workers[strategy].pointee.poll() == nil {
            harms.append("a private ring is full")
        }
        pipeline.ringBells()
    }
}
