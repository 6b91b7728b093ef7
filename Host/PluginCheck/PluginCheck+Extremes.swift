/// A market at its edges: empty books, the largest and smallest values that the feed can carry, and beyond.
internal import PluginABI
internal import Records

extension PluginCheck {
    /// Records with values out of these lists, by turns with an ordinary market.
    private struct Edges {
        let name: String
        let prices: [Int64]
        let quantities: [Int64]
        let severity: CheckSeverity
        let advice: String
    }

    private static let carried = Edges(
        name: "what the feed can carry",
        prices: [.min, FeedRange.priceMin, FeedRange.priceMax, FeedRange.priceMax - 100_000, 100_000_000_000],
        quantities: [0, 1, 100, FeedRange.quantityMax], severity: .error,
        advice: "look for TECTRA_PRICE_NONE before you compute; widen before you multiply")
    private static let beyond = Edges(
        name: "beyond what the feed can carry",
        prices: [.min, .min + 1, -1, 0, 1, .max - 1, .max], quantities: [.min, -1, 0, 1, .max], severity: .warning,
        advice: "no host sends it today; arithmetic that can not overflow costs little")

    func extremes() throws(CheckError) -> CheckResult {
        var findings: [CheckFinding] = []
        var shown = 0
        for edges in [Self.carried, Self.beyond] {
            var draws = SeededDraws(seed: plan.seed)
            var last = ""
            var requests: [[UInt8]] = []
            let trouble = try trial { worker in
                begin(&worker)
                for _ in 0..<600 where worker.exit == nil {
                    last = show(edges, &worker, &draws)
                    shown += 1
                    if edges.severity == .error { requests += worker.take() } else { _ = worker.take() }
                    if draws.below(8) == 0 { worker.trade(5, &draws) }
                }
            }
            if let trouble {
                findings.append(
                    CheckFinding(
                        edges.severity, "\(edges.name), \(last): \(trouble)", advice: edges.advice))
            }
            if let nonsense = Self.nonsense(requests) {
                findings.append(
                    CheckFinding(
                        .warning, "at the edges it sends \(nonsense)",
                        advice: "every host rejects such an order; look at the book before you quote"))
            }
        }
        return CheckResult(.extremes, "\(shown) records at the edges", findings)
    }

    /// Shows one record at the edges.
    ///
    /// - Returns: what it was.
    private func show(_ edges: Edges, _ worker: inout CheckWorker, _ draws: inout SeededDraws) -> String {
        let instrument = UInt32(1 + draws.below(Int(instrumentCount)))
        let (bid, ask) = (draws.pick(edges.prices), draws.pick(edges.prices))
        let (first, second) = (draws.pick(edges.quantities), draws.pick(edges.quantities))
        let flags = UInt32(draws.below(128))
        switch draws.below(5) {
        case 0:
            worker.show(
                MadeRecords.tick(
                    instrument, bid: bid, ask: ask, bidQuantity: bid == .min ? 0 : first,
                    askQuantity: ask == .min ? 0 : second, flags: flags))
            return "a tick \(Self.price(bid)) x \(first) / \(Self.price(ask)) x \(second)"
        case 1:
            // A trade always has a price.
            let price = bid == .min ? 100_000_000_000 : bid
            worker.show(MadeRecords.trade(instrument, price: price, quantity: first, flags: flags))
            return "a trade of \(first) at \(Self.price(price))"
        case 2:
            let levels = draws.below(11)
            worker.show(
                MadeRecords.book(instrument, bid: bid, ask: ask, quantity: first, step: 100_000, levels: levels))
            return "a book of \(levels) levels from \(Self.price(bid)) and \(Self.price(ask)), \(first) each"
        case 3:
            let price = bid == .min ? 100_000_000_000 : bid
            worker.show(MadeRecords.bar(instrument, price: price, volume: first))
            return "a bar at \(Self.price(price)) of \(first)"
        default:
            worker.pass(nanoseconds: Int64(draws.below(3_600)) * 1_000_000_000)
            worker.show(MadeRecords.tick(instrument, bid: .min, ask: .min, bidQuantity: 0, askQuantity: 0))
            return "an empty book after a pause"
        }
    }

    private static func price(_ price: Int64) -> String { price == .min ? "none" : "\(price)e-9" }

    /// The first order that no host can take; nil when there is none.
    private static func nonsense(_ requests: [[UInt8]]) -> String? {
        for request in requests {
            guard let submit = request.withUnsafeBytes({ tectra_submit(copying: $0) }) else { continue }
            let isMarket = submit.type == UInt8(TECTRA_MARKET)
            if submit.quantity < 1 { return "an order of \(submit.quantity) shares" }
            if !isMarket, submit.price <= 0 { return "a limit order at \(price(submit.price))" }
            let sides = [UInt8(TECTRA_BUY), UInt8(TECTRA_SELL)]
            if !sides.contains(submit.side) { return "an order of side \(submit.side)" }
        }
        return nil
    }
}
