/// The second seats: what the trading worker is told its shadow is told too, in the same order.
internal import Engine
public import Journal
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Workers

extension Pipeline {
    @inline(__always)
    public func isMirrored(_ strategy: UInt8) -> Bool { mirrored & (1 << UInt64(strategy & 63)) != 0 }

    /// Whether the shadow takes part: its requests are to be read.
    @inline(__always)
    public func isShadowed(_ strategy: UInt8) -> Bool { shadowed & (1 << UInt64(strategy & 63)) != 0 }

    /// From the last input on, the strategy's own records are kept for a worker that is to come, and
    /// the world as of that input is described in the seat's prelude.
    ///
    /// - Returns: false when the world does not fit the prelude.
    public mutating func openSeat(_ strategy: UInt8) -> Bool {
        let seat = seats[strategy]
        seat.pointee.begin()
        seat.pointee.cut = engine.sequence
        seat.pointee.time = engine.time
        seat.pointee.isPaused = engine.summary(of: strategy).state == .paused
        guard engine.describe(to: strategy, { seat.pointee.prelude.append($0) }) else { return false }
        // Behind START, which lets on_status be called, and before all that came later.
        guard engine.describeStatuses(to: strategy, { withUnsafeBytes(of: $0) { seat.pointee.mirror.append($0) } })
        else { return false }
        mirrored |= 1 << UInt64(strategy & 63)
        engine.keepsEvents = true
        return true
    }

    /// The shadow has taken its prelude and its state: START and everything since the cut go to it at
    /// once, so that it never sees the market run ahead of its own records.
    public mutating func startSeat(_ strategy: UInt8) {
        let seat = seats[strategy]
        let shadow = shadows[strategy]
        var start = tectra_command.blank
        start.sequence = seat.pointee.cut
        start.time = seat.pointee.time
        start.command = UInt8(TECTRA_COMMAND_START)
        start.value = seat.pointee.lastClient
        var fits = withUnsafeBytes(of: start) { shadow.pointee.mail.stage($0) }
        if seat.pointee.isPaused {
            start.command = UInt8(TECTRA_COMMAND_PAUSE)
            fits = fits && withUnsafeBytes(of: start) { shadow.pointee.mail.stage($0) }
        }
        while fits, let record = seat.pointee.mirror.first {
            fits = shadow.pointee.mail.stage(record)
            seat.pointee.mirror.removeFirst()
        }
        guard fits else {
            seat.pointee.failure = .overflowing
            return
        }
        shadow.pointee.mail.commit()
        shadow.pointee.bell.ring()
        shadowed |= 1 << UInt64(strategy & 63)
    }

    /// The seat is nobody's any more.
    public mutating func closeSeat(_ strategy: UInt8) {
        mirrored &= ~(1 << UInt64(strategy & 63))
        shadowed &= ~(1 << UInt64(strategy & 63))
        engine.keepsEvents = mirrored != 0
    }

    /// Takes a request of either version into the comparison, of words and on paper.
    public mutating func compare(
        _ request: ShadowRequest, _ record: UnsafeRawBufferPointer, of strategy: UInt8, fromShadow: Bool
    ) {
        seats[strategy].pointee.compare(request, fromShadow: fromShadow)
        seats[strategy].pointee.paper?.take(record, isSeated: fromShadow, engine)
    }

    /// Lets the last market message act on what the versions have on paper.
    mutating func applyOnPaper() {
        var rest = mirrored
        while rest != 0 {
            seats[UInt8(rest.trailingZeroBitCount)].pointee.paper?.apply(engine)
            rest &= rest &- 1
        }
    }

    /// How the two versions stand on paper since the cut.
    public func paperFigures(of strategy: UInt8) -> PaperFigures {
        seats[strategy].pointee.paper?.figures(engine) ?? PaperFigures()
    }

    mutating func mirror(_ record: UnsafeRawBufferPointer, to strategy: UInt8) {
        let seat = seats[strategy]
        guard seat.pointee.failure == .none else { return }
        let isTaken =
            isShadowed(strategy) ? shadows[strategy].pointee.mail.write(record) : seat.pointee.mirror.append(record)
        if !isTaken { seat.pointee.failure = .overflowing }
    }

    /// Trading version and shadow change places: each is fed as before, and who may ask is the other.
    public mutating func swapSeats(_ strategy: UInt8, received: Int64) throws(JournalError) {
        swap(&workers[strategy].pointee, &shadows[strategy].pointee)
        let seat = seats[strategy]
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        promoted = seat.pointee.boundary != 0 ? promoted | bit : promoted & ~bit
        seat.pointee.tradesFrom = seat.pointee.boundary
        seat.pointee.cut = seat.pointee.boundary
        seat.pointee.boundary = 0
        while let client = seat.pointee.ghosts.take() { try denyUnlessKnown(client, strategy, received: received) }
    }

    /// Whether a request with this cause is of the time that the trading version was in shadow.
    @inline(__always)
    public func isFromShadow(cause: UInt64, of strategy: UInt8) -> Bool {
        promoted & (1 << UInt64(strategy & 63)) != 0 && cause <= seats[strategy].pointee.tradesFrom
    }

    /// Notes an order that the shadow believes to have sent.
    public mutating func noteGhost(_ client: UInt64, of strategy: UInt8) {
        seats[strategy].pointee.ghosts.append(client)
    }

    /// Tells the version that trades now that an order of its time in shadow never was one, if it was none.
    /// That is an input like any other, so that a replay tells it again.
    public mutating func denyUnlessKnown(
        _ client: UInt64, _ strategy: UInt8, received: Int64
    ) throws(JournalError) {
        guard !engine.knowsOrder(of: strategy, client: client) else { return }
        var deny = tectra_deny.blank
        deny.strategy = strategy
        deny.client_id = client
        try input(deny, received: received)
    }

    /// Wakes the shadows that sleep.
    mutating func ringShadowBells() {
        var rest = shadowed
        while rest != 0 {
            shadows[UInt8(rest.trailingZeroBitCount)].pointee.bell.ring()
            rest &= rest &- 1
        }
    }
}
