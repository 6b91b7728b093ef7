/// Attack 45: which layer stops what. Each layer alone against attacks 1 to 25, because a sandbox of many layers hides
/// the one that is dead. Only tectra-rig, which nothing that trades can start, leaves layers out.
internal import Confinement
internal import Pipeline
internal import SharedMemory
@_spi(Rig) internal import Workers

/// How much of an attack one choice of layers stopped.
public struct LayerCell: Sendable {
    public internal(set) var tries = 0
    /// Tries that were refused before the kernel looked at them.
    public internal(set) var stopped = 0
    /// What went through.
    public internal(set) var breaches: [String] = []
}

/// The table: a row for each attack, a column for each choice of layers.
public struct LayerMatrix: Sendable {
    /// `none`, `user`, …
    public let columns: [String]
    public let rows: [(number: Int, name: String, cells: [LayerCell])]

    /// Whether a column stopped every try of every attack.
    public func holds(_ column: Int) -> Bool { rows.allSatisfy { $0.cells[column].stopped == $0.cells[column].tries } }
}

extension Torture {
    /// The columns: a name for people, and the layers that are in force.
    static let columns: [(name: String, layers: SandboxLayers)] = [
        ("none", []), ("closed fds", .descriptors), ("user", .user), ("limits", .limits),
        ("group", .controlGroup), ("namespaces", .namespaces), ("Landlock", .landlock), ("filters", .filters),
        ("no filters", SandboxLayers.all.subtracting(.filters)), ("all", .all),
    ]

    /// Tries attacks 1 to 25 with each layer alone.
    ///
    /// - Parameter progress: called with a few words before each column.
    /// - Throws: when there is no tectra-rig.
    public func layerMatrix(progress: (String) -> Void = { _ in }) throws(ArenaError) -> LayerMatrix {
        guard let rig = plan.rig else { throw ArenaError("tectra-rig is not there, which leaves layers out") }
        let attacks = Attack.all.filter { $0.isOfLayers && (plan.only.isEmpty || plan.only.contains($0.number)) }
        var cells = [[LayerCell]](
            repeating: [LayerCell](repeating: LayerCell(), count: Self.columns.count), count: attacks.count)
        for (column, choice) in Self.columns.enumerated() {
            progress("layers: \(choice.name)")
            for (row, attack) in attacks.enumerated() {
                cells[row][column] = tryLayers(choice.layers, attack, rig)
            }
        }
        let rows = attacks.indices.map { (attacks[$0].number, attacks[$0].name, cells[$0]) }
        return LayerMatrix(columns: Self.columns.map(\.name), rows: rows)
    }

    /// Tries an attack with only some layers in force.
    func tryLayers(_ layers: SandboxLayers, _ attack: Attack, _ rig: String) -> LayerCell {
        var cell = LayerCell()
        for probe in Self.onceEach(attack.probes) where !probe.needs.isIntel || Self.isIntel {
            var spec = spec(for: probe)
            spec.program = rig
            spec.rig = RigPlan(layers: layers, isAttested: false)
            let observation = observe(probe, spec)
            let harms = canaries.harms(besides: stage.workers[Arena.witness].pointee.pid)
            cell.tries += 1
            if harms.isEmpty, Self.isStopped(observation) {
                cell.stopped += 1
            } else {
                cell.breaches += observation.breaches + observation.opens + harms
            }
        }
        return cell
    }

    /// Without filters it does not matter when: each variant once.
    private static func onceEach(_ probes: [Probe]) -> [Probe] {
        var seen: Set<String> = []
        return probes.reversed().filter { seen.insert("\($0.library) \($0.variant)").inserted }.reversed()
    }

    /// Refused before the kernel looked: it said so itself, or it was ended.
    private static func isStopped(_ observation: Observation) -> Bool {
        guard observation.breaches.isEmpty, observation.opens.isEmpty else { return false }
        return switch observation.sight {
        case .filter, .held, .refused: true
        default: false
        }
    }
}
