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
    /// Seconds of quiet before the first attack, for the baseline.
    public var baseline = 1.0
    public var seed: UInt64 = 1

    public init(worker: String, rig: String?, libraries: String, scratch: String) {
        self.worker = worker
        self.rig = rig
        self.libraries = libraries
        self.scratch = scratch
    }
}

/// The suite at work. Its thread turns the arena, so it is kept busy throughout.
public struct Torture: ~Copyable {
    let plan: TorturePlan
    let sandbox: SandboxHost
    let canaries: Canaries
    var arena: Arena

    private init(_ plan: TorturePlan, _ sandbox: SandboxHost, _ canaries: Canaries, _ arena: consuming Arena) {
        self.plan = plan
        self.sandbox = sandbox
        self.canaries = canaries
        self.arena = arena
    }

    /// Sets the arena up and lets the witness in.
    public static func prepare(_ plan: TorturePlan) throws(ArenaError) -> Torture {
        let canaries = try Canaries(directory: plan.scratch)
        let sandbox: SandboxHost
        do throws(WorkerError) {
            // Paper: a machine that is too weak to trade on is still worth looking at.
            sandbox = try SandboxHost(mode: .paper)
        } catch {
            throw ArenaError("\(error)")
        }
        var torture = Torture(plan, sandbox, canaries, try Arena.make(seed: plan.seed))
        var spec = WorkerSpec(
            program: plan.worker, library: "\(plan.libraries)/witness.so", strategy: Arena.witness)
        adapt(&spec)
        if let error = torture.arena.enter(spec, sandbox, as: Arena.witness) {
            throw ArenaError("the witness does not start: \(error)")
        }
        torture.arena.isOpen = true
        return torture
    }

    static func adapt(_ spec: inout WorkerSpec) {
        spec.instruments = 64
        spec.openOrders = 512
        spec.orderSlots = 1024
        spec.wait = WaitStrategy(spins: 200, yields: 20, sleep: 1_000_000)
    }

    /// Runs all attacks that were asked for.
    ///
    /// - Parameter progress: called before each attack.
    public mutating func run(progress: (Attack) -> Void = { _ in }) -> TortureReport {
        let begun = tectra_clock_monotonic()
        quiet(plan.baseline)
        let quietLatency = takeTail()
        harmlessNeighbor(plan.baseline)
        let besideLatency = takeTail()
        var rows: [TortureRow] = []
        for attack in Attack.all where plan.only.isEmpty || plan.only.contains(attack.number) {
            progress(attack)
            rows.append(TortureRow(attack, outcomes: run(attack)))
        }
        let underAttack = takeTail()
        quiet(plan.baseline)
        return TortureReport(
            rows: rows, tier: sandbox.tier, warnings: sandbox.warnings, features: sandbox.features,
            filter: sandbox.filters.digest, user: geteuid(), quiet: quietLatency, besideHarmless: besideLatency,
            underAttack: underAttack, quietAgain: takeTail(),
            ticks: arena.tickCount, seconds: Double(tectra_clock_monotonic() &- begun) / 1e9)
    }

    /// Only the witness trades.
    private mutating func quiet(_ seconds: Double) {
        let end = tectra_clock_monotonic() &+ Int64(seconds * 1e9)
        while tectra_clock_monotonic() < end { arena.turn() }
    }

    /// A strategy that does no harm comes and goes where the attackers will: what any neighbor costs on this
    /// machine, which no sandbox can take away.
    private mutating func harmlessNeighbor(_ seconds: Double) {
        let end = tectra_clock_monotonic() &+ Int64(seconds * 1e9)
        var spec = WorkerSpec(
            program: plan.worker, library: "\(plan.libraries)/witness.so", strategy: Arena.attacker)
        Self.adapt(&spec)
        while tectra_clock_monotonic() < end {
            guard arena.enter(spec, sandbox, as: Arena.attacker) == nil else { return }
            for _ in 0..<300 { arena.turn() }
            _ = arena.leave(.killed)
        }
    }

    private mutating func takeTail() -> Tail {
        defer { arena.latencies.removeAll(keepingCapacity: true) }
        return Tail(arena.latencies)
    }

    private mutating func run(_ attack: Attack) -> [Outcome] {
        attack.probes.map { attempt($0) } + runSpecial(attack.number)
    }

    /// Tries one thing, and looks at the host and at the witness afterwards.
    mutating func attempt(
        _ probe: Probe, image: LibraryImage? = nil, _ change: (inout WorkerSpec) -> Void = { _ in }
    ) -> Outcome {
        if probe.needs.isIntel, !Self.isIntel { return .skipped(probe, "only x86-64 has this door") }
        var spec = spec(for: probe)
        change(&spec)
        return judge(probe, observe(probe, spec, image: image))
    }

    /// Holds what was seen against what may be seen.
    mutating func judge(_ probe: Probe, _ seen: Observation) -> Outcome {
        var observation = seen
        observation.harms += canaries.harms(besides: arena.pipeline.workers[Arena.witness].pointee.pid)
        if let trouble = arena.examineWitness() { observation.harms.append(trouble) }
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
        let peer = probe.needs.attacksTheWitness ? arena.pipeline.workers[Arena.witness].pointee.pid : getpid()
        var spec = WorkerSpec(
            program: plan.worker, library: "\(plan.libraries)/\(probe.library).so", strategy: Arena.attacker)
        Self.adapt(&spec)
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
