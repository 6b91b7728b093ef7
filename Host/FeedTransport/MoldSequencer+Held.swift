/// Events that are not simply the next message of a packet in order.

extension MoldSequencer {
    @usableFromInline
    @inline(never)
    mutating func nextHeld() -> FeedEvent {
        if expected < frontier {
            if let message = window.take(expected) {
                let sequence = expected
                expected &+= 1
                given &+= 1
                return .message(sequence: sequence, bytes: message)
            }
            guard let end = lostEnd() else { return .idle }
            return declare(until: end)
        }
        if successor != nil {
            if expected < announced { return declare(until: announced) }
            if let ended = end() { return .sessionEnded(ended) }
            return succeed()
        }
        if isEnding, expected == announced, let ended = end() { return .sessionEnded(ended) }
        return .idle
    }

    /// Where the lost messages from `expected` on end, when they are lost.
    private mutating func lostEnd() -> UInt64? {
        var end = expected
        while holes.count > 0, holes[0].first == end, holes[0].isAbandoned || successor != nil {
            end = holes[0].end
            holes.removeFirst()
        }
        return end > expected ? end : nil
    }

    private mutating func declare(until end: UInt64) -> FeedEvent {
        let gap = MoldGap(first: expected, end: end)
        counters.gapsDeclared &+= 1
        counters.lost &+= gap.count
        expected = end
        frontier = max(frontier, end)
        return .gap(gap)
    }

    /// Ends the session once.
    private mutating func end() -> MoldSession? {
        guard let session, isEnding, !isEnded else { return nil }
        isEnded = true
        return session
    }

    /// Leaves the old session, of which nothing is held any more, for that of the waiting packet.
    private mutating func succeed() -> FeedEvent {
        guard let (packet, line) = successor else { return .idle }
        predecessor = session
        let first = session == nil ? limits.firstSequence ?? packet.sequence : 1
        session = packet.session
        successor = nil
        (isEnding, isEnded) = (false, false)
        (expected, frontier, announced, doubted) = (first, first, first, 0)
        holes.removeAll()
        for index in 0..<lines.count { lines[index].next = 0 }
        counters.sessions &+= 1
        do throws(MoldFault) {
            _ = try admit(packet, line)
        } catch {
            lines[Int(line.rawValue)].counters.faults &+= 1
        }
        return .sessionBegan(packet.session)
    }
}
