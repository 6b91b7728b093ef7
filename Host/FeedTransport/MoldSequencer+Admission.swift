/// What becomes of a sound packet.

extension MoldSequencer {
    /// A packet of another session than the one going on, or one more while that is being left.
    mutating func begin(_ packet: MoldPacket, _ line: FeedLine) -> Received {
        guard line != .recovery, packet.session != session, packet.session != predecessor, successor == nil else {
            lines[Int(line.rawValue)].counters.stale &+= 1
            return .stale
        }
        // One stray packet must not end a day: the session has ended, or is silent.
        guard session == nil || isEnded || now &- sessionHeard >= limits.sessionPatience else {
            lines[Int(line.rawValue)].counters.foreign &+= 1
            return .stale
        }
        successor = (packet, line)
        return .accepted
    }

    /// A packet of the session.
    mutating func admit(_ packet: MoldPacket, _ line: FeedLine) throws(MoldFault) -> Received {
        let index = Int(line.rawValue)
        try checkJump(packet)
        guard !isEnding || packet.end <= announced else {
            lines[index].counters.stale &+= 1
            return .stale
        }
        follow(packet, index)
        if line != .recovery { sessionHeard = now }
        switch packet.kind {
        case .messages: break
        case .heartbeat: lines[index].counters.heartbeats &+= 1
        case .endOfSession:
            // Messages beyond the end are known: this is not the end.
            guard packet.sequence >= announced else {
                lines[index].counters.stale &+= 1
                return .stale
            }
            isEnding = true
        }
        announced = max(announced, packet.end)
        guard packet.count > 0 else { return .accepted }
        let count = UInt64(packet.count)
        guard packet.end > expected else {
            lines[index].counters.duplicates &+= count
            return .duplicate
        }
        guard packet.sequence <= expected, frontier == expected else { return hold(packet, line) }
        cursor = packet.messages
        let known = expected &- packet.sequence
        for _ in 0..<known { _ = cursor.next() }
        lines[index].counters.duplicates &+= known
        lines[index].counters.messages &+= count &- known
        return .accepted
    }

    /// Damage to a number can not be seen in a packet by itself, and one wild number believed
    /// would make everything after it look old. A second packet from there is believed.
    private mutating func checkJump(_ packet: MoldPacket) throws(MoldFault) {
        let known = max(announced, expected)
        guard packet.end > known, packet.end &- known > limits.jumpMax else { return }
        let isConfirmed =
            doubted > 0 && packet.sequence >= doubted && packet.sequence &- doubted <= limits.jumpMax
        doubted = packet.sequence
        guard isConfirmed else { throw MoldFault(.sequenceJump, at: MoldSession.size) }
    }

    /// Keeps a line's own account of what it left out and repeated.
    private mutating func follow(_ packet: MoldPacket, _ index: Int) {
        guard index != Int(FeedLine.recovery.rawValue) else { return }
        let next = lines[index].next
        if next > 0, packet.sequence > next {
            lines[index].counters.gaps &+= 1
            lines[index].counters.missed &+= packet.sequence &- next
        } else if packet.sequence < next {
            lines[index].counters.reordered &+= 1
        }
        lines[index].next = max(next, packet.end)
    }

    /// Puts what is new of a packet into the window.
    private mutating func hold(_ packet: MoldPacket, _ line: FeedLine) -> Received {
        let index = Int(line.rawValue)
        var messages = packet.messages
        var (held, known) = (0, 0)
        while messages.remaining > 0 {
            let sequence = messages.sequence
            guard let message = messages.next() else { break }
            guard sequence >= expected, !(sequence < frontier && window.holds(sequence)) else {
                known += 1
                continue
            }
            guard sequence &- expected < window.capacity, reserve(sequence, line) else {
                counters.overflow &+= 1
                continue
            }
            window.put(sequence, message)
            lines[index].counters.messages &+= 1
            held += 1
        }
        lines[index].counters.duplicates &+= UInt64(known)
        if held > 0, line == .recovery { hurry(after: packet) }
        return known == packet.count ? .duplicate : .accepted
    }

    /// Makes `sequence` one that is held: out of a hole, or by moving the frontier past it.
    private mutating func reserve(_ sequence: UInt64, _ line: FeedLine) -> Bool {
        guard sequence >= frontier else {
            guard holes.fill(sequence) else { return false }
            if line == .recovery { counters.recovered &+= 1 } else { counters.late &+= 1 }
            return true
        }
        guard sequence == frontier || miss(until: sequence) else { return false }
        frontier = sequence &+ 1
        return true
    }

    /// Lists everything from the frontier up to `end` as missing; false when that does not all fit.
    ///
    /// A wide gap becomes several holes, so that several requests for it are in flight.
    mutating func miss(until end: UInt64) -> Bool {
        guard frontier < end else { return true }
        guard holes.room > 0 else { return false }
        counters.gaps &+= 1
        let share = UInt64(max(holes.room / 2, 1))
        let each = max(UInt64(limits.requestMessagesMax), (end &- frontier) / share &+ 1)
        while frontier < end {
            let stop = end &- frontier > each ? frontier &+ each : end
            let hole = Hole(
                first: frontier, end: stop, deadline: now &+ limits.reorderWait, wait: limits.requestWait)
            guard holes.append(hole) else { return false }
            frontier = stop
        }
        return true
    }
}
