/// The lives of workers: starting one, noticing its end at once, ending it when it must, and telling
/// the core, which cancels its orders.
internal import CLinux
internal import EngineLink
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Synchronization
internal import Workers

/// Why a deployment was refused, for people.
struct DeployRefusal: Error {
    let text: String
}

extension Supervisor {
    // MARK: - Starting

    /// Starts a strategy: its worker, then its place in the core, then its first command.
    mutating func start(_ request: DeployRequest) -> Result<DeployReply, DeployRefusal> {
        let problems = request.problems
        guard problems.isEmpty else { return .failure(DeployRefusal(text: problems.joined(separator: "\n"))) }
        if strategies.contains(where: { $0?.isLive == true && $0?.request.name == request.name }) {
            return .failure(
                DeployRefusal(text: "\(request.name) is running already; stop it first, or use another name"))
        }
        guard let strategy = place(for: request) else {
            return .failure(
                DeployRefusal(
                    text: request.strategy == 0
                        ? "all 63 strategies are taken; stop one first"
                        : "number \(request.strategy) is another strategy's; stop that first, or use another number"))
        }
        do throws(WorkerError) {
            let library = try LibraryImage(reading: request.library)
            let worker = try WorkerProcess.spawn(
                spec(for: request, library, as: strategy), library: library, market: market, sandbox: sandbox)
            try Self.hold(worker.facts, to: request.expected)
            let entry = StrategyEntry(Incumbent(request, library, worker), now: tectra_clock_realtime())
            let deploy = deployRecord(for: request, worker, as: strategy)
            workers.put(worker, as: strategy)
            strategies[Int(strategy)] = entry
            for parameter in parameters(of: request) { note(parameter, strategy: strategy) }
            tell(CoreMessage(.attach, strategy: strategy))
            tell(deploy)
            for symbol in request.symbols { tell(tectra_subscribe(strategy, to: symbol)) }
            var start = tectra_strategy_command.blank
            start.strategy = strategy
            start.command = UInt8(TECTRA_COMMAND_START)
            tell(start)
            Log.info(
                "\(request.name) runs as strategy \(strategy) in process \(entry.pid), tier \(entry.incumbent.tier)")
            return .success(entry.incumbent.reply(as: strategy))
        } catch {
            Log.warning("\(request.name) was not deployed: \(error)")
            return .failure(DeployRefusal(text: "\(error)"))
        }
    }

    /// Before a library trades, its descriptor is what its manifest says.
    static func hold(_ facts: StrategyFacts, to expected: LibrarySelf?) throws(WorkerError) {
        let found = LibrarySelf(
            name: facts.name, version: facts.version, author: facts.author, abi: ABIVersion(word: facts.abiVersion),
            stateSchema: facts.stateSchema)
        let differences = expected?.differences(from: found) ?? []
        if !differences.isEmpty { throw .refused(differences.joined(separator: "; ")) }
    }

    /// The number that is asked for; else the one it had before; else the lowest that is free.
    private func place(for request: DeployRequest) -> UInt8? {
        let name = request.name
        if request.strategy != 0 {
            let taken = strategies[Int(request.strategy)].map { !$0.isOver } ?? false
            return taken ? nil : request.strategy
        }
        if let before = strategies.indices.first(where: { strategies[$0]?.request.name == name }),
            strategies[before]?.isOver == true
        {
            return UInt8(before)
        }
        let never = strategies.indices.dropFirst().first { strategies[$0] == nil }
        let over = strategies.indices.dropFirst().first { strategies[$0]?.isOver == true }
        return (never ?? over).map { UInt8($0) }
    }

