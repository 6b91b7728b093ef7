/// The engine thread's part in a strategy's changes of version: the cut, the shadow's requests and
/// their comparison.
internal import CLinux
internal import Engine
internal import Journal
internal import KillSwitch
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Workers

extension EngineLoop {
    // MARK: - State

    /// Asks a strategy for its state, and opens the second seat as of the same sequence when told to.
    mutating func cut(_ strategy: UInt8, opensSeat: Bool) throws(JournalError) {
        let state = pipeline.engine.summary(of: strategy).state
        guard state == .running || state == .paused, pipeline.isAttached(strategy),
            !pipeline.engine.latch.isKilled(strategy)
        else { return refuse(strategy, .notRunning) }
        var command = tectra_strategy_command.blank
        command.strategy = strategy
        command.command = UInt8(TECTRA_COMMAND_SAVE_STATE)
        try pipeline.input(command, received: tectra_clock_realtime())
        tray.begin(strategy, cut: pipeline.engine.sequence)
        if opensSeat, !pipeline.openSeat(strategy) { refuse(strategy, .tooMuch) }
    }

    /// Opens the second seat of a strategy that has no worker; there is no state but the saved one.
    mutating func openRestart(_ strategy: UInt8) {
        guard pipeline.engine.summary(of: strategy).state == .faulted, !pipeline.isAttached(strategy),
            !pipeline.engine.latch.isKilled(strategy)
        else { return refuse(strategy, .notRunning) }
        guard pipeline.openSeat(strategy) else { return refuse(strategy, .tooMuch) }
        var row = StateCut()
        row.cut = pipeline.engine.sequence
        row.lastClient = pipeline.engine.lastClient(of: strategy)
        row.time = pipeline.engine.time
        pipeline.seats[strategy].pointee.lastClient = row.lastClient
        tell(.state, strategy, row)
    }

    /// The worker that waits in the second seat trades from now on.
    mutating func restart(_ record: UnsafeMutableRawBufferPointer, _ strategy: UInt8) throws(JournalError) {
        guard pipeline.isMirrored(strategy), pipeline.engine.summary(of: strategy).state == .faulted else {
            return refuse(strategy, .notRunning)
        }
        var row = PromotionRow()
        let began = tectra_clock_monotonic()
        try pipeline.input(record, received: tectra_clock_realtime())
        row.sequence = pipeline.engine.sequence
        pipeline.startSeat(strategy)
        guard pipeline.seats[strategy].pointee.failure == .none else { return tellFailure(of: strategy) }
        try pipeline.swapSeats(strategy, received: tectra_clock_realtime())
        pipeline.closeSeat(strategy)
        evicted &= ~(1 << UInt64(strategy & 63))
        pipeline.attach(strategy)
        row.pause = tectra_clock_monotonic() &- began
        tell(.promoted, strategy, row)
    }

    mutating func tell<Row: BitwiseCopyable>(_ kind: CoreReply.Kind, _ strategy: UInt8, _ row: Row) {
        var reply = CoreReply(row: row, token: 0)
        reply.kind = kind
        reply.strategy = strategy
        _ = queues.fromCore.push(reply)
    }

    mutating func refuse(_ strategy: UInt8, _ refusal: CutRefusal) {
        _ = queues.fromCore.push(CoreReply(.cutRefused, strategy: strategy, token: UInt32(refusal.rawValue)))
    }

    /// A piece of a strategy's state has come.
    mutating func take(state record: UnsafeRawBufferPointer, from strategy: UInt8) {
        guard let (schema, length) = tray.take(record, from: strategy) else { return }
        var row = StateCut()
        row.cut = record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        row.lastClient = pipeline.engine.lastClient(of: strategy)
        row.schema = UInt64(schema)
        row.length = UInt64(length)
        row.time = pipeline.engine.time
        if pipeline.isMirrored(strategy), pipeline.seats[strategy].pointee.cut == row.cut {
            pipeline.seats[strategy].pointee.lastClient = row.lastClient
            row.time = pipeline.seats[strategy].pointee.time
            row.isForSeat = 1
        }
        tell(.state, strategy, row)
    }

