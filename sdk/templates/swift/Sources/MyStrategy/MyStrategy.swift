/// Follows the pressure: long while buyers outweigh sellers at the top of the book, short while
/// sellers outweigh buyers, flat in between.
///
/// Each instrument is traded for itself, with one immediate-or-cancel order at a time.
import TectraStrategy

final class MyStrategy: Strategy {
    static let descriptor = Descriptor(
        name: "my-strategy", version: "1.0.0", author: "Jane Doe", wants: .ticks, stateSchema: 1)

    private let host: Host
    private var settings: Settings
    private let pressures: InstrumentTable<Pressure>

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        settings = try Settings().changed(by: parameters)
        self.host = host
        pressures = InstrumentTable { Pressure(position: host.position(in: $0).quantity) }
    }

    func onTick(_ tick: Tick) {
        // nil when a side is missing or the market is halted, crossed or has a gap.
        guard let top = tick.tradable else { return }
        let instrument = tick.instrument
        if let average = pressures[instrument].push(top.imbalance, window: settings.window) {
            take(side: average, instrument)
        }
        pressures[instrument].holding.work(instrument, top, host)
    }

    private func take(side average: Double, _ instrument: InstrumentID) {
        let target =
            average >= settings.threshold ? settings.quantity : average <= -settings.threshold ? -settings.quantity : 0
        guard target != pressures[instrument].holding.target else { return }
        pressures[instrument].holding.target = target
        // A signal moves no money: one that finds no room is not worth a second try.
        try? host.emitSignal(
            target > 0 ? .long : target < 0 ? .short : .flat, on: instrument, confidence: min(average.magnitude, 1))
    }

    func onFill(_ fill: Fill) { pressures[fill.instrument].holding.take(fill) }

    func onOrder(_ order: Order) {
        if pressures[order.instrument].holding.take(order) { host.log(.warning, "rejected: \(order.reason)") }
    }

    // MARK: - Parameters and state

    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) {
        settings = try settings.changed(by: parameters)
    }

    func configuration(_ parameters: inout ParameterWriter) { settings.write(to: &parameters) }

    /// How many instruments, then each. Positions and open orders are the host's and need no saving.
    func saveState(_ state: inout StateWriter) {
        var count: UInt32 = 0
        pressures.visit { _, _ in count += 1 }
        state.integer(count)
        pressures.visit { instrument, pressure in
            state.integer(instrument.rawValue)
            pressure.save(to: &state)
        }
    }

    func loadState(_ state: inout StateReader, schema: UInt32) throws(StrategyError) {
        guard schema == Self.descriptor.stateSchema else {
            throw StrategyError("state: schema \(schema) is not known; this version reads 1")
        }
        for _ in 0..<(try state.integer(UInt32.self)) {
            let instrument = try state.integer(UInt32.self)
            guard instrument < 65536 else { throw StrategyError("state: there is no instrument \(instrument)") }
            try pressures[InstrumentID(instrument)].load(from: &state)
        }
    }
}
