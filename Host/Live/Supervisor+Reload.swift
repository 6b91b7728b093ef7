/// Changes of version: the supervisor's part, which may take its time. Until the boundary is journaled
/// every failure ends the new version alone, and the old one never notices.
internal import CLinux
internal import EngineLink
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Synchronization
internal import Workers

extension Supervisor {
    mutating func handle(_ reload: ReloadRequest, _ origin: LinkReturn?) {
        guard let entry = strategies[Int(reload.strategy & 63)] else {
            return refuse(origin, "there is no strategy \(reload.strategy); tectractl strategy list shows them")
        }
        guard entry.phase == .attached else {
            return refuse(origin, "\(entry.request.name) has no worker any more (\(entry.remark)); deploy it again")
        }
        switch reload.action {
        case .reload: begin(reload, origin)
        case .promote: askPromotion(reload, origin)
        case .rollback: rollBack(reload, entry, origin)
        case .dismiss: dismiss(reload.strategy, origin)
        }
    }

    private mutating func refuse(_ origin: LinkReturn?, _ text: String) {
        if let origin { link.refuse(origin, text) }
    }

    // MARK: - Beginning

    private mutating func begin(_ reload: ReloadRequest, _ origin: LinkReturn?) {
        if let pending = configurations[reload.strategy], !pending.request.parameters.isEmpty {
            return refuse(origin, "a change of its parameters is under way; try again")
        }
        if let current = reloads[reload.strategy] {
            // A seat that is being given up is free in a moment: the request waits for it.
            guard current.phase == .kept || (current.phase == .closing && current.next == nil) else {
                return refuse(
                    origin,
                    "\(current.seated.facts.version) is in the second seat already; promote or dismiss it first")
            }
            reloads[reload.strategy]?.next = (reload, origin)
            return close(reload.strategy)
        }
        guard let entry = strategies[Int(reload.strategy)], let deploy = version(reload, of: entry) else {
            return refuse(origin, "a reload names the new version's library")
        }
        let problems = deploy.problems
        guard problems.isEmpty else { return refuse(origin, problems.joined(separator: "\n")) }
        do throws(WorkerError) {
            let image = try LibraryImage(reading: deploy.library)
            try seat(deploy, image, for: reload, origin)
        } catch {
            refuse(origin, "\(entry.request.name) \(entry.incumbent.facts.version) trades on: \(error)")
        }
    }

    /// The new version as a deployment: what it does not name is as it was.
    private func version(_ reload: ReloadRequest, of entry: StrategyEntry) -> DeployRequest? {
        guard let wanted = reload.deploy else { return nil }
        var deploy = entry.request
        if !wanted.library.isEmpty { deploy.library = wanted.library }
        if !wanted.parameters.isEmpty { deploy.parameters = wanted.parameters }
        if wanted.processor >= 0 { deploy.processor = wanted.processor }
        deploy.expectedSHA256 = wanted.expectedSHA256
        deploy.expected = wanted.expected
        return deploy
    }

    /// Starts the worker and asks for the cut.
    private mutating func seat(
        _ deploy: DeployRequest, _ image: LibraryImage, for reload: ReloadRequest, _ origin: LinkReturn?
    ) throws(WorkerError) {
        let strategy = reload.strategy
        let now = tectra_clock_monotonic()
        var spec = spec(for: deploy, image, as: strategy)
        spec.continues = true
        let worker = try WorkerProcess.spawn(spec, library: image, market: market, sandbox: sandbox)
        try Self.hold(worker.facts, to: deploy.expected)
        let seated = Incumbent(deploy, image, worker)
        shadows.put(worker, as: strategy)
        seats.prepare(strategy, instruments: configuration.instrumentsMax)
        seatBoard.write(PaperFigures(), of: strategy)
        tray.prepare(strategy)
        reloads[strategy] = Reload(reload, origin, seated, now: now)
        tell(CoreMessage(.openSeat, strategy: strategy))
    }

    private mutating func askPromotion(_ reload: ReloadRequest, _ origin: LinkReturn?) {
        guard let current = reloads[reload.strategy], current.phase == .shadow else {
            return refuse(origin, "no version is in shadow; tectractl strategy reload puts one there")
        }
        reloads[reload.strategy]?.origin = origin
        reloads[reload.strategy]?.isPromotionAsked = true
        step(reload.strategy)
    }