    func spec(for request: DeployRequest, _ library: LibraryImage, as strategy: UInt8) -> WorkerSpec {
        var spec = WorkerSpec(program: configuration.workerProgram, library: request.library, strategy: strategy)
        // `problems` has seen that it is a digest, when there is one.
        spec.expectedDigest = Digest(hexadecimal: request.expectedSHA256)
        spec.parameters = parameters(of: request)
        spec.seed = request.seed
        spec.instruments = UInt32(clamping: configuration.instrumentsMax)
        spec.privateCells = configuration.privateRingCells
        spec.orderSlots = configuration.orderRingSlots
        spec.wait = .init(named: configuration.workerWait.rawValue) ?? .balanced
        spec.processor = Int32(clamping: request.processor < 0 ? configuration.workerProcessor : request.processor)
        spec.limits.memory = configuration.workerMemory
        spec.limits.processorPercent = configuration.workerProcessorPercent
        spec.limits.loadMilliseconds = configuration.workerLoadMilliseconds
        spec.user = configuration.workerUser
        return spec
    }

    func parameters(of request: DeployRequest) -> [tectra_parameter] {
        request.parameters.map { parameter in
            switch parameter.value {
            case .integer(let value): tectra_parameter(parameter.name, integer: value)
            case .number(let value): tectra_parameter(parameter.name, number: value)
            case .text(let value): tectra_parameter(parameter.name, text: value)
            }
        }
    }

    private func deployRecord(
        for request: DeployRequest, _ worker: borrowing WorkerProcess, as strategy: UInt8
    ) -> tectra_deploy {
        var record = tectra_deploy.blank
        record.strategy = strategy
        record.tier = worker.tier.rawValue
        record.dry_run = request.isDryRun ? 1 : 0
        record.wants = UInt8(truncatingIfNeeded: worker.facts.wants)
        record.process = UInt32(bitPattern: worker.pid)
        record.seed = request.seed
        withUnsafeMutableBytes(of: &record.name) { $0.put(request.name) }
        withUnsafeMutableBytes(of: &record.version) { $0.put(worker.facts.version) }
        worker.libraryDigest.copy(to: &record.library_sha256)
        worker.filterDigest.copy(to: &record.filter_sha256)
        return record
    }

    // MARK: - Ends

    /// Looks at every worker that lives: whether it is stuck; and at those that must be gone.
    mutating func watchWorkers() {
        let now = tectra_clock_monotonic()
        let head = queues.published.load(ordering: .relaxed)
        for index in strategies.indices {
            guard var entry = strategies[index] else { continue }
            switch entry.phase {
            case .attached:
                let verdict = entry.incumbent.look(now: now, head: head)
                let isStuck = note(verdict, of: &entry)
                if now >= nextMemoryLook { lookAtMemory(of: &entry) }
                strategies[index] = entry
                if isStuck { release(UInt8(index), .deadline) }
            case .ending:
                reap(UInt8(index))
            case .detaching, .gone:
                break
            }
        }
        if now >= nextMemoryLook { nextMemoryLook = now &+ 1_000_000_000 }
    }

    /// Counts and tells what the watch saw; each slow event once. True when the worker must be ended.
    private func note(_ verdict: WatchVerdict, of entry: inout StrategyEntry) -> Bool {
        switch verdict {
        case .well:
            entry.isSlow = false
        case .slow(let nanoseconds):
            guard !entry.isSlow else { break }
            entry.isSlow = true
            entry.softDeadlines &+= 1
            Log.warning("\(entry.request.name) has one event in hand for \(nanoseconds / 1_000_000) ms")
        case .stuck(let nanoseconds):
            entry.hardDeadlines &+= 1
            Log.warning("\(entry.request.name) is stuck for \(nanoseconds / 1_000_000) ms and is ended")
            return true
        }
        return false
    }

    private func lookAtMemory(of entry: inout StrategyEntry) {
        guard let bytes = WorkerProcess.privateMemory(of: entry.pid), entry.memory.look(bytes) else { return }
        Log.warning(
            "\(entry.request.name) holds \(bytes >> 20) MiB and has only grown for \(MemoryWatch.looks) looks: "
                + "it may leak")
    }

