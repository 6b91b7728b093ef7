/// Words for the flags that say what is known about the data behind a record.
internal import PluginABI

public enum DataFlagNames {
    private static let words: [(bit: UInt32, word: String)] = [
        (UInt32(TECTRA_DATA_HALTED), "halted"), (UInt32(TECTRA_DATA_CROSSED), "crossed"),
        (UInt32(TECTRA_DATA_GAP), "gap"), (UInt32(TECTRA_DATA_AUCTION), "auction"),
        (UInt32(TECTRA_DATA_HIDDEN), "hidden"), (UInt32(TECTRA_DATA_BROKEN), "broken"),
        (UInt32(TECTRA_DATA_SNAPSHOT), "snapshot"), (UInt32(TECTRA_DATA_STALE), "stale"),
        (UInt32(TECTRA_DATA_EARLIER_BROKEN), "earlier broken"), (UInt32(TECTRA_DATA_AS_TOLD), "as told"),
        (UInt32(TECTRA_DATA_WITHHELD), "withheld"),
    ]

    /// One word a bit (TECTRA_DATA_…), a bit without a word as `bit 9`; empty when none is set.
    public static func of(_ flags: UInt32) -> [String] {
        guard flags != 0 else { return [] }
        let known = words.filter { flags & $0.bit != 0 }
        let rest = flags & ~known.reduce(0) { $0 | $1.bit }
        return known.map(\.word) + (0..<32).filter { rest & 1 << UInt32($0) != 0 }.map { "bit \($0)" }
    }

    /// The words with a bar between them.
    public static func text(_ flags: UInt32) -> String { of(flags).joined(separator: "|") }
}
