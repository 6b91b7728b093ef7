/// Attacks that are more than one library in one worker: a host that dies, a library that changes, a layer that
/// is dead.

extension Torture {
    /// The tries of an attack that have a shape of their own.
    func runSpecial(_ number: Int) -> [Outcome] {
        switch number {
        case 35: hostsEnd()
        case 40: replacedLibraries()
        case 41: brokenStates()
        case 43: withoutFilters()
        case 45: layersAlone()
        case 46: rules()
        default: []
        }
    }
}
