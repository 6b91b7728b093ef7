// Whatever comes, the core does not trap, does the same again, and its books balance.
import Engine
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct PropertyTests {
    /// Two floors with five strategies that trade, from the same opening.
    private func floor() throws -> Floor {
        let floor = try Floor.trading(5)
        for locate in UInt16(0)...3 where locate != 1 {
            floor.feed(ITCHMessage.directory(locate, "SYM\(locate)"))
            floor.feed(ITCHMessage.trading(locate, "T"))
        }
        return floor
    }

    @Test func theSameInputsBringTheSameBytes() throws {
        var inputs = RandomInputs(.printed())
        let first = try floor()
        let second = try floor()
        var ledger = Ledger()
        for number in 0..<15_000 {
            let (bytes, strategy) = inputs.next()
            let outputs = first.apply(bytes, from: strategy)
            let again = second.apply(bytes, from: strategy)
            guard outputs == again else {
                Issue.record("input \(number) from \(strategy): \(bytes)")
                return
            }
            ledger.take(outputs)
            if number % 500 == 0 { ledger.compare(with: first) }
        }
        ledger.compare(with: first)
        #expect(first.outputs.dropped == 0)
        #expect(ledger.fills > 0, "a test of trading must trade")
        let counters = first.engine.counters
        #expect(counters.malformed > 0 && counters.feedFaults > 0 && counters.rejected > 0)
    }

    /// Event time may jump to any value in any input: nothing overflows.
    @Test func timesFromTheEdgesDoNotTrap() throws {
        var random = SplitMix64.printed()
        var inputs = RandomInputs(random)
        let floor = try floor()
        for _ in 0..<3_000 {
            var (bytes, strategy) = inputs.next()
            if bytes.count >= 24, random.below(10) == 0 {
                let time = [Int64.max, .min, 0, -1, .max - 1, Int64(truncatingIfNeeded: random.next())][random.below(6)]
                withUnsafeBytes(of: time) { bytes.replaceSubrange(16..<24, with: $0) }
            }
            floor.apply(bytes, from: strategy)
        }
        #expect(floor.outputs.dropped == 0)
    }
}

/// What the outputs alone say: orders by number, positions by strategy and instrument.
struct Ledger {
    private struct Key: Hashable {
        let strategy: UInt8
        let instrument: UInt32
    }
    private var positions: [Key: Int64] = [:]
    private var told: [Key: Int64] = [:]
    private var open: [UInt64: (strategy: UInt8, filled: Int64)] = [:]
    private(set) var fills = 0

    private static let closed = [
        TECTRA_ORDER_FILLED, TECTRA_ORDER_CANCELLED, TECTRA_ORDER_REJECTED, TECTRA_ORDER_EXPIRED,
    ]

    mutating func take(_ outputs: [Seen]) {
        for output in outputs {
            if let fill = output.read(tectra_fill.self) {
                fills += 1
                let key = Key(strategy: output.strategy, instrument: fill.instrument)
                positions[key, default: 0] += fill.quantity * (Int(fill.side) == TECTRA_BUY ? 1 : -1)
                #expect(fill.quantity > 0 && fill.remaining >= 0 && fill.price > 0)
                #expect(told[key] == positions[key], "the position told before the fill")
            } else if let position = output.read(tectra_position.self) {
                told[Key(strategy: output.strategy, instrument: position.instrument)] = position.quantity
            } else if let order = output.read(tectra_order.self), order.order_id != 0 {
                #expect(order.filled <= order.quantity || Int(order.state) == TECTRA_ORDER_REJECTED)
                if Self.closed.contains(Int(order.state)) {
                    open[order.order_id] = nil
                } else {
                    open[order.order_id] = (output.strategy, order.filled)
                }
            }
        }
    }

    func compare(with floor: Floor) {
        for (key, quantity) in positions {
            let held = floor.engine.positions.position(of: key.strategy, in: key.instrument).quantity
            #expect(held == quantity, "strategy \(key.strategy), instrument \(key.instrument)")
        }
        for strategy in UInt8(1)..<64 {
            let told = open.values.filter { $0.strategy == strategy }.count
            #expect(floor.openOrders(of: strategy) == told, "open orders of \(strategy)")
        }
    }
}
