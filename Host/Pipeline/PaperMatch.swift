/// Two versions of a strategy on paper, from the cut on: the one that trades and the one in the second
/// seat, each at a venue of its own.
internal import Engine
internal import MarketData
internal import Records
internal import Venues

/// How the two stand.
public struct PaperFigures: BitwiseCopyable, Equatable, Sendable {
    /// Money of 1e-9, before fees, with what is open at the mid.
    public var tradingProfit: Int64 = 0
    public var seatedProfit: Int64 = 0
    public var tradingFills: UInt64 = 0
    public var seatedFills: UInt64 = 0

    public init() {}
}

/// A class, so that a seat can be moved and swapped; one exists for a change of version.
final class PaperMatch {
    private var trading: PaperAccount
    private var seated: PaperAccount

    init(instruments: Int) {
        trading = PaperAccount(instruments: instruments)
        seated = PaperAccount(instruments: instruments)
    }

    func take(_ record: UnsafeRawBufferPointer, isSeated: Bool, _ engine: borrowing Engine) {
        if isSeated {
            seated.take(record, engine.books, time: engine.time)
        } else {
            trading.take(record, engine.books, time: engine.time)
        }
    }

    func apply(_ engine: borrowing Engine) {
        trading.apply(engine.lastEvent, time: engine.time)
        seated.apply(engine.lastEvent, time: engine.time)
    }

    /// The versions have changed places.
    func swapSides() { swap(&trading, &seated) }

    func figures(_ engine: borrowing Engine) -> PaperFigures {
        var figures = PaperFigures()
        figures.tradingProfit = trading.profit { engine.mark($0) }
        figures.seatedProfit = seated.profit { engine.mark($0) }
        figures.tradingFills = trading.fills
        figures.seatedFills = seated.fills
        return figures
    }
}