    /// What traded before trades again: at once when it was kept, else it is started anew with the state
    /// of what trades now.
    private mutating func rollBack(_ reload: ReloadRequest, _ entry: StrategyEntry, _ origin: LinkReturn?) {
        if let current = reloads[reload.strategy] {
            guard current.phase == .kept else {
                return refuse(
                    origin, "\(entry.incumbent.facts.version) trades still; dismiss what is in the second seat instead")
            }
            reloads[reload.strategy]?.origin = origin
            return promote(reload.strategy)
        }
        guard let predecessor = entry.predecessor else {
            return refuse(origin, "\(entry.request.name) has had no other version since it was deployed")
        }
        var anew = reload
        anew.promotion = .now
        do throws(WorkerError) {
            try seat(predecessor.request, predecessor.image, for: anew, origin)
        } catch {
            refuse(origin, "\(entry.request.name) \(entry.incumbent.facts.version) trades on: \(error)")
        }
    }

    private mutating func dismiss(_ strategy: UInt8, _ origin: LinkReturn?) {
        guard let current = reloads[strategy], current.phase != .promoting, current.phase != .closing else {
            return refuse(origin, "there is nothing to dismiss in the second seat")
        }
        if let waiting = current.origin { refuse(waiting, "dismissed by an operator") }
        reloads[strategy]?.origin = origin
        close(strategy)
    }

    // MARK: - The engine thread's word

    mutating func take(state reply: CoreReply) {
        let cut = reply.load(as: StateCut.self)
        guard let reload = reloads[reply.strategy], reload.phase == .cutting, reload.isRestart || cut.isForSeat == 1
        else { return keep(cut, of: reply.strategy) }
        if reload.isRestart { return restore(reply.strategy, cut) }
        let state = tray.state(of: reply.strategy, length: Int(truncatingIfNeeded: cut.length))
        reloads[reply.strategy]?.cut = cut
        reloads[reply.strategy]?.state = state
        reloads[reply.strategy]?.phase = .loading
        step(reply.strategy)
    }

    mutating func take(refusal reply: CoreReply) {
        guard let reload = reloads[reply.strategy], reload.phase != .kept else { return }
        let text =
            switch CutRefusal(rawValue: UInt8(truncatingIfNeeded: reply.token)) {
            case .tooMuch: "what it sees and holds does not fit a hand-over"
            default: "it must be running or paused, and its kill switch clear"
            }
        fail(reply.strategy, text)
    }

    mutating func take(promotion reply: CoreReply) {
        guard var reload = reloads[reply.strategy], var entry = strategies[Int(reply.strategy)] else { return }
        let row = reply.load(as: PromotionRow.self)
        if reload.isRestart { return finishRestart(reply.strategy, row) }
        swap(&entry.incumbent, &reload.seated)
        entry.predecessor = reload.seated
        reload.boundary = row
        reload.phase = .kept
        reload.isPromotionAsked = false
        reload.deadline = tectra_clock_monotonic() &+ Int64(clamping: reload.request.keepSeconds) &* 1_000_000_000
        strategies[Int(reply.strategy)] = entry
        let name = entry.request.name
        let cutOff = row.isCutOff == 0 ? "" : ", which did not finish in time and was cut off"
        Log.info(
            "\(name): \(entry.incumbent.facts.version) took over from \(reload.seated.facts.version) at "
                + "\(row.sequence) in \(row.pause) ns\(cutOff)")
        reloads[reply.strategy] = reload
        answer(reply.strategy, .promoted)
    }

    /// The second seat is the supervisor's again.
    mutating func take(closed reply: CoreReply) {
        guard let reload = reloads.removeValue(forKey: reply.strategy) else { return }
        if shadows.holds(reply.strategy) {
            _ = shadows[reply.strategy].pointee.killAndReap()
            shadows.remove(reply.strategy)
        }
        if let origin = reload.origin {
            var answer = ReloadReply()
            answer.state = .dismissed
            answer.version = strategies[Int(reply.strategy)]?.incumbent.facts.version ?? ""
            link.reply(to: origin, answer.payload)
        }
        if reload.isRestart { return scheduleRestart(reply.strategy) }
        if let next = reload.next { handle(next.request, next.origin) }
    }

