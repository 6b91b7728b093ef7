/// Where the engine's feed comes from when it is not a plain file: live lines or a capture of them.
public import FeedTransport

/// Which source a configuration names.
public enum FeedKind: String, Equatable, Sendable, CaseIterable {
    case none, file, capture, live
}

public struct FeedSettings: Equatable, Sendable {
    /// A pcap or pcapng file of MoldUDP64; empty for none.
    public var capture = ""
    /// The two lines of a live feed, multicast groups or addresses of this machine. With a capture,
    /// where its lines were sent; nil takes every datagram for line A.
    public var lineA: Endpoint?
    public var lineB: Endpoint?
    /// Answers requests for what is missing; nil: what is missing on both lines is lost.
    public var requestServer: Endpoint?
    /// Address of the interface that groups are joined on; 0 leaves it to the system.
    public var interface: UInt32 = 0
    /// Requests for the same messages before they are declared lost.
    public var requestAttempts = 10
    /// How long a missing message may be merely late, ns.
    public var reorderWait: Int64 = 500_000
    /// Silence of a line that health complains of, ns. MoldUDP64 says something every second.
    public var silence: Int64 = 3_000_000_000
    /// Processor of the receiving thread; -1 leaves it to the system.
    public var processor = -1
    /// What strategies are shown.
    public var symbols = SymbolChoice.all

    public init() {}
}

extension EngineConfiguration {
    public var feedKind: FeedKind {
        if !feed.capture.isEmpty { return .capture }
        if feed.lineA != nil { return .live }
        return feedFile.isEmpty ? .none : .file
    }

    /// The source in a few words, for people.
    public var feedName: String {
        switch feedKind {
        case .none: ""
        case .file: feedFile
        case .capture: feed.capture
        case .live:
            [feed.lineA, feed.lineB].compactMap { $0.map { "\($0)" } }.joined(separator: " and ")
                + (feed.requestServer.map { ", requests to \($0)" } ?? "")
        }
    }

    /// What contradicts itself in the feed's settings; nil when nothing does.
    public var feedContradiction: String? {
        if !feedFile.isEmpty, !feed.capture.isEmpty || feed.lineA != nil {
            return "file, capture and line-a are different feeds; give one of them"
        }
        if feed.lineA == nil, feed.lineB != nil { return "line-b is the second of two lines; give line-a too" }
        if feed.requestServer != nil, feedKind != .live { return "request-server belongs to live lines; give line-a" }
        if feed.lineA != nil, feed.lineA == feed.lineB { return "line-a and line-b are the same" }
        return nil
    }
}
