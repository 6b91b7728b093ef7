// The allocation gate of the check, and how long it takes: printed, never failed.
import Orders
import Records
import Risk
import TestSupport
import Testing

@Suite(.serialized) struct JudgeSpeedTests {
    /// A busy firm: eight strategies with a hundred open orders each over fifty instruments, every rule set.
    private static func desk() throws -> Desk {
        let desk = Desk(strategies: 8, instruments: 50)
        func row(_ strategy: UInt8, _ scale: Int64) -> LimitRow {
            var row = LimitRow(strategy: strategy)
            row.bandBps = 500
            row.orderQuantityMax = 1000 * scale
            row.orderNotionalMax = 1_000_000_000 * scale
            row.positionMax = 100_000 * scale
            row.creditMax = 1_000_000_000_000 * scale
            row.ordersPerSecond = 4_000_000_000
            row.ordersBurst = 4_000_000_000
            return row
        }
        desk.set([row(0, 8)] + (1...8).map { row($0, 1) })
        for strategy in 1...UInt8(8) {
            for order in 0..<100 {
                let side: Side = order % 2 == 0 ? .buy : .sell
                try desk.place(
                    strategy, side, price: 100_000 - side.sign * Int64(1000 + order), quantity: 10,
                    instrument: UInt32(order % 50))
            }
        }
        return desk
    }

    private static func requests(_ desk: Desk) -> [RiskRequest] {
        var random = SplitMix64(seed: 7)
        return (0..<1024).map { number in
            let side: Side = random.below(2) == 0 ? .buy : .sell
            // One in eight breaks a rule.
            let price = number % 8 == 7 ? 200_000 : 100_000 - side.sign * Int64(100 + random.below(800))
            return RiskRequest(
                strategy: UInt8(1 + random.below(8)), instrument: UInt32(random.below(50)), side: side, price: price,
                quantity: Int64(1 + random.below(500)))
        }
    }

    @Test func aCheckAllocatesNothing() throws {
        let desk = try Self.desk()
        let requests = Self.requests(desk)
        var accepted = 0
        _ = desk.check(requests[0])
        let count = AllocationCounter.count {
            var next = 0
            while next < requests.count {
                if desk.check(requests[next]).isAccepted { accepted += 1 }
                next += 1
            }
        }
        #expect(accepted > 800 && accepted < 1000)
        #expect(count == 0)
    }

    @Test func aRecordedLifeAllocatesNothing() throws {
        let desk = try Self.desk()
        var failure: (any Error)?
        func life() throws {
            let index = try desk.place(1, .buy, price: 98_000)
            try desk.fill(index, price: 98_000, quantity: 4)
            desk.gate.record(try desk.table.apply(.requestCancel, to: index, time: 0))
            desk.gate.record(try desk.table.apply(.cancel, to: index, time: 0))
        }
        try life()
        let count = AllocationCounter.count {
            var round = 0
            while round < 500 {
                do { try life() } catch { failure = error }
                round += 1
            }
        }
        #expect(failure == nil)
        #expect(count == 0)
    }

    @Test func printsHowLongACheckTakes() throws {
        let desk = try Self.desk()
        let requests = Self.requests(desk)
        var accepted = 0
        let rounds = 1000
        for pass in 0..<2 {
            let each = Stopwatch.measure(pass == 0 ? "risk check, warming" : "risk check", count: rounds * 1024) {
                for _ in 0..<rounds {
                    for request in requests where desk.check(request).isAccepted { accepted += 1 }
                }
            }
            if pass == 1 { print("risk check: \(Int(1000 / each)) M/s") }
        }
        // One by one, less what reading the clock costs.
        var empty = [Int64](repeating: 0, count: 100_000)
        var times = empty
        for round in 0..<100_000 {
            let begin = Stopwatch.now()
            empty[round] = Stopwatch.now() - begin
            let checked = Stopwatch.now()
            if desk.check(requests[round & 1023]).isAccepted { accepted += 1 }
            times[round] = Stopwatch.now() - checked
        }
        empty.sort()
        times.sort()
        print("reading the clock: p50 \(empty[50_000]) ns, p99 \(empty[99_000]) ns, p99.9 \(empty[99_900]) ns")
        print(
            "risk check with it: p50 \(times[50_000]) ns, p99 \(times[99_000]) ns, p99.9 \(times[99_900]) ns, "
                + "max \(times[99_999]) ns")
        #expect(accepted > rounds * 800)
    }
}
