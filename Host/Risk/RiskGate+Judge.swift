/// The rules, in the order in which they are asked. The first that says no gives the verdict.
public import Orders
internal import Records

extension RiskGate {
    /// Judges a request and changes nothing, not even the throttle.
    ///
    /// The order of the rules: limits set; price and quantity sane; reference price; maximum quantity; price
    /// band; maximum notional; self-match; position; credit; then the firm's notional, position and credit;
    /// last the throttles, so that a request refused by another rule uses up no rate.
    ///
    /// - A limit order is valued at its price, a market order at the far touch (`ReferencePrice.farTouch`),
    ///   and both are held against the price band there.
    /// - The reference price is the mid, else the last trade. Without one nothing is accepted, unless
    ///   there is no price band for strategy and firm and the order has a price of its own.
    /// - Position counts the worst case: all open orders of the side filled, none of the other. A modify
    ///   counts its order as it would be after.
    /// - Position and credit never hold back an order that only reduces: one that, with all open orders of
    ///   its side filled, does not take the position beyond flat; nor a modify that adds nothing.
    /// - Cancels are not asked: they always pass.
    public func judge(
        _ request: RiskRequest, market: ReferencePrice, time: Int64, orders: borrowing OrderTable
    ) -> Verdict {
        var verdict = Verdict(
            isAccepted: false, rule: .none, scope: .strategy, isDryRun: request.isDryRun, price: 0,
            quantity: request.quantity, limit: 0, observed: 0, headroom: 0, limitsVersion: limits.version)
        guard request.strategy != 0, limits.isSet(request.strategy), limits.isSet(0) else {
            verdict.rule = .limitsNotSet
            return verdict
        }
        let own = limits.pointer(to: request.strategy)
        let firm = limits.pointer(to: 0)
        verdict.isDryRun = request.isDryRun || own.pointee.isDryRun || firm.pointee.isDryRun
        guard exposures.contains(request.strategy, request.instrument) else {
            verdict.rule = .unknownInstrument
            return verdict
        }
        guard Int(request.venue) < venues else {
            verdict.rule = .badField
            return verdict
        }
        guard request.quantity > 0, request.quantity <= Order.quantityMax else {
            verdict.rule = .badQuantity
            return verdict
        }

        // What a share is worth, and how far that is from the market.
        let band = min(own.pointee.bandBps, firm.pointee.bandBps)
        let reference = market.doubled
        switch request.type {
        case .limit:
            guard request.price > 0, request.price <= Order.priceMax else {
                verdict.rule = .badPrice
                return verdict
            }
            verdict.price = request.price
        case .market:
            guard let touch = market.farTouch(for: request.side) else {
                verdict.rule = .noReferencePrice
                return verdict
            }
            verdict.price = min(touch, Order.priceMax)
        }
        if verdict.exceeds(own.pointee.orderQuantityMax, Int128(request.quantity), .maxQuantity) { return verdict }
        if verdict.exceeds(firm.pointee.orderQuantityMax, Int128(request.quantity), .maxQuantity, .firm) {
            return verdict
        }
        if band != LimitRow.unlimited {
            guard let reference else {
                verdict.rule = .noReferencePrice
                return verdict
            }
            let distance = Int128((2 * verdict.price - reference).magnitude) * 10_000
            if distance > Int128(band) * Int128(reference) {
                let bps = (distance + Int128(reference) - 1) / Int128(reference)
                let scope: Verdict.Scope = own.pointee.bandBps <= firm.pointee.bandBps ? .strategy : .firm
                verdict.refuse(.priceBand, scope, limit: Int128(band), observed: bps)
                return verdict
            }
        }
        let worth = notional(price: verdict.price, quantity: request.quantity)
        if verdict.exceeds(own.pointee.orderNotionalMax, worth, .maxNotional) { return verdict }
        if let other = orders.ownOrder(
            crossing: request.side, type: request.type, price: request.price, instrument: request.instrument)
        {
            verdict.refuse(crossing: orders[other], side: request.side)
            return verdict
        }

        // What would be at stake.
        var added = OpenInterest(quantity: request.quantity, notional: worth)
        var before = OpenInterest.zero
        if let index = request.replacing {
            let order = orders[index]
            guard order.state.isOpen, order.strategy == request.strategy, order.instrument == request.instrument,
                order.side == request.side
            else {
                verdict.rule = .unknownOrder
                return verdict
            }
            before = order.openInterest
            added.quantity = max(request.quantity - order.filled, 0)
            added.notional = notional(price: verdict.price, quantity: added.quantity)
        }
        let quantity = Int128(added.quantity - before.quantity)
        let money = added.notional - before.notional
        let cell = exposures.cell(request.strategy, request.instrument)
        let worst = (request.side == .buy ? cell.pointee.longest : cell.pointee.shortest) + quantity
        let isReducing = worst <= 0
        let gross = exposures.totals(request.strategy).pointee.gross + money
        if quantity > 0, verdict.exceeds(own.pointee.positionMax, worst, .maxPosition) { return verdict }
        if money > 0, !isReducing, verdict.exceeds(own.pointee.creditMax, gross, .credit) { return verdict }

        // The same for the firm.
        if verdict.exceeds(firm.pointee.orderNotionalMax, worth, .firmMaxNotional, .firm) { return verdict }
        let firmCell = exposures.cell(0, request.instrument)
        let firmWorst = (request.side == .buy ? firmCell.pointee.longest : firmCell.pointee.shortest) + quantity
        let firmGross = exposures.totals(0).pointee.gross + money
        if quantity > 0, verdict.exceeds(firm.pointee.positionMax, firmWorst, .firmMaxPosition, .firm) {
            return verdict
        }
        if money > 0, !isReducing, verdict.exceeds(firm.pointee.creditMax, firmGross, .firmCredit, .firm) {
            return verdict
        }
        if isThrottled(request.strategy, request.venue, own, time, .throttle, .strategy, &verdict) { return verdict }
        if isThrottled(0, request.venue, firm, time, .firmThrottle, .firm, &verdict) { return verdict }
        verdict.isAccepted = true
        return verdict
    }

