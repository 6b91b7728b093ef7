/// Runs the suite: every attack in the real sandbox, beside a strategy that must not notice.
internal import CLinux
internal import Glibc
internal import Pipeline
internal import PluginABI
internal import Sandbox
internal import SharedMemory
@_spi(Rig) internal import Workers

/// What the suite needs to run.
public struct TorturePlan: Sendable {
    /// The tectra-worker program.
    public var worker: String
    /// The tectra-rig program, for what only a weakened worker can show; nil goes without.
    public var rig: String?
    /// The folder with the hostile libraries.
    public var libraries: String
    /// A folder of the suite's own, for sockets and copies; must be there.
    public var scratch: String
    /// Attacks to run; empty runs all.
    public var only: Set<Int> = []
    /// Between the attacks, for the baseline: seconds of quiet for each second of an attack, and half as many beside
    /// a strategy that does no harm.
    public var quiet = 1.0
    /// The pace of the market, messages a second: about one in nine becomes an order of the witness.
    public var messagesPerSecond: Int64 = 40_000
    /// How often everything is run: the more orders there are, the surer is what a thousandth of them took.
    public var rounds = 1
    public var seed: UInt64 = 1

    public init(worker: String, rig: String?, libraries: String, scratch: String) {
        self.worker = worker
        self.rig = rig
        self.libraries = libraries
        self.scratch = scratch
    }
}

/// The suite at work: its caller does what a host's supervisor does, beside the engine's thread.
public struct Torture: ~Copyable {
    let plan: TorturePlan
    let sandbox: SandboxHost
    let canaries: Canaries
    let stage: Stage

    /// Sets the stage up and lets the witness in. The calling thread keeps the attackers' processor.
    public static func prepare(_ plan: TorturePlan) throws(ArenaError) -> Torture {
        let processors = Processors.here()
        if processors.attackers >= 0 { tectra_pin_thread(processors.attackers) }
        let canaries = try Canaries(directory: plan.scratch)
        let sandbox: SandboxHost
        do throws(WorkerError) {
            // Paper: a machine that is too weak to trade on is still worth looking at.
            sandbox = try SandboxHost(mode: .paper)
        } catch {
            throw ArenaError("\(error)")
        }
        let stage = try Stage(processors, try Arena.make(plan, sharesProcessor: processors.areShared))
        var spec = WorkerSpec(
            program: plan.worker, library: "\(plan.libraries)/witness.so", strategy: Arena.witness)
        adapt(&spec)
        spec.processor = processors.witness
        if let error = stage.enter(spec, sandbox, as: Arena.witness) {
            throw ArenaError("the witness does not start: \(error)")
        }
        stage.with { $0.isOpen = true }
        return Torture(plan: plan, sandbox: sandbox, canaries: canaries, stage: stage)
    }

    static func adapt(_ spec: inout WorkerSpec) {
        spec.instruments = 64
        spec.openOrders = 512
        spec.orderSlots = 1024
        spec.wait = WaitStrategy(spins: 200, yields: 20, sleep: 1_000_000)
    }

    /// Runs all attacks that were asked for, as many rounds of them as were asked for.
    ///
    /// - Parameter progress: called before each attack, with the number of the round, from 1.
    public func run(progress: (Attack, Int) -> Void = { _, _ in }) -> TortureReport {
        let begun = tectra_clock_monotonic()
        let attacks = Attack.all.filter { plan.only.isEmpty || plan.only.contains($0.number) }
        var rows = attacks.map { TortureRow($0, outcomes: []) }
        for round in 1...max(1, plan.rounds) {
            for (index, attack) in attacks.enumerated() {
                progress(attack, round)
                rows[index].outcomes += runAmongQuiet(attack)
                stage.with { $0.times.endTurn() }
            }
            stage.with { $0.times.endRound() }
        }
        return TortureReport(
            rows: rows, tier: sandbox.tier, warnings: sandbox.warnings, features: sandbox.features,
            filter: sandbox.filters.digest, user: geteuid(), times: stage.with { $0.times },
            ticks: stage.with { $0.tickCount },
            seconds: Double(tectra_clock_monotonic() &- begun) / 1e9)
    }

