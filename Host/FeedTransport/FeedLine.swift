/// Where a packet came from.

public enum FeedLine: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// The two lines carry the same messages; whichever is first with one wins.
    case a, b
    /// The answers of the request server.
    case recovery
}
