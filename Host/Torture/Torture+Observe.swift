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
    mutating func observe(_ probe: Probe, _ spec: WorkerSpec, image: LibraryImage? = nil) -> Observation {
        arena.lines.removeAll(keepingCapacity: true)
        arena.harms.removeAll()
        arena.corruption = nil
        arena.accepted = 0
        (arena.requests, arena.lineCount) = (0, 0)
        arena.states.removeAll()
        let begun = arena.pipeline.engine.time
        var observation = Observation()
        let error = arena.enter(spec, sandbox, as: Arena.attacker, image: image, gift: probe.needs.state)
        if let error {
            (observation.sight, observation.text) = (Self.sight(of: error), "\(error)")
        } else {
            let hard = probe.needs.hardMilliseconds &* 1_000_000
            let verdict = watch(
                events: probe.needs.events, saves: probe.needs.saves, hard: hard > 0 ? hard : Self.hardDeadline)
            observation.droppedLogs = arena.pipeline.workers[Arena.attacker].pointee.droppedLogs
            conclude(verdict, &observation)
        }
        for line in arena.lines { observation.take(line: line) }
        observation.harms += arena.harms
        observation.accepted = arena.accepted
        (observation.requests, observation.lines) = (arena.requests, arena.lineCount)
        observation.states = arena.states.map { $0.withUnsafeBytes { "\($0.count) bytes, \(Digest(of: $0))" } }
        observation.eventNanoseconds = arena.pipeline.engine.time &- begun
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
        case ended(WorkerExit), corrupt(String), stuck, done, timeout
    }

    /// Turns the arena until the attacker has ended, must be ended, or has lived through enough.
    private mutating func watch(events: UInt64, saves: Int, hard: Int64) -> Reason {
        let begun = tectra_clock_monotonic()
        var detector = StuckDetector(soft: Self.softDeadline, hard: hard)
        let words = arena.pipeline.workers[Arena.attacker].pointee.words
        let target = arena.tickCount &+ events
        var goal: UInt64?
        var asked = 0
        while true {
            arena.turn()
            if asked < saves, asked == arena.states.count {
                arena.askState()
                asked += 1
            }
            if let corruption = arena.corruption { return .corrupt(corruption) }
            if let exit = arena.pipeline.workers[Arena.attacker].pointee.poll() { return .ended(exit) }
            let now = tectra_clock_monotonic()
            let head = arena.pipeline.lastMarketSequence
            if case .stuck = detector.look(
                now: now, head: head, processed: words.processed.load(), heartbeat: words.heartbeat.load())
            {
                return .stuck
            }
            if goal == nil, arena.tickCount >= target { goal = head }
            if let goal, words.processed.load() >= goal, arena.states.count >= saves {
                // Everything it sent before is on the ring by now.
                for _ in 0..<200 { arena.turn() }
                if let corruption = arena.corruption { return .corrupt(corruption) }
                return .done
            }
            if now &- begun > Self.patience { return .timeout }
        }
    }

    private mutating func conclude(_ reason: Reason, _ observation: inout Observation) {
        switch reason {
        case .ended(let exit):
            observation.sight = Self.sight(of: exit)
            observation.text = "\(exit); \(exit.whereabouts)"
            _ = arena.leave(.killed)
        case .corrupt(let text):
            (observation.sight, observation.text) = (.corrupt, text)
            _ = arena.leave(.protocolBroken)
        case .stuck:
            observation.sight = .deadline
            observation.text = arena.leave(.deadline)?.description ?? "it could not be ended"
        case .done:
            observation.sight = .lives
            _ = arena.leave(.killed)
        case .timeout:
            (observation.sight, observation.text) = (.other, "nothing happened within 6 s")
            _ = arena.leave(.killed)
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