    // MARK: - Requests

    /// Whether a request from the trading seat is to be acted on; it is noted for the comparison.
    mutating func admits(_ record: UnsafeRawBufferPointer, of strategy: UInt8) throws(JournalError) -> Bool {
        let cause = record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        let asked = ShadowRequest(record)
        if pipeline.isFromShadow(cause: cause, of: strategy) {
            // The old version was ahead at the boundary: this was still in the new one's ring.
            if let asked, asked.isSubmit {
                try pipeline.denyUnlessKnown(asked.client, strategy, received: tectra_clock_realtime())
            }
            if asked == nil { try note(unasked: record, strategy) }
            return false
        }
        guard pipeline.isMirrored(strategy) else { return true }
        let seat = pipeline.seats[strategy]
        // From the boundary on it is the one in the second seat.
        let isLate = seat.pointee.boundary != 0 && cause > seat.pointee.boundary
        if let asked, cause > max(seat.pointee.cut, seat.pointee.boundary) {
            pipeline.compare(asked, record, of: strategy, fromShadow: isLate)
        }
        if isLate, asked == nil { try note(unasked: record, strategy) }
        return !isLate
    }

    /// What a version says that does not trade: its log lines are worth keeping.
    private mutating func note(unasked record: UnsafeRawBufferPointer, _ strategy: UInt8) throws(JournalError) {
        guard record.loadUnaligned(fromByteOffset: 2, as: UInt16.self) == UInt16(TECTRA_LOG) else { return }
        try pipeline.note(record, strategy: strategy)
    }

    mutating func takeShadowRequests() throws(JournalError) -> Bool {
        var worked = false
        var rest = pipeline.shadowed
        while rest != 0 {
            let strategy = UInt8(rest.trailingZeroBitCount)
            rest &= rest &- 1
            worked = try takeShadowRequests(of: strategy) || worked
            if pipeline.seats[strategy].pointee.promotion.length != 0 {
                worked = try promoteInTime(strategy) || worked
            } else if pipeline.seats[strategy].pointee.boundary != 0 {
                worked = try finish(strategy) || worked
            }
            tellFailure(of: strategy)
        }
        return worked
    }

    private mutating func takeShadowRequests(of strategy: UInt8) throws(JournalError) -> Bool {
        let seat = pipeline.seats[strategy]
        let shadow = pipeline.shadows[strategy]
        guard seat.pointee.held.length == 0 else { return false }
        // What is read before the rings says how far what is read from them is complete.
        let tradingDone = pipeline.workers[strategy].pointee.words.processed.loadAcquiring()
        let shadowDone = shadow.pointee.words.processed.loadAcquiring()
        let isDrained = try drain(strategy, turns: Self.shadowTurns)
        var taken = 0
        var isHeldBack = false
        reading: while taken < Self.shadowTurns * Self.requestsPerTurn {
            guard budget.hasRoom(for: strategy, isShadow: true, event: pipeline.engine.time) else {
                isHeldBack = shadow.pointee.requests.hasWaiting
                break reading
            }
            switch shadow.pointee.requests.poll() {
            case .empty: break reading
            case .corrupt:
                seat.pointee.failure = .corrupt
                break reading
            case .request(let request):
                taken += 1
                budget.spend(strategy, isShadow: true)
                try take(shadow: request, strategy)
                if seat.pointee.held.length != 0 { break reading }
            }
        }
        guard seat.pointee.boundary == 0 else { return taken > 0 }
        // A full turn may have left requests behind: then nothing can be said to be complete.
        let isComplete = taken < Self.shadowTurns * Self.requestsPerTurn && !isHeldBack
        while let difference = seat.pointee.nextDifference(
            tradingDone: isDrained ? tradingDone : 0, shadowDone: isComplete ? shadowDone : 0)
        {
            try note(difference, strategy)
        }
        seatBoard.write(seat.pointee.figures, of: strategy)
        showPaper(of: strategy)
        return taken > 0
    }

