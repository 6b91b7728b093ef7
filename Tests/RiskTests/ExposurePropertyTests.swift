// Random trading days through the gate: the running exposure equals a recount, what was accepted stays
// within its limits, and every verdict equals that of a slow judge that counts everything afresh.
import Orders
import Records
import Risk
import TestSupport
import Testing

@Suite struct ExposurePropertyTests {
    private static func rows() -> [LimitRow] {
        func row(_ strategy: UInt8, _ scale: Int64) -> LimitRow {
            var row = LimitRow(strategy: strategy)
            row.bandBps = 300
            row.orderQuantityMax = 60 * scale
            row.orderNotionalMax = 5_800_000 * scale
            row.positionMax = 150 * scale
            row.creditMax = 30_000_000 * scale
            row.ordersPerSecond = 60
            row.ordersBurst = 2
            return row
        }
        // The firm's are lower than the sum of its strategies', so that they bind too.
        var firm = row(0, 1)
        firm.orderNotionalMax = 5_900_000
        firm.positionMax = 200
        firm.creditMax = 60_000_000
        firm.ordersBurst = 5
        return [firm, row(1, 1), row(2, 1), row(3, 1)]
    }

    @Test(arguments: 0..<4) func theRunningCountIsTheTrueOne(round: Int) throws {
        var random = SplitMix64.printed("\(#function) \(round)")
        let desk = Desk()
        let rows = Self.rows()
        #expect(desk.set(rows).isAccepted)
        var seen: [RejectReason: Int] = [:]
        var accepted = 0
        for step in 0..<6000 {
            desk.time += Int64(random.below(2_000_000))
            let mid = 100_000 + Int64(random.below(1000))
            desk.market = ReferencePrice(
                bid: random.below(30) == 0 ? Price.none : mid - 200,
                ask: random.below(30) == 0 ? Price.none : mid + 200,
                last: random.below(3) == 0 ? Price.none : mid)
            let open = Self.open(desk)
            if open.isEmpty || random.below(3) == 0 {
                let side: Side = random.below(2) == 0 ? .buy : .sell
                let type: OrderType = random.below(8) == 0 ? .market : .limit
                let strategy = UInt8(1 + random.below(3))
                let new = try NewOrder(
                    strategy: strategy, clientID: desk.table.lastClientID(of: strategy) + 1,
                    instrument: UInt32(random.below(2)), side: side, type: type,
                    price: type == .market ? Price.none : mid - 2000 + Int64(random.below(4001)) - 1500 * side.sign,
                    quantity: Int64(1 + random.below(62)))
                let request = RiskRequest(new)
                let slow = SlowJudge(desk: desk, rows: rows).judge(request)
                let verdict = desk.check(request)
                if verdict.rule == .throttle || verdict.rule == .firmThrottle {
                    #expect(slow == .none)
                } else {
                    #expect(verdict.rule == slow, "\(request): \(verdict)")
                }
                seen[verdict.rule, default: 0] += 1
                if verdict.isToBeSent {
                    accepted += 1
                    desk.gate.record(try desk.table.add(new, valuation: verdict.price, time: desk.time))
                }
            } else {
                let index = open[random.below(open.count)]
                let order = desk.table[index]
                switch random.below(8) {
                case 0:
                    let request = RiskRequest(
                        modifying: order, at: index, price: mid - 1500 * order.side.sign,
                        quantity: Int64(1 + random.below(62)))
                    let reason = desk.table.reasonToRefuseReplace(
                        index, price: request.price, quantity: request.quantity)
                    if reason == .none {
                        let slow = SlowJudge(desk: desk, rows: rows).judge(request)
                        let verdict = desk.check(request)
                        #expect(verdict.rule == slow || verdict.rule == .throttle || verdict.rule == .firmThrottle)
                        if verdict.isToBeSent {
                            desk.gate.record(
                                try desk.table.requestReplace(
                                    index, price: request.price, quantity: request.quantity, time: desk.time))
                        }
                    }
                case 1...4 where order.remaining > 0:
                    let quantity = Int64(1 + random.below(Int(order.remaining)))
                    do throws(OrderError) {
                        let change = try desk.table.fill(index, price: mid, quantity: quantity, time: desk.time)
                        desk.gate.record(change)
                        if let moved = desk.positions.apply(
                            strategy: order.strategy, instrument: order.instrument, side: order.side, price: mid,
                            quantity: quantity, fee: 3)
                        {
                            desk.gate.record(moved)
                        }
                    } catch {}
                default:
                    let event = OrderEvent.allCases[random.below(OrderEvent.allCases.count)]
                    do throws(OrderError) {
                        desk.gate.record(try desk.table.apply(event, to: index, time: desk.time))
                    } catch {}
                }
            }
            if step % 20 == 0 { #expect(desk.agrees()) }
            for strategy in 1...UInt8(3) {
                for instrument in 0..<UInt32(2) {
                    let exposure = desk.gate.exposure(of: strategy, in: instrument)
                    #expect(exposure.longest <= 150 && exposure.shortest <= 150)
                }
            }
            for instrument in 0..<UInt32(2) {
                let firm = desk.gate.exposure(of: 0, in: instrument)
                #expect(firm.longest <= 200 && firm.shortest <= 200)
            }
        }
        #expect(desk.agrees())
        print("accepted \(accepted), refused \(seen.map { "\($0.key.name) \($0.value)" }.sorted())")
        for rule in [RejectReason.priceBand, .maxPosition, .selfMatch, .throttle, .maxQuantity, .maxNotional] {
            #expect(seen[rule, default: 0] > 0, "\(rule.name) was never met")
        }
    }

    static func open(_ desk: Desk) -> [OrderIndex] {
        var list: [OrderIndex] = []
        for strategy in 1...UInt8(3) {
            var next = desk.table.firstOpen(of: strategy)
            while let index = next {
                list.append(index)
                next = desk.table.nextOpen(after: index)
            }
        }
        return list
    }
}
