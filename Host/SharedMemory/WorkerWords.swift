/// The control words that one worker writes and the host reads, on the first page of the region
/// that also holds the worker's order ring. To the host each of them is a hint, never a fact.

/// A view of them; the region must outlive it. The host has it mapped read-only.
@frozen
public struct WorkerWords: @unchecked Sendable {
    /// Slots of the order ring that the worker has filled.
    @usableFromInline let ordersProduced: SharedWord
    /// Cells of the private ring that the worker has read.
    @usableFromInline let privateConsumed: SharedWord
    /// Sequence of the last event that was handled to its end.
    public let processed: SharedWord
    /// Rises while the worker is alive, also when nothing happens.
    public let heartbeat: SharedWord
    /// Not 0: the worker sleeps on the host's bell, at the value one less than this.
    @usableFromInline let sleeping: SharedWord
    /// Left by the worker's own fault handlers, for the report of its end.
    public let refusal: SharedWord

    public init(in region: borrowing SharedRegion) {
        ordersProduced = SharedWord(at: region.base)
        privateConsumed = SharedWord(at: region.base + 128)
        processed = SharedWord(at: region.base + 256)
        heartbeat = SharedWord(at: region.base + 264)
        sleeping = SharedWord(at: region.base + 384)
        refusal = SharedWord(at: region.base + 512)
    }
}
