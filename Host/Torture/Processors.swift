/// Who runs where while the suite runs. An operator gives a strategy that nobody knows a processor on which
/// neither the engine nor a strategy that trades runs (`processor:` of a strategy); so the suite does it too.
internal import CLinux

struct Processors {
    /// The engine's, the witness's, and that of the attackers and of everything that is done about them; -1 leaves it
    /// to the system.
    let engine, witness, attackers: Int32

    /// Of those that the calling thread may use. With two, engine and witness share the first; one is everybody's.
    static func here() -> Processors {
        let count = Int(tectra_processor_count())
        guard count > 1 else { return Processors(engine: -1, witness: -1, attackers: -1) }
        return Processors(
            engine: tectra_processor_at(0), witness: tectra_processor_at(count > 2 ? 1 : 0),
            attackers: tectra_processor_at(count > 2 ? 2 : 1))
    }

    /// Whether a thread that waits for the witness keeps it from running.
    var areShared: Bool { engine == witness }
}