    /// Quiet and attacks take turns: a machine that is busy for a while is busy for both.
    private func runAmongQuiet(_ attack: Attack) -> [Outcome] {
        let start = tectra_clock_monotonic()
        var outcomes: [Outcome] = []
        measure(.comingAndGoing) { outcomes = run(attack) }
        let pause = Int64(Double(tectra_clock_monotonic() &- start) * plan.quiet)
        guard pause > 0 else { return outcomes }
        measure(.firstQuiet) { stage.pause(pause / 2) }
        harmlessNeighbor(pause / 2)
        measure(.secondQuiet) { stage.pause(pause / 2) }
        return outcomes
    }

    /// A strategy that does no harm runs where the attackers do: what any neighbor costs on this machine, which no
    /// sandbox can take away.
    private func harmlessNeighbor(_ nanoseconds: Int64) {
        var spec = WorkerSpec(
            program: plan.worker, library: "\(plan.libraries)/witness.so", strategy: Arena.attacker)
        Self.adapt(&spec)
        spec.processor = stage.processors.attackers
        guard stage.enter(spec, sandbox, as: Arena.attacker) == nil else { return }
        measure(.besideHarmless) { stage.pause(nanoseconds) }
        _ = stage.leave(.killed)
        stage.pause(Self.clearance)
    }

    /// Has something go on, and what the witness feels of it counted there. Then the kernel is given a moment to clear
    /// away who was there (namespaces, control groups): that belongs to nothing.
    private func measure(_ phase: Phase, _ body: () -> Void) {
        stage.with { $0.phase = phase }
        body()
        stage.with { $0.phase = .unmeasured }
        stage.pause(Self.clearance)
    }

    /// ns.
    private static let clearance: Int64 = 50_000_000

    private func run(_ attack: Attack) -> [Outcome] {
        attack.probes.map { attempt($0) } + runSpecial(attack.number)
    }

    /// Tries one thing, and looks at the host and at the witness afterwards.
    func attempt(
        _ probe: Probe, image: LibraryImage? = nil, _ change: (inout WorkerSpec) -> Void = { _ in }
    ) -> Outcome {
        if probe.needs.isIntel, !Self.isIntel { return .skipped(probe, "only x86-64 has this door") }
        var spec = spec(for: probe)
        change(&spec)
        return judge(probe, observe(probe, spec, image: image))
    }

    /// Holds what was seen against what may be seen.
    func judge(_ probe: Probe, _ seen: Observation) -> Outcome {
        var observation = seen
        observation.harms += canaries.harms(besides: stage.workers[Arena.witness].pointee.pid)
        if let trouble = stage.examineWitness() { observation.harms.append(trouble) }
        if let shortfall = probe.needs.shortfall(observation) { observation.harms.append(shortfall) }
        return Outcome(
            probe: probe, observation: observation, isContained: Self.isContained(probe, observation), skipped: nil)
    }

    static var isIntel: Bool {
        #if arch(x86_64)
        true
        #else
        false
        #endif
    }

    /// Whether what was seen is one of the things that may be seen, and did no harm.
    static func isContained(_ probe: Probe, _ observation: Observation) -> Bool {
        observation.breaches.isEmpty && observation.harms.isEmpty
            && (!probe.needs.acceptsNothing || observation.accepted == 0)
            && probe.expected.contains { $0.covers(observation.sight, observation.text) }
    }

    func spec(for probe: Probe) -> WorkerSpec {
        let peer = probe.needs.attacksTheWitness ? stage.workers[Arena.witness].pointee.pid : getpid()
        var spec = WorkerSpec(
            program: plan.worker, library: "\(plan.libraries)/\(probe.library).so", strategy: Arena.attacker)
        Self.adapt(&spec)
        spec.processor = stage.processors.attackers
        spec.parameters = [
            tectra_parameter("variant", text: probe.variant), tectra_parameter("when", integer: probe.moment.rawValue),
            tectra_parameter("peer", integer: Int64(peer)), tectra_parameter("path", text: canaries.path),
            tectra_parameter("port", integer: Int64(canaries.port)),
        ]
        if probe.needs.memory > 0 { spec.limits.memory = probe.needs.memory }
        spec.limits.loadMilliseconds = probe.needs.loadMilliseconds > 0 ? probe.needs.loadMilliseconds : 5000
        return spec
    }
}
