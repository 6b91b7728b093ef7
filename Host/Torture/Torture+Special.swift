/// Attacks that are more than one library in one worker.

extension Torture {
    /// The tries of an attack that have a shape of their own.
    mutating func runSpecial(_ number: Int) -> [Outcome] {
        []
    }
}
