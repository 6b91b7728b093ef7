/// Trades the spread of two instruments that usually move together: sells the dear one against the
/// cheap one when the spread is far from its mean, and closes both when it is near again.
///
/// The spread is first − ratio × second, of mid prices. A leg that a limit refuses would leave the
/// other alone, so both are then closed.
import TectraSignals
import TectraStrategy

final class Pairs: Strategy {
    static let descriptor = Descriptor(name: "pairs", version: "1.0.0", author: "Tectra", wants: .ticks)

    private enum Stance {
        case flat
        /// Long the first leg, short the second.
        case long
        case short
    }

    private let host: Host
    private var settings: Settings
    // One thread calls, and no callback calls another: the run-time check of exclusive access, which
    // costs more than the rest of a tick, has nothing to find.
    @exclusivity(unchecked) private var score: ZScore
    @exclusivity(unchecked) private var first = Leg()
    @exclusivity(unchecked) private var second = Leg()
    private var stance = Stance.flat
    /// Whether the pair may be opened: not on the excursion that a limit closed.
    private var isArmed = true

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        let settings = try Settings().changed(by: parameters)
        self.host = host
        self.settings = settings
        score = ZScore(Int(settings.period))
    }

    func onTick(_ tick: Tick) {
        if tick.instrument == first.instrument {
            first.top = tick.tradable
        } else if tick.instrument == second.instrument {
            second.top = tick.tradable
        } else {
            meet(tick)
        }
        guard tick.instrument == first.instrument || tick.instrument == second.instrument,
            let firstMid = first.top?.mid.units, let secondMid = second.top?.mid.units
        else { return }
        if let score = score.push(firstMid - settings.ratio * secondMid) { decide(score) }
        first.work(host)
        second.work(host)
    }

    /// Finds out whether a new instrument is one of the two legs.
    private func meet(_ tick: Tick) {
        guard first.instrument == nil || second.instrument == nil,
            let symbol = host.instrument(tick.instrument)?.symbol
        else { return }
        let leg = Leg(
            instrument: tick.instrument, top: tick.tradable,
            holding: TargetPosition(position: host.position(in: tick.instrument).quantity))
        if symbol == settings.first { first = leg }
        if symbol == settings.second { second = leg }
        // After a restart the position tells which way the pair was.
        if symbol == settings.first {
            let held = leg.holding.position
            stance = held > 0 ? .long : held < 0 ? .short : .flat
        }
    }

    private func decide(_ score: Double) {
        if score.magnitude <= settings.exit { isArmed = true }
        switch stance {
        case .flat where !isArmed: break
        case .flat where score >= settings.entry: take(.short, score)
        case .flat where score <= -settings.entry: take(.long, score)
        case .long where score >= -settings.exit: take(.flat, score)
        case .short where score <= settings.exit: take(.flat, score)
        default: break
        }
    }

    private func take(_ next: Stance, _ score: Double) {
        stance = next
        let sign: Int64 = next == .flat ? 0 : next == .long ? 1 : -1
        first.holding.target = sign * settings.quantity
        second.holding.target = -sign * settings.secondQuantity
        guard let instrument = first.instrument else { return }
        let signal: SignalType = next == .flat ? .exit : next == .long ? .long : .short
        let confidence = min(score.magnitude / (2 * settings.entry), 1)
        try? host.emitSignal(signal, on: instrument, confidence: confidence)
    }

    func onFill(_ fill: Fill) {
        if fill.instrument == first.instrument { first.holding.take(fill) }
        if fill.instrument == second.instrument { second.holding.take(fill) }
    }

    func onOrder(_ order: Order) {
        let isRejected =
            order.instrument == first.instrument ? first.holding.take(order) : second.holding.take(order)
        guard isRejected else { return }
        host.log(.warning, "closing both legs; rejected: \(order.reason)")
        stance = .flat
        isArmed = false
        first.holding.target = 0
        second.holding.target = 0
    }

    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) {
        let changed = try settings.changed(by: parameters)
        guard changed.first == settings.first, changed.second == settings.second, changed.ratio == settings.ratio,
            changed.period == settings.period
        else {
            throw StrategyError("first, second, ratio and period: the spread would be another; deploy again")
        }
        settings = changed
    }

    func configuration(_ parameters: inout ParameterWriter) { settings.write(to: &parameters) }
}
