/// Attacks 43 and 45: what single layers hold. A sandbox of many layers hides the one that is dead, so each has
/// to hold, alone, what it is there for; and two strategies must be apart without the filters too.
internal import Confinement
internal import Sandbox
@_spi(Rig) internal import Workers

extension Torture {
    /// What one layer alone must stop of an attack.
    private struct Promise {
        let name: String
        let layers: SandboxLayers
        let attack: Int
        /// Tries that it must stop; nil is all of them.
        var least: Int?
        /// What the kernel must have for it.
        var isHere: @Sendable (KernelFeatures) -> Bool = { _ in true }
    }

    private static let allButFilters = SandboxLayers.all.subtracting(.filters)

    private static let promises: [Promise] =
        Attack.all.filter(\.isOfLayers).map { Promise(name: "filters", layers: .filters, attack: $0.number) }
        + [Promise(name: "closed files", layers: .descriptors, attack: 19)]
        + [17, 18].map { Promise(name: "user", layers: .user, attack: $0) { $0.canChangeUser } }
        + [Promise(name: "user", layers: .user, attack: 16, least: 5) { $0.canChangeUser }]
        + [(1, 5), (9, 1), (15, 4), (16, 6), (18, 6)].map { attack, least in
            Promise(name: "namespaces", layers: .namespaces, attack: attack, least: least) {
                $0.namespaces.isSuperset(of: [.mount, .pid, .net])
            }
        }
        + [Promise(name: "control group", layers: .controlGroup, attack: 2) { $0.hasControlGroup }]
        + [(9, 1), (15, 2), (16, 5), (18, 6)].map { attack, least in
            Promise(name: "Landlock", layers: .landlock, attack: attack, least: least) { $0.landlockABI >= 6 }
        }
        + [(9, 1), (15, 2), (16, 5), (18, 6), (19, 2)].map { attack, least in
            Promise(name: "all but filters", layers: allButFilters, attack: attack, least: least) {
                $0.landlockABI >= 6
            }
        }
        // The third socket takes a network of the worker's own to stop.
        + [
            Promise(name: "all but filters", layers: allButFilters, attack: 15, least: 3) {
                $0.landlockABI >= 6 && $0.namespaces.contains(.net)
            }
        ]

    func layersAlone() -> [Outcome] { Self.promises.map { keep($0) } + [heapOfAGroup()] }

    /// All the memory there is, with nothing but the control group in the way.
    private func heapOfAGroup() -> Outcome {
        let probe = Probe("32-memory", "heap", at: .running, .signal(9)) { $0.hardMilliseconds = 4000 }
        guard let rig = plan.rig else { return .skipped(probe, "tectra-rig is not there, which leaves layers out") }
        guard sandbox.features.hasControlGroup else { return .skipped(probe, "this machine has no control group") }
        return attempt(probe) {
            $0.program = rig
            $0.limits.groupMemory = 64 << 20
            $0.rig = RigPlan(layers: .controlGroup, isAttested: false)
        }
    }

    private func keep(_ promise: Promise) -> Outcome {
        let probe = Probe("layers", "\(promise.name) alone against attack \(promise.attack)", at: .running, .held)
        guard let rig = plan.rig else { return .skipped(probe, "tectra-rig is not there, which leaves layers out") }
        guard promise.isHere(sandbox.features) else { return .skipped(probe, "this machine has no \(promise.name)") }
        guard let attack = Attack.all.first(where: { $0.number == promise.attack }) else {
            return .skipped(probe, "there is no such attack")
        }
        let cell = tryLayers(promise.layers, attack, rig)
        var seen = Observation()
        let isKept = cell.stopped >= promise.least ?? cell.tries
        seen.sight = isKept ? .held : .other
        seen.text = "\(cell.stopped) of \(cell.tries) stopped"
        if !isKept { seen.breaches = Array(cell.breaches.prefix(8)) }
        return judge(probe, seen)
    }

    /// The witness attacked with every layer but the filters: Landlock's scopes keep one worker from another, though
    /// both are of one user.
    func withoutFilters() -> [Outcome] {
        let tries = [
            ("16-signals", "kill-host"), ("16-signals", "tgkill"), ("16-signals", "sigqueue"), ("09-trace", "seize"),
            ("18-host-memory", "readv"), ("18-host-memory", "writev"), ("18-host-memory", "pidfd-getfd"),
            ("18-host-memory", "proc-mem"), ("18-host-memory", "proc-environ"), ("18-host-memory", "proc-maps"),
        ]
        return tries.map { library, variant in
            let probe = Probe(library, variant, at: .initializing, .held) { $0.attacksTheWitness = true }
            guard let rig = plan.rig else { return .skipped(probe, "tectra-rig is not there") }
            guard sandbox.features.landlockABI >= 6 else {
                return .skipped(probe, "this kernel has no Landlock scopes")
            }
            return attempt(probe) {
                $0.program = rig
                $0.rig = RigPlan(layers: Self.allButFilters, isAttested: false)
            }
        }
    }
}
