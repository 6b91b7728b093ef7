/// The pre-trade check, every rule set, for a busy firm: eight strategies, a hundred open orders each.
internal import Orders
internal import Records
internal import Risk

enum RiskBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        var desk = try Desk()
        let requests = desk.requests(1024)
        var accepted = 0
        for _ in 0..<100 { for request in requests where desk.check(request) { accepted += 1 } }
        let rounds = 2000
        let seconds = Timing.seconds {
            for _ in 0..<rounds { for request in requests where desk.check(request) { accepted += 1 } }
        }
        let samples = Timing.samples(200_000) { if desk.check(requests[$0 & 1023]) { accepted += 1 } }
        guard accepted > 0 else { throw BenchError("risk accepted nothing: the benchmark's limits are wrong") }
        return [
            Figure(
                "risk.check", unit: "check", count: rounds * requests.count,
                perSecond: Double(rounds * requests.count) / seconds, latency: Figure.Latency(samples),
                note: "8 strategies, 50 instruments, 800 open orders, every rule set, one in eight refused")
        ]
    }

    private struct Desk: ~Copyable {
        var table = OrderTable(capacity: 1000, strategies: 8, instruments: 50, retained: 4)
        var gate = RiskGate(strategies: 8, instruments: 50)
        let market = ReferencePrice(bid: 99_000, ask: 101_000, last: 100_000)

        init() throws {
            for strategy in 0...UInt8(8) {
                let scale: Int64 = strategy == 0 ? 8 : 1
                var row = LimitRow(strategy: strategy)
                row.bandBps = 500
                row.orderQuantityMax = 1000 * scale
                row.orderNotionalMax = 1_000_000_000 * scale
                row.positionMax = 100_000 * scale
                row.creditMax = 1_000_000_000_000 * scale
                row.ordersPerSecond = 4_000_000_000
                row.ordersBurst = 4_000_000_000
                gate.stage(row.record(version: 1))
            }
            guard gate.commit(version: 1, rows: 9).isAccepted else { throw BenchError("the limits were not taken") }
            for strategy in 1...UInt8(8) {
                for number in 0..<100 {
                    let side: Side = number % 2 == 0 ? .buy : .sell
                    let order = try NewOrder(
                        strategy: strategy, clientID: UInt64(number + 1), instrument: UInt32(number % 50), side: side,
                        price: 100_000 - side.sign * Int64(1000 + number), quantity: 10)
                    let change = try table.add(order, time: 0)
                    gate.record(change)
                    gate.record(try table.apply(.accept, to: change.index, time: 0))
                }
            }
        }

        func requests(_ count: Int) -> [RiskRequest] {
            (0..<count).map { number in
                let mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
                let side: Side = mixed & 1 == 0 ? .buy : .sell
                let price = number % 8 == 7 ? 200_000 : 100_000 - side.sign * Int64(100 + mixed >> 8 % 800)
                return RiskRequest(
                    strategy: UInt8(1 + number % 8), instrument: UInt32(mixed >> 20 % 50), side: side, price: price,
                    quantity: Int64(1 + mixed >> 32 % 500))
            }
        }

        mutating func check(_ request: RiskRequest) -> Bool {
            gate.check(request, market: market, time: 0, orders: table).isAccepted
        }
    }
}
