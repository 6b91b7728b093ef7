/// What a sequencer gives out: the messages of a feed in order, each once, and what is to be known
/// about those that are not there.

public enum FeedEvent {
    /// The next message. Its bytes are valid until the next call of the sequencer.
    case message(sequence: UInt64, bytes: UnsafeRawBufferPointer)
    /// These messages will never come; what was built from the feed is to be distrusted.
    case gap(MoldGap)
    /// Numbers begin anew, and what follows is of this session.
    case sessionBegan(MoldSession)
    /// Every message of the session was given out or declared lost.
    case sessionEnded(MoldSession)
    /// Nothing until the next packet or deadline.
    case idle
}

/// A range of messages that is missing.
public struct MoldGap: Hashable, Sendable, BitwiseCopyable {
    /// Number of the first missing message.
    public let first: UInt64
    /// Number of the message after the last missing one.
    public let end: UInt64

    public var count: UInt64 { end &- first }

    public init(first: UInt64, end: UInt64) {
        self.first = first
        self.end = end
    }
}
