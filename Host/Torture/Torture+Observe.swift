/// One try: the attacker comes in, does what it does, and is looked at until there is nothing more to see.
internal import CLinux
internal import Engine
internal import Pipeline
internal import Sandbox
internal import SharedMemory
internal import Workers

extension Torture {
    /// ns that one event may take before it is reported, and before the worker is ended.
    static let softDeadline: Int64 = 20_000_000
    static let hardDeadline: Int64 = 150_000_000
    /// No try takes longer, ns.
    static let patience: Int64 = 6_000_000_000

    /// Lets an attacker in and observes it to its end.
    ///
    /// - Parameter image: its library as it was read before; nil reads it.
    func observe(_ probe: Probe, _ spec: WorkerSpec, image: LibraryImage? = nil) -> Observation {
        let begun = stage.with { $0.forget() }
        var observation = Observation()
        let error = stage.enter(spec, sandbox, as: Arena.attacker, image: image, gift: probe.needs.state)
        if let error {
            (observation.sight, observation.text) = (Self.sight(of: error), "\(error)")
        } else {
            stage.with { $0.phase = .underAttack }
            let hard = probe.needs.hardMilliseconds &* 1_000_000
            let verdict = watch(
                events: probe.needs.events, saves: probe.needs.saves, hard: hard > 0 ? hard : Self.hardDeadline)
            stage.with { $0.phase = .comingAndGoing }
            observation.droppedLogs = stage.workers[Arena.attacker].pointee.droppedLogs
            conclude(verdict, &observation)
        }
        stage.with { arena in
            for line in arena.lines { observation.take(line: line) }
            observation.harms += arena.harms
            observation.accepted = arena.accepted
            (observation.requests, observation.lines) = (arena.requests, arena.lineCount)
            observation.states = arena.states.map { $0.withUnsafeBytes { "\($0.count) bytes, \(Digest(of: $0))" } }
            observation.eventNanoseconds = arena.pipeline.engine.time &- begun
        }
        if observation.sight == .lives, !observation.held.isEmpty, observation.opens.isEmpty {
            observation.sight = .held
        }
        if observation.text.isEmpty {
            observation.text = (observation.breaches + observation.opens + observation.held).first ?? ""
        }
        return observation
    }

    /// Why the watch ended.
    private enum Reason {
        case ended, corrupt(String), stuck, done, timeout
    }

    /// Watches until the attacker has ended, must be ended, or has lived through enough.
    private func watch(events: UInt64, saves: Int, hard: Int64) -> Reason {
        let begun = tectra_clock_monotonic()
        var detector = StuckDetector(soft: Self.softDeadline, hard: hard)
        let words = stage.workers[Arena.attacker].pointee.words
        let target = stage.with { $0.tickCount } &+ events
        var goal: UInt64?
        var asked = 0
        while true {
            stage.pause(500_000)
            let hasEnded = stage.hasEnded(Arena.attacker)
            if hasEnded { stage.settle() }
            let now = stage.with { $0.standing }
            if let corruption = now.corruption { return .corrupt(corruption) }
            if hasEnded { return .ended }
            if asked < saves, asked == now.states {
                _ = stage.insist(Arena.attacker) { $0.askState() }
                asked += 1
            }
            let time = tectra_clock_monotonic()
            if case .stuck = detector.look(
                now: time, head: now.head, processed: words.processed.load(), heartbeat: words.heartbeat.load())
            {
                return .stuck
            }
            if goal == nil, now.ticks >= target { goal = now.head }
            if let goal, words.processed.load() >= goal, now.states >= saves {
                // Everything it sent before is on the ring by now.
                stage.settle()
                return stage.with { $0.corruption }.map { .corrupt($0) } ?? .done
            }
            if time &- begun > Self.patience { return .timeout }
        }
    }

    private func conclude(_ reason: Reason, _ observation: inout Observation) {
        switch reason {
        case .ended:
            guard let exit = stage.leave(.killed) else { return observation.text = "it could not be reaped" }
            observation.sight = Self.sight(of: exit)
            observation.text = "\(exit); \(exit.whereabouts)"
        case .corrupt(let text):
            (observation.sight, observation.text) = (.corrupt, text)
            _ = stage.leave(.protocolBroken)
        case .stuck:
            observation.sight = .deadline
            observation.text = stage.leave(.deadline)?.description ?? "it could not be ended"
        case .done:
            observation.sight = .lives
            _ = stage.leave(.killed)
        case .timeout:
            (observation.sight, observation.text) = (.other, "nothing happened within 6 s")
            _ = stage.leave(.killed)
        }
    }

    static func sight(of exit: WorkerExit) -> Sight {
        switch exit.cause {
        case .stopped: .stopped
        case .exit(let code): .exit(code)
        case .refused: .refused("")
        case .trap: .trap
        case .filter(let call): .filter(call.map { FilterProgram.name(ofCall: $0) })
        case .signal(let number): .signal(number)
        case .memory: .signal(9)
        case .deadline: .deadline
        case .protocolBroken: .corrupt
        case .attestation: .attestation
        case .killed: .other
        }
    }

    static func sight(of error: WorkerError) -> Sight {
        switch error {
        case .ended(let exit): sight(of: exit)
        case .refused, .library: .refused("")
        case .deadline: .loadDeadline
        case .attestation: .attestation
        case .program, .sandbox, .system, .spec: .other
        }
    }
}
