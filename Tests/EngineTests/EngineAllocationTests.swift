// The allocation gate of the whole core: market, requests, fills, kills and limits ask the allocator for nothing.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct EngineAllocationTests {
    /// A tape of inputs made before anything is counted.
    private static func tape(_ count: Int, from reference: UInt64, client: UInt64) -> [(bytes: [UInt8], from: UInt8)] {
        var tape: [(bytes: [UInt8], from: UInt8)] = []
        func add<R: Record>(_ record: R, _ strategy: UInt8 = 0) {
            tape.append((withUnsafeBytes(of: record) { Array($0) }, strategy))
        }
        for step in 0..<UInt64(count) {
            let time = Int64(reference + step) * 1_000_000
            let own = client + 3 * step
            add(Floor.feedRecord(ITCHMessage.add(1, reference + 2 * step, isBuy: true, 100, at: 999_900, time: time)))
            add(
                Floor.feedRecord(
                    ITCHMessage.add(1, reference + 2 * step + 1, isBuy: false, 100, at: 1_000_100, time: time)))
            for (index, price) in [Price.none, 9_998 * Floor.cent, 10_001 * Floor.cent].enumerated() {
                var submit = tectra_submit.blank
                submit.client_id = own + UInt64(index)
                submit.instrument = 1
                submit.side = UInt8(TECTRA_BUY)
                submit.type = UInt8(price == Price.none ? TECTRA_MARKET : TECTRA_LIMIT)
                submit.time_in_force = UInt8(TECTRA_DAY)
                submit.price = price
                submit.quantity = 30
                add(submit, 1)
            }
            var modify = tectra_modify.blank
            modify.client_id = own + 1
            modify.price = 9_997 * Floor.cent
            modify.quantity = 20
            add(modify, 1)
            var cancel = tectra_cancel.blank
            cancel.client_id = own + 1
            add(cancel, 1)
            var timer = tectra_set_timer.blank
            timer.timer_id = 1
            timer.due = Floor.midnight + time + 1
            add(timer, 1)
            add(Floor.feedRecord(ITCHMessage.execute(1, reference + 2 * step, 100, time: time + 10)))
            add(Floor.feedRecord(ITCHMessage.delete(1, reference + 2 * step + 1, time: time + 20)))
            var kill = tectra_kill_switch.blank
            kill.engaged = step % 2 == 0 ? 1 : 0
            kill.operator_name.0 = 65
            if step % 16 < 2 { add(kill) }
        }
        return tape
    }

    /// With the market records that most strategies want, and with all there are.
    @Test(arguments: [15, 255]) func anInputAllocatesNothingAfterTheFirst(wants: Int) throws {
        let floor = try Floor()
        floor.openMarket()
        var sizes = tectra_bar_sizes.blank
        sizes.ticks = 3
        sizes.volume = 500
        sizes.notional = 20_000_000_000_000
        floor.input(sizes)
        floor.open([1])
        floor.run(1, wants: wants)
        for (bytes, from) in Self.tape(16, from: 100, client: 1) { floor.apply(bytes, from: from) }
        let tape = Self.tape(300, from: 1_000, client: 1_000)
        let fills = floor.engine.counters.fills
        var number = 0
        let count = AllocationCounter.count {
            while number < tape.count {
                tape[number].bytes.withUnsafeBytes { bytes in
                    floor.engine.apply(bytes, from: tape[number].from, into: &floor.outputs)
                }
                number += 1
            }
        }
        #expect(floor.engine.counters.fills > fills + 300)
        #expect(count == 0)
    }
}
