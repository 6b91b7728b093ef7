/// The validator of strategies: every check runs the library in real workers of its own, locked down and attested
/// as live ones are, and says what is wrong in words that its author can act on.
internal import EngineLink
internal import PluginABI
internal import Sandbox
internal import Workers

public struct PluginCheck {
    let plan: CheckPlan
    let image: LibraryImage
    let sandbox: SandboxHost
    /// Why no worker of the library becomes ready; nil when one does.
    private(set) var obstacle: WorkerError?
    /// What it says about itself.
    private(set) var facts: StrategyFacts?
    /// Whether it lasts through the feed when nothing is trapped; nil until it was tried.
    var lastsThroughFeed: Bool?
    var day: CheckDay?

    /// Makes all checks of the plan.
    ///
    /// - Parameter progress: called before each check.
    /// - Throws: `CheckError` when it is the machine that can not do it.
    public static func run(
        _ plan: CheckPlan, progress: (CheckKind) -> Void = { _ in }
    ) throws(CheckError) -> CheckReport {
        var report = CheckReport(library: plan.library, seed: plan.seed)
        let kinds = CheckKind.allCases.filter { plan.only.isEmpty || plan.only.contains($0) }
        let sandbox: SandboxHost
        do throws(WorkerError) {
            sandbox = try SandboxHost(mode: .paper)
        } catch {
            throw CheckError("\(error)")
        }
        progress(.file)
        let image: LibraryImage
        do throws(WorkerError) {
            image = try LibraryImage(reading: plan.library)
        } catch {
            guard case .library(_, let reason) = error else { throw CheckError("\(error)") }
            report.results = kinds.map { kind in
                kind == .file
                    ? CheckResult(.file, reason, [CheckFinding(.error, reason)])
                    : .skipped(kind, "the file can not be loaded")
            }
            if !kinds.contains(.file) { throw CheckError("\(error)") }
            return report
        }
        report.digest = "\(image.digest)"
        report.size = image.size
        report.tier = "\(sandbox.tier)"
        var check = PluginCheck(plan: plan, image: image, sandbox: sandbox)
        try check.look()
        if let facts = check.facts {
            (report.name, report.version, report.author) = (facts.name, facts.version, facts.author)
        }
        for kind in kinds {
            progress(kind)
            report.results.append(try check.make(kind))
        }
        return report
    }

    private init(plan: CheckPlan, image: LibraryImage, sandbox: SandboxHost) {
        self.plan = plan
        self.image = image
        self.sandbox = sandbox
    }

    /// Starts it once, to see whether it can be started at all.
    private mutating func look() throws(CheckError) {
        do throws(WorkerError) {
            let worker = try CheckWorker(spec(), image, sandbox)
            facts = worker.facts
        } catch {
            try Self.hold(error)
            obstacle = error
        }
    }

    private mutating func make(_ kind: CheckKind) throws(CheckError) -> CheckResult {
        switch kind {
        case .file: return CheckResult(.file, "\(image.size) bytes, SHA-256 \("\(image.digest)".prefix(16))…")
        case .exports: return exports()
        case .libraries: return libraries()
        case .imports: return imports()
        case .negotiation: return try negotiation()
        case .descriptor: return descriptor()
        default: break
        }
        guard obstacle == nil else { return .skipped(kind, "it does not start: see descriptor") }
        switch kind {
        case .manifest: return try manifest()
        case .lifecycle: return try lifecycle()
        case .configuration: return try configuration()
        case .state: return try state()
        case .damagedState: return try damagedState()
        case .determinism: return try determinism()
        case .clock: return try clock()
        case .entropy: return try entropy()
        case .extremes: return try extremes()
        case .symbols: return try symbols()
        case .latency: return try latency()
        case .memory: return try memory()
        default: return .skipped(kind, "unknown")
        }
    }

    // MARK: - Workers

    /// How a worker of the library is started.
    func spec() -> WorkerSpec {
        var spec = WorkerSpec(program: plan.worker, library: image.path, strategy: 1)
        spec.parameters = plan.deployment.parameters.map(tectra_parameter.init(of:))
        spec.seed = plan.deployment.seed
        spec.instruments = 64
        spec.orderSlots = 1 << 12
        return spec
    }

    /// A ready worker.
    ///
    /// - Returns: the worker, or the library's own fault that there is none.
    func worker(
        _ change: (inout WorkerSpec) -> Void = { _ in }
    ) throws(CheckError) -> Attempt {
        var spec = spec()
        change(&spec)
        do throws(WorkerError) {
            return .ready(try CheckWorker(spec, image, sandbox))
        } catch {
            try Self.hold(error)
            return .refused(error)
        }
    }

    /// A worker, or why there is none.
    enum Attempt: ~Copyable {
        case ready(CheckWorker)
        case refused(WorkerError)
    }

    /// Lets through only what is the library's fault.
    static func hold(_ error: WorkerError) throws(CheckError) {
        switch error {
        case .program, .sandbox, .system, .spec, .attestation: throw CheckError("\(error)")
        case .library, .refused, .deadline, .ended: break
        }
    }
}

extension tectra_parameter {
    init(of parameter: (name: String, value: ParameterValue)) {
        switch parameter.value {
        case .integer(let value): self.init(parameter.name, integer: value)
        case .number(let value): self.init(parameter.name, number: value)
        case .text(let value): self.init(parameter.name, text: value)
        }
    }
}
