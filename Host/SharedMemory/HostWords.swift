/// The control words that the host writes and one worker reads, on the first page of the region
/// that also holds the worker's private ring.

/// A view of them; the region must outlive it. The worker has it mapped read-only.
@frozen
public struct HostWords: @unchecked Sendable {
    /// Cells of the private ring that are whole.
    @usableFromInline let privatePublished: SharedWord
    /// Slots of the order ring that the host has taken.
    @usableFromInline let ordersConsumed: SharedWord
    /// What the host wants of the worker; TECTRA_STRATEGY_… as the workers' module uses it.
    public let state: SharedWord
    /// Not 0: stop at once, whatever is waiting on the rings.
    public let kill: SharedWord
    /// What a sleeping worker waits on; the low 32 bits are the futex.
    @usableFromInline let bell: SharedWord
    @usableFromInline let bellAddress: UnsafeMutableRawPointer

    public init(in region: borrowing SharedRegion) {
        privatePublished = SharedWord(at: region.base)
        ordersConsumed = SharedWord(at: region.base + 128)
        state = SharedWord(at: region.base + 256)
        kill = SharedWord(at: region.base + 264)
        bellAddress = region.base + 384
        bell = SharedWord(at: region.base + 384)
    }
}

