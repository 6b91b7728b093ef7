/// The market ring: one writer, any number of readers that the writer knows nothing about.
///
/// A record takes as many 64-byte cells as it needs. `published` counts cells that are whole;
/// `claimed` runs ahead of it and counts cells that may be under the writer's pen. A reader copies
/// a record and then looks at `claimed`: if the pen may have reached the record by then, the copy
/// is thrown away and the reader has been lapped. So a reader never takes a torn record, and the
/// writer never waits. (A seqlock, in the way Aeron's broadcast buffer has its tail intents.)

public enum MarketRing {
    // Lines of their own: `published` changes with every record, and a reader that has records left looks at
    // `claimed` alone, which changes once in 64 cells.
    @usableFromInline static let publishedOffset = 0
    @usableFromInline static let claimedOffset = 128

    /// Fewest cells of a ring.
    public static let cellsMin = 64
}
