/// The honest strategy: whether it has seen every event, in order, whatever went on beside it.
internal import CLinux
internal import PluginABI

extension Stage {
    /// Asks the witness what it has seen and holds it against what was published.
    ///
    /// - Returns: what is wrong; nil when it saw everything.
    func examineWitness() -> String? {
        var (count, digest): (UInt64, UInt64) = (0, 0)
        let isAsked = insist(Arena.witness) { arena in
            arena.witnessLines.removeAll(keepingCapacity: true)
            (count, digest) = (arena.tickCount, arena.tickDigest)
            return arena.ask(Int(TECTRA_COMMAND_CONFIGURE), of: Arena.witness)
        }
        guard isAsked else { return hasEnded(Arena.witness) ? "the witness ended" : "the witness reads nothing" }
        let deadline = tectra_clock_monotonic() &+ 5_000_000_000
        var said: String?
        while said == nil, tectra_clock_monotonic() < deadline {
            pause()
            said = with { $0.witnessLines.first }
        }
        guard let line = said else { return "the witness did not answer within 5 s" }
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
}