    // MARK: - Going on

    /// Whatever is due of a change of version.
    mutating func step(_ strategy: UInt8) {
        guard let reload = reloads[strategy] else { return }
        let now = tectra_clock_monotonic()
        if reload.phase != .kept, reload.phase != .closing, reload.phase != .promoting, now >= reload.deadline {
            return fail(strategy, "not done in time while \(Self.words(of: reload.phase))")
        }
        switch reload.phase {
        case .cutting, .promoting, .closing: break
        case .loading: load(strategy)
        case .catching:
            guard reload.seated.words.processed.loadAcquiring() >= reload.target else { return }
            reloads[strategy]?.phase = .shadow
            reloads[strategy]?.deadline = .max
            if reload.request.promotion != .now { answer(strategy, .shadow) }
            step(strategy)
        case .shadow:
            switch reload.due(handled: reload.seated.words.processed.load(), seatBoard.read(strategy)) {
            case .nothing: break
            case .promotion: promote(strategy)
            case .end(let reason): fail(strategy, reason)
            }
        case .kept:
            if now >= reload.deadline { close(strategy) }
        }
    }

    private static func words(of phase: Reload.Phase) -> String {
        switch phase {
        case .cutting: "the trading version saves its state"
        case .loading: "the new version loads it"
        default: "the new version catches up"
        }
    }

    /// Sends the world, the state and the word to load it, as far as the ring has room, and goes on once
    /// all of it is handled.
    private mutating func load(_ strategy: UInt8) {
        guard var reload = reloads[strategy] else { return }
        defer { reloads[strategy] = reload }
        let seat = seats[strategy]
        let shadow = shadows[strategy]
        while let record = seat.pointee.prelude.first {
            guard shadow.pointee.mail.write(record) else { return shadow.pointee.bell.ring() }
            seat.pointee.prelude.removeFirst()
        }
        reload.sent = max(reload.sent, 0)
        while reload.sent < reload.state.count {
            let piece = piece(of: reload)
            guard withUnsafeBytes(of: piece, { shadow.pointee.mail.write($0) }) else {
                return shadow.pointee.bell.ring()
            }
            reload.sent += Int(piece.length)
        }
        if !reload.isLoadCommanded {
            var command = tectra_command.blank
            command.sequence = reload.cut.cut
            command.time = reload.cut.time
            command.command = UInt8(TECTRA_COMMAND_LOAD_STATE)
            let isNeeded = !reload.state.isEmpty
            guard !isNeeded || withUnsafeBytes(of: command, { shadow.pointee.mail.write($0) }) else {
                return shadow.pointee.bell.ring()
            }
            reload.isLoadCommanded = true
            shadow.pointee.bell.ring()
        }
        guard shadow.pointee.hasHandledMail else { return }
        reload.target = max(reload.cut.cut, queues.published.load(ordering: .relaxed))
        reload.phase = .catching
        reload.state = []
        if reload.isRestart {
            reload.phase = .promoting
            noteParameters(of: reload, strategy)
            tell(promotion(of: reload, strategy), as: .restart, strategy)
        } else {
            tell(CoreMessage(.startSeat, strategy: strategy))
        }
    }

    private func piece(of reload: Reload) -> tectra_state {
        var piece = tectra_state.blank
        piece.header.template_id = UInt16(TECTRA_STATE_IN)
        piece.sequence = reload.cut.cut
        piece.offset = UInt32(reload.sent)
        piece.total = UInt32(reload.state.count)
        piece.schema = UInt32(truncatingIfNeeded: reload.cut.schema)
        let length = min(Int(TECTRA_STATE_CHUNK), reload.state.count - reload.sent)
        piece.length = UInt32(length)
        withUnsafeMutableBytes(of: &piece.bytes) { room in
            for index in 0..<length { room[index] = reload.state[reload.sent + index] }
        }
        return piece
    }