    /// The sums go over every instrument that was traded: a few times a second is often enough.
    private mutating func showPaper(of strategy: UInt8) {
        let now = tectra_clock_monotonic()
        guard now >= nextPaper[Int(strategy & 63)] else { return }
        nextPaper[Int(strategy & 63)] = now &+ 100_000_000
        seatBoard.write(pipeline.paperFigures(of: strategy), of: strategy)
    }

    /// As many as take a full ring of the usual size.
    private static let drainTurns = RequestBudget.ring / requestsPerTurn
    /// For each of two versions side by side, in each turn: nobody else may wait long for them.
    private static let shadowTurns = 4

    /// Takes what the trading version has sent, in bounds; false when there may be more.
    private mutating func drain(_ strategy: UInt8, turns: Int) throws(JournalError) -> Bool {
        for _ in 0..<turns where try !takeRequests(of: strategy) { return !budget.isHeldBack(strategy) }
        return false
    }

    /// Takes what a full ring has, whatever its strategy has sent before: the last there is of it.
    mutating func empty(_ strategy: UInt8) throws(JournalError) {
        budget.refill(strategy)
        _ = try drain(strategy, turns: Self.drainTurns)
    }

    private mutating func take(shadow request: Request, _ strategy: UInt8) throws(JournalError) {
        let seat = pipeline.seats[strategy]
        guard Int(request.template) != TECTRA_LAPPED else { return seat.pointee.failure = .lapped }
        let cause = request.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        let asked = ShadowRequest(request.record)
        if seat.pointee.boundary != 0, cause > seat.pointee.boundary {
            seat.pointee.held.hold(request.record)
            if let asked { pipeline.compare(asked, request.record, of: strategy, fromShadow: false) }
        } else if let asked {
            if cause > seat.pointee.cut, seat.pointee.boundary == 0 {
                pipeline.compare(asked, request.record, of: strategy, fromShadow: true)
            } else if asked.isSubmit {
                pipeline.noteGhost(asked.client, of: strategy)
            }
        } else {
            try note(unasked: request.record, strategy)
        }
    }

    private mutating func note(_ difference: ShadowDifference, _ strategy: UInt8) throws(JournalError) {
        if let shadow = difference.shadow, shadow.isSubmit { pipeline.noteGhost(shadow.client, of: strategy) }
        var note = tectra_shadow_difference.blank
        note.strategy = strategy
        note.sequence = difference.trading?.cause ?? difference.shadow?.cause ?? 0
        note.kind = UInt8(
            difference.trading == nil
                ? TECTRA_SHADOW_EXTRA : difference.shadow == nil ? TECTRA_SHADOW_MISSING : TECTRA_SHADOW_OTHER)
        note.template_id = difference.trading?.template ?? 0
        note.client_id = difference.trading?.client ?? 0
        note.price = difference.trading?.price ?? 0
        note.quantity = difference.trading?.quantity ?? 0
        note.shadow_template_id = difference.shadow?.template ?? 0
        note.shadow_client_id = difference.shadow?.client ?? 0
        note.shadow_price = difference.shadow?.price ?? 0
        note.shadow_quantity = difference.shadow?.quantity ?? 0
        try withUnsafeBytes(of: note) { bytes throws(JournalError) in try pipeline.note(bytes, strategy: strategy) }
    }

    mutating func tellFailure(of strategy: UInt8) {
        let failure = pipeline.seats[strategy].pointee.failure
        guard failure != .none else { return }
        pipeline.closeSeat(strategy)
        _ = queues.fromCore.push(CoreReply(.seatFailed, strategy: strategy, token: UInt32(failure.rawValue)))
    }
}

/// Why a state could not be asked for.
enum CutRefusal: UInt8 {
    case notRunning = 1
    case tooMuch = 2
}
