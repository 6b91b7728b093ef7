/// Whether what the market shows can be believed.
public import PluginABI

/// Messages of the feed were lost and not recovered, or the books are sound again.
public struct FeedState {
    public let record: tectra_feed_state

    public init(_ record: tectra_feed_state) { self.record = record }

    /// Event time, ns since the epoch.
    public var time: Int64 { record.time }
    /// Books may be wrong from here on; every market record says so too, until this is false again.
    public var isDegraded: Bool { record.flags & UInt32(TECTRA_DATA_GAP) != 0 }
    /// Messages lost this time; 0 when the feed is sound again.
    public var lost: UInt64 { record.lost }
    /// Messages lost in the session so far.
    public var lostInAll: UInt64 { record.lost_in_all }
}