    /// The point of no return: the boundary becomes an input of the core.
    private mutating func promote(_ strategy: UInt8) {
        guard let reload = reloads[strategy] else { return }
        reloads[strategy]?.phase = .promoting
        noteParameters(of: reload, strategy)
        tell(promotion(of: reload, strategy), as: .promote, strategy)
    }

    /// What the version that takes over was given: a replay gives it the same.
    private mutating func noteParameters(of reload: Reload, _ strategy: UInt8) {
        var given = reload.seated.request
        given.parameters = reload.seated.firstParameters
        for parameter in parameters(of: given) { note(parameter, strategy: strategy) }
    }

    private func tell(_ record: tectra_promote, as kind: CoreMessage.Kind, _ strategy: UInt8) {
        withUnsafeBytes(of: record) { bytes in
            if let message = CoreMessage(kind, strategy: strategy, record: bytes) { tell(message) }
        }
    }

    private func promotion(of reload: Reload, _ strategy: UInt8) -> tectra_promote {
        var record = tectra_promote.blank
        record.strategy = strategy
        record.tier = reload.seated.tier.rawValue
        record.wants = UInt8(truncatingIfNeeded: reload.seated.facts.wants)
        record.process = UInt32(bitPattern: reload.seated.pid)
        record.cut = reload.cut.cut
        record.state_cut = reload.isRestart ? reload.cut.savedAt : reload.cut.cut
        withUnsafeMutableBytes(of: &record.version) { $0.put(reload.seated.facts.version) }
        withUnsafeMutableBytes(of: &record.operator_name) { $0.put(reload.request.by) }
        reload.seated.libraryDigest.copy(to: &record.library_sha256)
        reload.seated.filterDigest.copy(to: &record.filter_sha256)
        return record
    }

    // MARK: - Ending

    /// The new version is ended and the old one trades on; whoever waits is told why.
    mutating func fail(_ strategy: UInt8, _ reason: String) {
        if reloads[strategy]?.isRestart == true, reloads[strategy]?.phase == .promoting { loseAgain(strategy) }
        guard let reload = reloads[strategy], reload.phase != .closing else { return }
        let trading = strategies[Int(strategy)]?.incumbent.facts.version ?? ""
        let name = reload.seated.request.name
        let text =
            reload.isRestart
            ? "\(name) could not be started again: \(reason)"
            : "\(name) \(trading) trades on; \(reload.seated.facts.version) was ended: \(reason)"
        Log.warning(text)
        if let origin = reload.origin { link.refuse(origin, text) }
        strategies[Int(strategy)]?.remark = text
        reloads[strategy]?.origin = nil
        close(strategy)
    }

    mutating func close(_ strategy: UInt8) {
        guard reloads[strategy] != nil, reloads[strategy]?.phase != .closing else { return }
        reloads[strategy]?.phase = .closing
        tell(CoreMessage(.closeSeat, strategy: strategy))
    }

    private mutating func answer(_ strategy: UInt8, _ state: ReloadReply.State) {
        guard let reload = reloads[strategy], let origin = reload.origin else { return }
        var reply = ReloadReply()
        reply.state = state
        reply.version = strategies[Int(strategy)]?.incumbent.facts.version ?? ""
        reply.process = strategies[Int(strategy)]?.incumbent.pid ?? 0
        reply.otherVersion = reload.seated.facts.version
        reply.cut = reload.cut.cut
        reply.stateBytes = reload.cut.length
        reply.boundary = reload.boundary.sequence
        reply.pause = reload.boundary.pause
        reply.equal = reload.boundary.equal
        reply.different = reload.boundary.different
        reply.microseconds = (tectra_clock_monotonic() &- reload.began) / 1000
        link.reply(to: origin, reply.payload)
        reloads[strategy]?.origin = nil
    }

    /// The worker in the second seat has ended by itself.
    mutating func loseSeat(_ strategy: UInt8) {
        guard let reload = reloads[strategy], reload.phase != .closing, reload.phase != .promoting else { return }
        // Nobody else may look at how it ended before the engine thread has let go of it.
        fail(strategy, reload.phase == .kept ? "it ended while it was kept" : "it ended in shadow")
    }
}
