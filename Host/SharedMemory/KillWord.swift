/// The kill word in `control.shm`: the way to stop trading that needs no process but the engine.
///
/// Whoever may write the file sets a bit; the engine takes all bits at once, one load a turn while
/// there are none. Bit 0 is the firm, bit n strategy n. A pull cannot be taken back here: clearing
/// a kill switch is a command with a name to it.

public struct KillWord: ~Copyable, Sendable {
    private let region: SharedRegion
    private var word: SharedWord { SharedWord(at: region.base + Self.wordOffset) }

    static let magic: UInt64 = 0x314C_5254_4354_4554  // "TETCTRL1"
    private static let wordOffset = 128

    /// For the engine: makes the file anew with nothing pulled.
    public init(creatingAt path: String) throws(RegionError) {
        region = try SharedRegion.createFile(at: path, size: SharedRegion.pageSize)
        SharedWord(at: region.base).storeReleasing(Self.magic)
    }

    /// For everybody else.
    public init(openingAt path: String) throws(RegionError) {
        region = try Self.openRegion(at: path)
    }

    private static func openRegion(at path: String) throws(RegionError) -> SharedRegion {
        let region = try SharedRegion.openFile(at: path, size: SharedRegion.pageSize, access: .readWrite)
        guard SharedWord(at: region.base).loadAcquiring() == magic else {
            throw .foreign(region: path, expected: "a control page")
        }
        return region
    }

    /// Pulls the switch of the firm (0) or of one strategy (1 to 63).
    public borrowing func pull(_ strategy: UInt8) {
        word.formUnion(1 << UInt64(strategy & 63))
    }

    /// For the engine: what was pulled since the last time, a bit each; nearly always 0.
    public borrowing func take() -> UInt64 {
        word.load() == 0 ? 0 : word.exchange(0)
    }
}
