/// Bets that an unusual price comes back: sells what stands far above its mean, buys what stands
/// far below, and closes when it is near again or has taken too long.
///
/// Each instrument is traded for itself. "Unusual" is the Z-score of the mid price over the last
/// `period` ticks.
import TectraSignals
import TectraStrategy

final class MeanReversion: Strategy {
    static let descriptor = Descriptor(
        name: "mean-reversion", version: "1.0.0", author: "Tectra", wants: .ticks)

    private let host: Host
    private var settings: Settings
    private let excursions: InstrumentTable<Excursion>

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        let settings = try Settings().changed(by: parameters)
        self.host = host
        self.settings = settings
        excursions = InstrumentTable { Excursion(settings, position: host.position(in: $0).quantity) }
    }

    func onTick(_ tick: Tick) {
        guard let top = tick.tradable else { return }
        let instrument = tick.instrument
        if let score = excursions[instrument].score.push(top.mid.units),
            let decision = excursions[instrument].decide(score, settings)
        {
            carryOut(decision, instrument, score)
        }
        excursions[instrument].holding.work(instrument, top, host)
    }

    private func carryOut(_ decision: Excursion.Decision, _ instrument: InstrumentID, _ score: Double) {
        let timer = TimerID(UInt64(instrument.rawValue))
        let signal: SignalType
        switch decision {
        case .buy:
            excursions[instrument].holding.target = settings.quantity
            signal = .long
        case .sell:
            excursions[instrument].holding.target = -settings.quantity
            signal = .short
        case .close:
            excursions[instrument].holding.target = 0
            signal = .exit
        }
        if decision == .close || settings.holdSeconds == 0 {
            host.removeTimer(timer)
        } else {
            // Without the timer the score alone closes the position: no reason not to open it.
            try? host.setTimer(timer, at: host.now + settings.holdSeconds * 1_000_000_000)
        }
        // Twice the entry score is as sure as it gets.
        let confidence = min(score.magnitude / (2 * settings.entry), 1)
        try? host.emitSignal(signal, on: instrument, confidence: confidence)
    }

    /// The position has been held too long; the next tick closes it.
    func onTimer(_ timer: TimerEvent) {
        let instrument = InstrumentID(UInt32(truncatingIfNeeded: timer.id.rawValue))
        excursions[instrument].holding.target = 0
        excursions[instrument].isArmed = false
    }

    func onFill(_ fill: Fill) { excursions[fill.instrument].holding.take(fill) }

    func onOrder(_ order: Order) {
        if excursions[order.instrument].holding.take(order) { host.log(.warning, "rejected: \(order.reason)") }
    }

    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) {
        let changed = try settings.changed(by: parameters)
        guard changed.period == settings.period else {
            throw StrategyError("period: the scores would have to begin again; deploy the strategy again")
        }
        settings = changed
    }

    func configuration(_ parameters: inout ParameterWriter) { settings.write(to: &parameters) }
}
