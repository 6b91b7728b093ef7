/// Earns the spread: quotes both sides around a fair price that leans against its inventory, and
/// moves the quotes when the market does.
///
/// Quotes are post-only: it never pays the spread. It takes no view and hedges nothing; what keeps
/// the inventory near zero is the skew, and what bounds it is `position-max`.
import TectraStrategy

final class MarketMaker: Strategy {
    static let descriptor = Descriptor(
        name: "market-maker", version: "1.0.0", author: "Tectra", wants: .ticks)

    private let host: Host
    private var settings: Settings
    private let markets: InstrumentTable<Market>

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        self.host = host
        settings = try Settings().changed(by: parameters)
        markets = InstrumentTable { id in
            let tick = host.instrument(id)?.tickSize ?? .zero
            return Market(
                inventory: host.position(in: id).quantity,
                // Cents, where the venue gives no step.
                tickSize: tick > .zero ? tick : Price(billionths: 10_000_000))
        }
    }

    func onTick(_ tick: Tick) {
        let instrument = tick.instrument
        // Nothing to quote against: withdraw.
        let (bid, ask) = tick.tradable.map { markets[instrument].quotes($0, settings) } ?? (nil, nil)
        markets[instrument].bid.move(to: bid, of: instrument, settings, host, now: tick.time)
        markets[instrument].ask.move(to: ask, of: instrument, settings, host, now: tick.time)
    }

    func onFill(_ fill: Fill) { markets[fill.instrument].inventory += fill.signedQuantity }

    func onOrder(_ order: Order) {
        let pause = settings.pauseMilliseconds * 1_000_000
        if order.side == .buy {
            markets[order.instrument].bid.take(order, pause: pause)
        } else {
            markets[order.instrument].ask.take(order, pause: pause)
        }
    }

    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) {
        settings = try settings.changed(by: parameters)
    }

    func configuration(_ parameters: inout ParameterWriter) { settings.write(to: &parameters) }
}
