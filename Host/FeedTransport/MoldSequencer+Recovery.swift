/// Asking for what is missing, and knowing when to stop.

extension MoldSequencer {
    /// A request to send, or nil when there is none to send now. Call it after events were taken
    /// and whenever `deadline` has passed, until it gives nil; then take events, for a gap may be
    /// declared.
    ///
    /// - Parameter time: host time in nanoseconds, never going back.
    public mutating func nextRequest(at time: Int64) -> MoldRequest? {
        now = max(now, time)
        guard let session, successor == nil, expected < announced, cursor.remaining == 0 else { return nil }
        _ = miss(until: reach)
        var inFlight = 0
        for index in 0..<holes.count {
            var hole = holes[index]
            guard !hole.isAbandoned else { continue }
            guard hole.deadline <= now else {
                if hole.attempts > 0 { inFlight += 1 }
                continue
            }
            guard hole.attempts < limits.requestAttemptsMax else {
                hole.isAbandoned = true
                // What was put aside for want of room lies beyond what nobody could fill.
                if hole.end == frontier, frontier < announced {
                    hole.end = announced
                    frontier = announced
                }
                holes[index] = hole
                continue
            }
            guard inFlight < limits.requestsInFlightMax else { return nil }
            counters.requests &+= 1
            if hole.attempts > 0 { counters.retries &+= 1 }
            hole.attempts += 1
            hole.asked = hole.first
            hole.deadline = now &+ hole.wait
            hole.wait = min(hole.wait &* 2, limits.requestWaitMax)
            holes[index] = hole
            let count = min(hole.end &- hole.first, UInt64(limits.requestMessagesMax))
            return MoldRequest(session: session, sequence: hole.first, count: UInt16(truncatingIfNeeded: count))
        }
        return nil
    }

    /// Host time in nanoseconds at which `nextRequest` will have something to do if nothing comes
    /// until then; `Int64.max` when nothing is missing.
    public var deadline: Int64 {
        guard successor == nil, expected < announced else { return .max }
        var earliest = frontier < reach && holes.room > 0 ? now : Int64.max
        var inFlight = 0
        for index in 0..<holes.count where !holes[index].isAbandoned {
            let hole = holes[index]
            if hole.attempts > 0, hole.deadline > now { inFlight += 1 }
            if inFlight >= limits.requestsInFlightMax, hole.deadline <= now { continue }
            earliest = min(earliest, hole.deadline)
        }
        return earliest
    }

    /// How far holes can be listed: no further than the window could hold what fills them.
    private var reach: UInt64 {
        let (end, isTooFar) = expected.addingReportingOverflow(window.capacity)
        return isTooFar ? announced : min(announced, end)
    }

    /// An answer that ends within a hole was cut to a packet's size: the rest is asked for at once,
    /// and the server is known to be there.
    mutating func hurry(after answer: MoldPacket) {
        for index in 0..<holes.count where holes[index].first == answer.end && holes[index].attempts > 0 {
            guard holes[index].asked < answer.end else { return }
            holes[index].attempts = 0
            holes[index].wait = limits.requestWait
            holes[index].deadline = now
        }
    }
}
