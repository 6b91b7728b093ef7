/// After a fault: a strategy is started again from its last saved state, as often as its deployment
/// allows and after waits that grow. It is the way of a change of version, with nobody to take over from.
internal import CLinux
internal import EngineLink
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Workers

extension Supervisor {
    // MARK: - Saved states

    /// Asks for the states that are due.
    mutating func takeSnapshots() {
        let now = tectra_clock_monotonic()
        for index in strategies.indices {
            guard let entry = strategies[index], entry.phase == .attached, entry.request.snapshotSeconds > 0,
                now >= entry.nextSnapshot
            else { continue }
            let isFirst = entry.nextSnapshot == 0
            strategies[index]?.nextSnapshot =
                now &+ Int64(clamping: min(entry.request.snapshotSeconds, 86_400)) &* 1_000_000_000
            // A change of version asks for it itself.
            guard !isFirst, reloads[UInt8(index)].map({ $0.phase == .kept }) ?? true else { continue }
            tray.prepare(UInt8(index))
            tell(CoreMessage(.saveState, strategy: UInt8(index)))
        }
    }

    /// Puts a state that has come on the disk.
    mutating func keep(_ cut: StateCut, of strategy: UInt8) {
        guard let entry = strategies[Int(strategy)], cut.length > 0 else { return }
        var envelope = StateEnvelope()
        envelope.name = entry.request.name
        envelope.version = entry.incumbent.facts.version
        envelope.library = entry.incumbent.libraryDigest.bytes.map { $0 }
        envelope.schema = UInt32(truncatingIfNeeded: cut.schema)
        envelope.cut = cut.cut
        envelope.time = cut.time
        envelope.lastClient = cut.lastClient
        envelope.state = tray.state(of: strategy, length: Int(truncatingIfNeeded: cut.length))
        if let problem = states.write(envelope) { Log.warning("the state of \(entry.request.name): \(problem)") }
    }

    // MARK: - Starting again

    /// Whether a strategy that was just lost is going to be started again.
    mutating func scheduleRestart(_ strategy: UInt8) {
        let now = tectra_clock_monotonic()
        strategies[Int(strategy)]?.isStartingAgain = false
        guard let due = strategies[Int(strategy)]?.budget.restart(lostAt: now) else {
            return giveUp(strategy)
        }
        strategies[Int(strategy)]?.restartAt = due
        let name = strategies[Int(strategy)]?.request.name ?? ""
        Log.info("\(name) is started again in \((due &- now) / 1_000_000) ms")
    }

    /// An operator's stop comes before the next start.
    mutating func callOffRestart(_ strategy: UInt8) -> Bool {
        guard strategies[Int(strategy)]?.restartAt != nil else { return false }
        strategies[Int(strategy)]?.restartAt = nil
        giveUp(strategy)
        return true
    }

    /// It stays down: orders that were kept for it are nobody's any more, and its position is closed when
    /// its policy says so.
    mutating func giveUp(_ strategy: UInt8) {
        guard let entry = strategies[Int(strategy)] else { return }
        if entry.request.keepsOrders {
            var all = tectra_cancel_all.blank
            all.instrument = UInt32.max
            withUnsafeBytes(of: all) { bytes in
                if let message = CoreMessage(.request, strategy: strategy, record: bytes) { tell(message) }
            }
        }
        guard entry.request.flattens else { return }
        Log.warning("\(entry.request.name) stays down and is flattened")
        strategies[Int(strategy)]?.flattening = Flattening(now: tectra_clock_monotonic())
        tellToFlatten(strategy)
    }

    mutating func startAgain() {
        let now = tectra_clock_monotonic()
        for index in strategies.indices {
            guard let entry = strategies[index], entry.phase == .gone, let due = entry.restartAt, now >= due else {
                continue
            }
            strategies[index]?.restartAt = nil
            strategies[index]?.isStartingAgain = true
            let strategy = UInt8(index)
            do throws(WorkerError) {
                var request = ReloadRequest(.reload, strategy: strategy)
                request.by = "tectra-engine"
                var spec = spec(for: entry.request, entry.incumbent.image, as: strategy)
                spec.continues = true
                let worker = try WorkerProcess.spawn(
                    spec, library: entry.incumbent.image, market: market, sandbox: sandbox)
                var reload = Reload(
                    request, nil, Incumbent(entry.request, entry.incumbent.image, worker), now: now)
                reload.isRestart = true
                shadows.put(worker, as: strategy)
                seats.prepare(strategy)
                reloads[strategy] = reload
                tell(CoreMessage(.openRestart, strategy: strategy))
            } catch {
                Log.warning("\(entry.request.name) could not be started again: \(error)")
                scheduleRestart(strategy)
            }
        }
    }

    /// The world as of now is known: the last saved state goes with it.
    mutating func restore(_ strategy: UInt8, _ cut: StateCut) {
        guard let entry = strategies[Int(strategy)] else { return }
        var cut = cut
        let envelope = states.read(entry.request.name)
        if envelope == nil { Log.warning("\(entry.request.name) starts without a saved state: there is none") }
        cut.schema = UInt64(envelope?.schema ?? 0)
        cut.length = UInt64(envelope?.state.count ?? 0)
        cut.savedAt = envelope?.cut ?? 0
        reloads[strategy]?.cut = cut
        reloads[strategy]?.state = envelope?.state ?? []
        reloads[strategy]?.phase = .loading
        step(strategy)
    }

    /// The core was told that it trades again, and it can not.
    func loseAgain(_ strategy: UInt8) {
        var lost = tectra_worker_lost.blank
        lost.strategy = strategy
        lost.cause = UInt8(TECTRA_LOST_PROTOCOL)
        withUnsafeMutableBytes(of: &lost.text) { $0.put("could not be started again") }
        tell(lost)
    }

    mutating func finishRestart(_ strategy: UInt8, _ row: PromotionRow) {
        guard let reload = reloads.removeValue(forKey: strategy) else { return }
        strategies[Int(strategy)]?.incumbent = reload.seated
        strategies[Int(strategy)]?.phase = .attached
        strategies[Int(strategy)]?.isStartingAgain = false
        strategies[Int(strategy)]?.hostReason = nil
        strategies[Int(strategy)]?.remark = "started again at \(row.sequence) after a fault"
        // What lies there now is what was lost.
        shadows.remove(strategy)
        Log.info("\(reload.seated.request.name) trades again in process \(reload.seated.pid)")
    }
}
