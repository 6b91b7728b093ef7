/// Follows the trend: long after the fast average of the mid price has crossed above the slow one,
/// short after it has crossed below.
///
/// Each instrument is traded for itself. Orders are immediate-or-cancel at the other side's best
/// price; what does not fill is tried again at the next tick, until the position is the target.
import TectraSignals
import TectraStrategy

final class MACrossover: Strategy {
    static let descriptor = Descriptor(
        name: "ma-crossover", version: "1.0.0", author: "Tectra", wants: .ticks)

    private let host: Host
    private var settings: Settings
    private let trends: InstrumentTable<Trend>

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        let settings = try Settings().changed(by: parameters)
        self.host = host
        self.settings = settings
        trends = InstrumentTable { Trend(settings, position: host.position(in: $0).quantity) }
    }

    func onTick(_ tick: Tick) {
        guard let top = tick.tradable else { return }
        let instrument = tick.instrument
        let cross = trends[instrument].push(top.mid.units)
        if settings.flatten {
            trends[instrument].holding.target = 0
        } else if let cross {
            trends[instrument].holding.target = cross == .up ? settings.quantity : -settings.quantity
            // A signal that finds no room is not worth a second try.
            try? host.emitSignal(cross == .up ? .long : .short, on: instrument)
        }
        trends[instrument].holding.work(instrument, top, host)
    }

    func onFill(_ fill: Fill) { trends[fill.instrument].holding.take(fill) }

    func onOrder(_ order: Order) {
        if trends[order.instrument].holding.take(order) { host.log(.warning, "rejected: \(order.reason)") }
    }

    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) {
        let changed = try settings.changed(by: parameters)
        guard changed.fast == settings.fast, changed.slow == settings.slow else {
            throw StrategyError("fast and slow: the averages would have to begin again; deploy the strategy again")
        }
        settings = changed
    }

    func configuration(_ parameters: inout ParameterWriter) { settings.write(to: &parameters) }
}
