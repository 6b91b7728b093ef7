/// What telemetry and health want to know.

extension MoldSequencer {
    /// Number of the next message to be given out.
    public var nextSequence: UInt64 { expected }

    /// Number after the last message known to exist.
    public var announcedSequence: UInt64 { announced }

    /// Something is missing at the moment, and what follows waits for it.
    public var isRecovering: Bool { expected < announced && cursor.remaining == 0 }

    /// The session is over and all of it was given out or declared lost.
    public var hasEnded: Bool { isEnded }

    /// Bytes set aside for messages before their turn.
    public var windowBytes: Int { window.bytes }

    /// Messages, recoveries and losses so far.
    public var totals: SequencerCounters {
        var totals = counters
        totals.messages = given
        return totals
    }

    public func counters(of line: FeedLine) -> LineCounters { lines[Int(line.rawValue)].counters }

    /// Nanoseconds since a sound packet came on the line; nil before the first.
    public func silence(of line: FeedLine, at time: Int64) -> Int64? {
        let heard = lines[Int(line.rawValue)].heard
        return heard == .min ? nil : max(time &- heard, 0)
    }
}
