/// A strategy that writes down what it is called with, and one that counts, for the tests.
import TectraStrategy
import TectraTestKit

/// Knows every callback.
final class Probe: Strategy {
    static let descriptor = Descriptor(
        name: "probe", version: "1.2.3", author: "the tests", wants: [.ticks, .books, .trades, .bars], stateSchema: 7)

    let host: Host
    var limit: Int64 = 5
    var price: Price = .zero
    var word = "none"
    private let onTickDo: Int64

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        self.host = host
        try parameters.refuseUnknown(besides: "limit", "price", "word", "on-tick")
        onTickDo = try parameters.integer("on-tick", in: 0...9) ?? 0
        try take(parameters)
    }

    private func take(_ parameters: borrowing Parameters) throws(StrategyError) {
        let limit = try parameters.integer("limit", in: 1...10) ?? limit
        let price = try parameters.price("price", in: .zero...Price(units: 100)) ?? price
        let word = try parameters.string("word") ?? word
        (self.limit, self.price, self.word) = (limit, price, word)
    }

    func start() throws(StrategyError) {
        guard word != "stubborn" else { throw StrategyError("not today") }
        say("start")
    }
    func onTick(_ tick: Tick) {
        switch onTickDo {
        case 1: _ = try? host.submit(.limit(.buy, 100, of: tick.instrument, at: "10.00", postOnly: true))
        case 2: _ = try? host.submit(.market(.sell, 50, of: tick.instrument))
        case 3: say("mid \(tick.mid.map(\.description) ?? "none")")
        default: say("tick \(tick.instrument)")
        }
    }
    func onBook(_ book: borrowing Book) { say("book \(book.quantity(.buy)) \(book.quantity(.sell))") }
    func onTrade(_ trade: Trade) { say("trade \(trade.price) \(trade.quantity)") }
    func onBar(_ bar: Bar) { say("bar \(bar.close)") }
    func onOrder(_ order: Order) { say("\(order.id) \(order.state) \(order.reason)") }
    func onFill(_ fill: Fill) { say("fill \(fill.signedQuantity) at \(fill.price)") }
    func onTimer(_ timer: TimerEvent) { say("timer \(timer.id.rawValue) \(timer.due)") }
    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) { try take(parameters) }
    func onKill(_ kill: Kill) { say("kill \(kill.scope) \(kill.text)") }
    func configuration(_ parameters: inout ParameterWriter) {
        parameters.integer("limit", limit)
        parameters.price("price", price)
        parameters.string("word", word)
        parameters.number("half", Double(limit) / 2)
    }
    func saveState(_ state: inout StateWriter) {
        state.integer(limit)
        state.price(price)
        state.string(word)
    }
    func loadState(_ state: inout StateReader, schema: UInt32) throws(StrategyError) {
        guard schema == 7 else { throw StrategyError("schema \(schema) is not 7") }
        limit = try state.integer()
        price = try state.price()
        word = try state.string()
    }
    func shutdown() { say("shutdown") }

    private func say(_ text: String) { host.log(.info, text) }
}

/// Wants ticks and trades; keeps a sum for each instrument, as a strategy that is in a hurry does.
final class Counter: Strategy {
    static let descriptor = Descriptor(
        name: "counter", version: "0.1.0", author: "the tests", wants: [.ticks, .trades])

    struct Sums {
        var ticks = 0
        var mids: Int64 = 0
    }

    let host: Host
    let sums = InstrumentTable { _ in Sums() }

    /// The latest made, for a test to look into. Tests that use it run one by one.
    nonisolated(unsafe) static var last: Counter?

    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) {
        self.host = host
        if try parameters.integer("remember", in: 1...1) != nil { Counter.last = self }
    }

    func onTick(_ tick: Tick) {
        guard let top = tick.tradable else { return }
        sums[tick.instrument].ticks += 1
        sums[tick.instrument].mids &+= top.mid.billionths
    }
    func onTrade(_ trade: Trade) { _ = try? host.submit(.limit(.buy, 1, of: trade.instrument, at: trade.price)) }
}