    /// Judges a request and, when it is accepted, takes it from the throttles: from the strategy's and the
    /// firm's, in a dry run from the strategy's alone, because nothing is sent.
    public mutating func check(
        _ request: RiskRequest, market: ReferencePrice, time: Int64, orders: borrowing OrderTable
    ) -> Verdict {
        assert(exposures.totals(0).pointee.openOrders == Int64(orders.openCount), "an OrderChange was not recorded")
        let verdict = judge(request, market: market, time: time, orders: orders)
        guard verdict.isAccepted else { return verdict }
        take(request.strategy, request.venue, time)
        if !verdict.isDryRun { take(0, request.venue, time) }
        return verdict
    }

    @inline(__always)
    private func isThrottled(
        _ strategy: UInt8, _ venue: UInt8, _ row: UnsafePointer<LimitRow>, _ time: Int64, _ rule: RejectReason,
        _ scope: Verdict.Scope, _ verdict: inout Verdict
    ) -> Bool {
        let rate = row.pointee.ordersPerSecond
        let burst = row.pointee.ordersBurst
        guard rate != LimitRow.unlimited else { return false }
        let level = bucket(strategy, venue).pointee.level(at: time, rate: rate, burst: burst)
        guard level < TokenBucket.token else { return false }
        verdict.refuse(rule, scope, limit: Int128(burst), observed: Int128(burst) + 1)
        return true
    }

    @inline(__always)
    private mutating func take(_ strategy: UInt8, _ venue: UInt8, _ time: Int64) {
        let row = limits.pointer(to: strategy)
        guard row.pointee.ordersPerSecond != LimitRow.unlimited else { return }
        bucket(strategy, venue).pointee.take(
            at: time, rate: row.pointee.ordersPerSecond, burst: row.pointee.ordersBurst)
    }
}

extension Verdict {
    /// Refuses when `observed` is above `limit`.
    @inline(__always)
    fileprivate mutating func exceeds(
        _ limit: Int64, _ observed: Int128, _ rule: RejectReason, _ scope: Scope = .strategy
    ) -> Bool {
        guard limit != LimitRow.unlimited, observed > Int128(limit) else { return false }
        refuse(rule, scope, limit: Int128(limit), observed: observed)
        return true
    }

    fileprivate mutating func refuse(_ rule: RejectReason, _ scope: Scope, limit: Int128, observed: Int128) {
        self.rule = rule
        self.scope = scope
        self.limit = Int64(saturating: limit)
        self.observed = Int64(saturating: observed)
        headroom = Int64(saturating: limit - observed)
    }

    /// The limit is the price of the firm's own order, which the new one must stay behind.
    fileprivate mutating func refuse(crossing order: Order, side: Side) {
        rule = .selfMatch
        scope = .firm
        limit = order.type == .market ? 0 : order.valuationToMeet
        observed = price
        headroom = order.type == .market ? 0 : min(side == .buy ? limit - price : price - limit, 0)
    }
}

extension Order {
    /// The price at which another order meets this one: the more aggressive of its two while a replace is
    /// on its way.
    fileprivate var valuationToMeet: Int64 {
        guard isReplacePending else { return price }
        return side == .buy ? max(price, pendingPrice) : min(price, pendingPrice)
    }
}
