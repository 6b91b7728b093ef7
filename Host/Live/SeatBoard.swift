/// How the seats stand, for the supervisor to look at whenever it likes: the engine thread writes each
/// word alone, and a figure that is a moment old does no harm.
internal import Pipeline
internal import SharedMemory

final class SeatBoard: @unchecked Sendable {
    private let words: UnsafeMutableRawPointer
    /// Bytes of a strategy: equal, run, other, extra, missing, unjudged; then profit and fills on paper.
    private static let stride = 128

    init() {
        words = .allocate(byteCount: 64 * Self.stride, alignment: 64)
        words.initializeMemory(as: UInt8.self, repeating: 0, count: 64 * Self.stride)
    }

    deinit { words.deallocate() }

    private func word(_ strategy: UInt8, _ index: Int) -> SharedWord {
        SharedWord(at: words + Int(strategy & 63) * Self.stride + index * 8)
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

    func write(_ paper: PaperFigures, of strategy: UInt8) {
        word(strategy, 6).store(UInt64(bitPattern: paper.tradingProfit))
        word(strategy, 7).store(UInt64(bitPattern: paper.seatedProfit))
        word(strategy, 8).store(paper.tradingFills)
        word(strategy, 9).store(paper.seatedFills)
    }

    func paper(_ strategy: UInt8) -> PaperFigures {
        var paper = PaperFigures()
        paper.tradingProfit = Int64(bitPattern: word(strategy, 6).load())
        paper.seatedProfit = Int64(bitPattern: word(strategy, 7).load())
        paper.tradingFills = word(strategy, 8).load()
        paper.seatedFills = word(strategy, 9).load()
        return paper
    }
}
