// A second judge for property tests: slow, simple, and written without looking at the first.
import Orders
import Records
import Risk

/// The rules once more, written straight from their description, with nothing kept between calls. It
/// leaves out the throttle, which ThrottleTests hold against its definition.
struct SlowJudge {
    let desk: Desk
    let rows: [LimitRow]

    func judge(_ request: RiskRequest) -> RejectReason {
        let row = rows[Int(request.strategy)]
        let firm = rows[0]
        let (bid, ask, last) = (desk.market.bid, desk.market.ask, desk.market.last)
        let doubled: Int64? = bid != Price.none && ask != Price.none ? bid + ask : last != Price.none ? 2 * last : nil
        var price = request.price
        if request.type == .market {
            let touch = request.side == .buy ? ask : bid
            if touch == Price.none, last == Price.none { return .noReferencePrice }
            price = touch != Price.none ? touch : last
        }
        if request.quantity > min(row.orderQuantityMax, firm.orderQuantityMax) { return .maxQuantity }
        guard let doubled else { return .noReferencePrice }
        if abs(2 * price - doubled) * 10_000 > min(row.bandBps, firm.bandBps) * doubled { return .priceBand }
        if price * request.quantity > row.orderNotionalMax { return .maxNotional }

        let all = ExposurePropertyTests.open(desk)
        let orders = all.filter { $0 != request.replacing }.map { desk.table[$0] }
        for other in orders where other.instrument == request.instrument && other.side != request.side {
            let prices = [other.price] + (other.isReplacePending ? [other.pendingPrice] : [])
            if request.type == .market || other.type == .market { return .selfMatch }
            if prices.contains(where: { request.side == .buy ? request.price >= $0 : request.price <= $0 }) {
                return .selfMatch
            }
        }
        let replaced = request.replacing.map { desk.table[$0] }
        let open = request.quantity - (replaced?.filled ?? 0)
        let adds = open > (replaced?.openInterest.quantity ?? 0)
        let addsMoney = Int128(open) * Int128(price) > replaced?.openInterest.notional ?? 0

        func worst(_ strategies: ClosedRange<UInt8>) -> Int64 {
            let held = strategies.reduce(Int64(0)) {
                $0 + desk.positions.position(of: $1, in: request.instrument).quantity
            }
            let mine = orders.filter {
                strategies.contains($0.strategy) && $0.instrument == request.instrument && $0.side == request.side
            }
            return mine.reduce(open + request.side.sign * held) { $0 + $1.openInterest.quantity }
        }
        func gross(_ strategies: ClosedRange<UInt8>) -> Int128 {
            var sum = Int128(open) * Int128(price)
            for order in orders where strategies.contains(order.strategy) { sum += order.openInterest.notional }
            for strategy in strategies {
                for instrument in 0..<UInt32(2) {
                    sum += desk.positions.position(of: strategy, in: instrument).grossCost
                }
            }
            return sum
        }
        let own = request.strategy...request.strategy
        let closes = worst(own) <= 0
        if adds, worst(own) > row.positionMax { return .maxPosition }
        if addsMoney, !closes, gross(own) > Int128(row.creditMax) { return .credit }
        if price * request.quantity > firm.orderNotionalMax { return .firmMaxNotional }
        if adds, worst(1...3) > firm.positionMax { return .firmMaxPosition }
        if addsMoney, !closes, gross(1...3) > Int128(firm.creditMax) { return .firmCredit }
        return .none
    }
}
