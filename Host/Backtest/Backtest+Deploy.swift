/// Starting the strategies of a backtest: real workers in the real sandbox.
internal import EngineLink
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Workers

extension Backtest {
    /// Reads the libraries of all strategies, so that one that can not be used is known before anything
    /// is begun.
    static func libraries(_ strategies: [DeployRequest]) throws(BacktestError) -> [LibraryImage] {
        var images: [LibraryImage] = []
        for request in strategies {
            let problems = request.problems
            guard problems.isEmpty else { throw .strategy(name: request.name, problems: problems) }
            images.append(
                try catching({ .worker(name: request.name, $0) }) { () throws(WorkerError) in
                    try LibraryImage(reading: request.library)
                })
        }
        return images
    }

    mutating func deploy(
        _ request: DeployRequest, _ library: LibraryImage, as strategy: UInt8, _ plan: BacktestPlan
    ) throws(BacktestError) {
        let wrap = { (error: WorkerError) in BacktestError.worker(name: request.name, error) }
        let sandbox = sandbox
        var spec = Self.spec(for: request, as: strategy, plan)
        // The host answers within a microsecond: where there is a processor for each, a worker that
        // slept would only wait longer; where there is not, one that looks on only keeps the others off.
        spec.wait = WaitStrategy(
            spins: Self.isCrowded(plan) ? 50 : 2000, yields: Self.isCrowded(plan) ? 0 : 1_000_000, sleep: 1_000_000)
        spec.measures = observer != nil
        let worker = try catching(wrap) { () throws(WorkerError) in
            try WorkerProcess.spawn(spec, library: library, market: market, sandbox: sandbox)
        }
        var deploy = tectra_deploy.blank
        deploy.time = midnight
        deploy.strategy = strategy
        deploy.tier = worker.tier.rawValue
        deploy.dry_run = request.isDryRun ? 1 : 0
        deploy.wants = UInt8(truncatingIfNeeded: worker.facts.wants)
        deploy.seed = request.seed
        Self.put(request.name, into: &deploy.name)
        Self.put(worker.facts.version, into: &deploy.version)
        Self.put(worker.libraryDigest.bytes, into: &deploy.library_sha256)
        Self.put(worker.filterDigest.bytes, into: &deploy.filter_sha256)
        observer?.started(strategy, worker.started)
        pipeline.workers.put(worker, as: strategy)
        pipeline.attach(strategy)
        numbers.append(strategy)
        result.strategies.append(StrategyResult(name: request.name, sampling: plan.sampling))
        do throws(JournalError) {
            for parameter in spec.parameters { try note(parameter, of: strategy) }
            try pipeline.input(deploy, received: midnight)
            for symbol in request.symbols {
                var subscribe = tectra_subscribe.blank
                subscribe.time = midnight
                subscribe.strategy = strategy
                Self.put(symbol, into: &subscribe.symbol)
                try pipeline.input(subscribe, received: midnight)
            }
            var start = tectra_strategy_command.blank
            start.time = midnight
            start.strategy = strategy
            start.command = UInt8(TECTRA_COMMAND_START)
            try pipeline.input(start, received: midnight)
            try settle()
        } catch {
            throw .journal(error)
        }
    }

    /// A parameter is what a replay must give the strategy again; the core has no use for it.
    private mutating func note(_ parameter: tectra_parameter, of strategy: UInt8) throws(JournalError) {
        try withUnsafeBytes(of: parameter) { bytes throws(JournalError) in
            try pipeline.note(bytes, strategy: strategy)
        }
    }

    private static func spec(
        for request: DeployRequest, as strategy: UInt8, _ plan: BacktestPlan
    ) -> WorkerSpec {
        let configuration = plan.engine
        var spec = WorkerSpec(program: configuration.workerProgram, library: request.library, strategy: strategy)
        spec.parameters = request.parameters.map { parameter in
            switch parameter.value {
            case .integer(let value): tectra_parameter(parameter.name, integer: value)
            case .number(let value): tectra_parameter(parameter.name, number: value)
            case .text(let value): tectra_parameter(parameter.name, text: value)
            }
        }
        spec.seed = request.seed
        spec.expectedDigest = Digest(hexadecimal: request.expectedSHA256)
        spec.instruments = UInt32(clamping: configuration.instrumentsMax)
        spec.privateCells = configuration.privateRingCells
        spec.orderSlots = configuration.orderRingSlots
        spec.limits.memory = configuration.workerMemory
        spec.limits.loadMilliseconds = configuration.workerLoadMilliseconds
        spec.user = configuration.workerUser
        spec.trapsClock = plan.trapsClock
        return spec
    }

    private static func put<Field>(_ text: String, into field: inout Field) {
        put(Array(text.utf8.prefix(MemoryLayout<Field>.size - 1)), into: &field)
    }

    private static func put<Field>(_ bytes: [UInt8], into field: inout Field) {
        withUnsafeMutableBytes(of: &field) { room in
            for (index, byte) in bytes.enumerated() where index < room.count { room[index] = byte }
        }
    }
}
