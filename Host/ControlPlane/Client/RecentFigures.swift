/// What follows from the last trades of a symbol and the mids behind them: how much it moves and who takes.
internal import Glibc
public import PluginABI
internal import TectraSignals
internal import TectraStrategy

public struct RecentFigures: Codable, Equatable, Sendable {
    /// Trades that the figures are of; those that were broken are not among them.
    public var trades = 0
    /// From the first of them to the time of the book.
    public var seconds: Double?
    /// √ Σ (Δ ln mid)² of the mids behind them and of the mid now, as a share of it; nil without two mids.
    public var volatility: Double?
    /// Shares that buyers took, and sellers; a trade of which it is not told is of neither.
    public var bought: Int64 = 0
    public var sold: Int64 = 0
    /// (bought − sold) / (bought + sold) (`TradeFlow`); nil when nothing was taken.
    public var tradeFlow: Double?
    /// (`SessionVWAP`); nil without a trade.
    public var vwap: Double?

    public init() {}

    /// - Parameters:
    ///   - recent: trades, newest first, each with the mid behind it; TECTRA_PRICE_NONE: there was none.
    ///   - book: as it is now.
    public init(_ recent: [(trade: tectra_trade, mid: Int64)], _ book: tectra_book) {
        let sound = recent.reversed().filter { $0.trade.flags & UInt32(TECTRA_DATA_BROKEN) == 0 }
        guard let first = sound.first else { return }
        trades = sound.count
        seconds = Double(max(0, book.time &- first.trade.time)) / 1e9
        // One slice as long as all time: the window is the trades themselves.
        var flow = TradeFlow(window: .max, slices: 1)
        var average = SessionVWAP()
        for (trade, _) in sound {
            let direction =
                trade.aggressor == UInt8(TECTRA_BUY) ? 1 : trade.aggressor == UInt8(TECTRA_SELL) ? -1 : 0
            flow.push(direction: direction, volume: Double(trade.quantity), at: trade.time)
            average.push(price: Double(trade.price) / 1e9, volume: Double(trade.quantity))
        }
        (bought, sold) = (Int64(flow.volumes.bought), Int64(flow.volumes.sold))
        tradeFlow = flow.value
        vwap = average.value
        volatility = Self.volatility(of: recent.reversed().map(\.mid), book)
    }

    private static func volatility(of mids: [Int64], _ book: tectra_book) -> Double? {
        var logarithms = mids.filter { $0 > 0 }.map { log(Double($0) / 1e9) }
        withUnsafePointer(to: book) { if let mid = Book($0).mid { logarithms.append(log(mid.units)) } }
        guard logarithms.count > 1 else { return nil }
        return zip(logarithms.dropFirst(), logarithms).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
}
