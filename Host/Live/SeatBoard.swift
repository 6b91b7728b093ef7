/// How the seats stand, for the supervisor to look at whenever it likes: the engine thread writes each
/// word alone, and a figure that is a moment old does no harm.
internal import Pipeline
internal import SharedMemory

final class SeatBoard: @unchecked Sendable {
    private let words: UnsafeMutableRawPointer
    /// equal, run, other, extra, missing, unjudged.
    private static let count = 6

    init() {
        words = .allocate(byteCount: 64 * 64, alignment: 64)
        words.initializeMemory(as: UInt8.self, repeating: 0, count: 64 * 64)
    }

    deinit { words.deallocate() }

    private func word(_ strategy: UInt8, _ index: Int) -> SharedWord {
        SharedWord(at: words + Int(strategy & 63) * 64 + index * 8)
    }

    func write(_ figures: ShadowFigures, of strategy: UInt8) {
        word(strategy, 0).store(figures.equal)
        word(strategy, 1).store(figures.run)
        word(strategy, 2).store(figures.other)
        word(strategy, 3).store(figures.extra)
        word(strategy, 4).store(figures.missing)
        word(strategy, 5).store(figures.unjudged)
    }

    func read(_ strategy: UInt8) -> ShadowFigures {
        var figures = ShadowFigures()
        figures.equal = word(strategy, 0).load()
        figures.run = word(strategy, 1).load()
        figures.other = word(strategy, 2).load()
        figures.extra = word(strategy, 3).load()
        figures.missing = word(strategy, 4).load()
        figures.unjudged = word(strategy, 5).load()
        return figures
    }
}