    /// The same of the second seats, and what is due of them.
    mutating func watchSeats() {
        let now = tectra_clock_monotonic()
        let head = queues.published.load(ordering: .relaxed)
        for strategy in reloads.keys {
            guard var reload = reloads[strategy] else { continue }
            if reload.phase == .shadow || reload.phase == .kept || reload.phase == .catching {
                let verdict = reload.seated.look(now: now, head: head)
                reloads[strategy]?.seated = reload.seated
                if case .stuck = verdict { fail(strategy, "it was stuck") }
            }
            if reload.seated.hasEnded { loseSeat(strategy) }
            step(strategy)
        }
    }

    static func words(of failure: SeatFailure) -> String {
        switch failure {
        case .none: "it was closed"
        case .lapped: "it was too slow for the market"
        case .overflowing: "it did not take its own records in time, or there were too many while it loaded"
        case .corrupt: "it broke the protocol of its ring"
        }
    }

    /// Asks the engine thread to let go of a worker that has ended, or must for a reason of the host's.
    mutating func release(_ strategy: UInt8, _ reason: WorkerExit.HostReason?) {
        guard Int(strategy) < strategies.count, strategies[Int(strategy)]?.phase == .attached else { return }
        // Past the boundary the version that is lost is the old one: the change is finished first.
        if reloads[strategy]?.phase == .promoting { return }
        if reloads[strategy] != nil { fail(strategy, "the version that traded was lost") }
        strategies[Int(strategy)]?.hostReason = reason
        strategies[Int(strategy)]?.phase = .detaching
        tell(CoreMessage(.detach, strategy: strategy))
    }

    /// The worker is the supervisor's again: end it if it still lives.
    mutating func bury(_ strategy: UInt8) {
        guard Int(strategy) < strategies.count, let entry = strategies[Int(strategy)] else { return }
        if let reason = entry.hostReason { workers[strategy].pointee.kill(reason) }
        strategies[Int(strategy)]?.phase = .ending
        reap(strategy)
    }

    /// Tells the core how a worker ended, once it has.
    private mutating func reap(_ strategy: UInt8) {
        guard var entry = strategies[Int(strategy)], let exit = workers[strategy].pointee.poll() else { return }
        var lost = tectra_worker_lost.blank
        lost.strategy = strategy
        lost.cause = exit.lostCause
        lost.signal = exit.signal
        lost.detail = exit.detail
        withUnsafeMutableBytes(of: &lost.text) { $0.put(exit.description) }
        let isToRestart = exit.cause != .stopped && entry.budget.left > 0 && entry.request.onFault != .kill
        lost.keeps_orders = isToRestart && entry.request.keepsOrders ? 1 : 0
        tell(lost)
        if exit.cause == .stopped {
            Log.info("\(entry.request.name) has stopped")
        } else {
            entry.note(exit)
            Log.warning("\(entry.request.name) was lost: \(exit); \(exit.whereabouts)")
            if entry.request.onFault == .kill { killFirm(because: "\(entry.request.name) was lost: \(exit)") }
        }
        // The place stays for the one that is to come.
        if !isToRestart { workers.remove(strategy) }
        entry.remark = exit.description
        entry.phase = .gone
        strategies[Int(strategy)] = entry
        if isToRestart { scheduleRestart(strategy) } else if exit.cause != .stopped { giveUp(strategy) }
    }

    private func killFirm(because text: String) {
        var kill = tectra_kill_switch.blank
        kill.engaged = 1
        kill.setOperator("tectra-engine")
        kill.setText(text)
        tell(kill)
    }

    /// At the engine's own end: no worker outlives it.
    mutating func endWorkers() {
        for strategy in reloads.keys where shadows.holds(strategy) {
            _ = shadows[strategy].pointee.killAndReap()
            shadows.remove(strategy)
        }
        for index in strategies.indices where strategies[index]?.phase != .gone && strategies[index] != nil {
            _ = workers[UInt8(index)].pointee.killAndReap()
            workers.remove(UInt8(index))
            strategies[index]?.phase = .gone
        }
    }
}
