// The simulated venue written again in the plainest way, to be compared with: lists of shares instead of
// counters, and every own order keeps by name the displayed orders that are ahead of it.
import Records

struct NaiveExchange {
    struct Displayed {
        let reference: UInt64
        let side: Side
        let price: UInt32
        var shares: Int64
    }

    struct Own {
        let slot: UInt32
        let side: Side
        var price: UInt32
        var shares: Int64
        /// References of displayed orders that were there first.
        var ahead: Set<UInt64>
    }

    struct Key: Hashable {
        let side: Side
        let price: UInt32
    }

    /// In the order of arrival.
    private(set) var displayed: [Displayed] = []
    private(set) var own: [Own] = []
    private var taken: [Key: Int64] = [:]

    private func isBetter(_ a: UInt32, _ b: UInt32, _ side: Side) -> Bool { side == .buy ? a > b : a < b }

    /// Own orders of a side in the order in which they trade; a stable sort keeps time within a price.
    private func ranked(_ side: Side) -> [Int] {
        own.indices.filter { own[$0].side == side }.sorted {
            own[$0].price == own[$1].price ? $0 < $1 : isBetter(own[$0].price, own[$1].price, side)
        }
    }

    /// What the market could execute now: the oldest order at the best price of a side.
    func front(_ side: Side) -> Displayed? {
        displayed.filter { $0.side == side }.reduce(nil) { best, next in
            guard let best else { return next }
            return isBetter(next.price, best.price, side) ? next : best
        }
    }

    private mutating func fill(_ index: Int, _ most: inout Int64, _ fills: inout [Pit.Fill]) {
        let part = min(most, own[index].shares)
        guard part > 0 else { return }
        most -= part
        own[index].shares -= part
        fills.append(Pit.Fill(slot: own[index].slot, price: own[index].price, quantity: part, liquidity: .maker))
    }

    // MARK: - The market

    mutating func add(_ new: Displayed) -> [Pit.Fill] {
        var fills: [Pit.Fill] = []
        taken[Key(side: new.side, price: new.price)] = nil
        var left = new.shares
        for index in ranked(new.side.opposite)
        where own[index].price == new.price || isBetter(own[index].price, new.price, new.side.opposite) {
            fill(index, &left, &fills)
        }
        if left < new.shares { taken[Key(side: new.side, price: new.price)] = new.shares - left }
        displayed.append(new)
        own.removeAll { $0.shares == 0 }
        return fills
    }

    mutating func execute(_ reference: UInt64, _ shares: Int64) -> [Pit.Fill] {
        guard let at = displayed.firstIndex(where: { $0.reference == reference }) else { return [] }
        let rested = displayed[at]
        var fills: [Pit.Fill] = []
        var left = shares
        for index in ranked(rested.side) {
            let isFirst = own[index].price == rested.price && !own[index].ahead.contains(reference)
            if isFirst || isBetter(own[index].price, rested.price, rested.side) { fill(index, &left, &fills) }
        }
        reduce(at, by: shares)
        own.removeAll { $0.shares == 0 }
        return fills
    }

    mutating func cancel(_ reference: UInt64, _ shares: Int64) {
        guard let at = displayed.firstIndex(where: { $0.reference == reference }) else { return }
        reduce(at, by: shares)
    }

    private mutating func reduce(_ at: Int, by shares: Int64) {
        taken[Key(side: displayed[at].side, price: displayed[at].price)] = nil
        displayed[at].shares -= shares
        guard displayed[at].shares <= 0 else { return }
        for index in own.indices { own[index].ahead.remove(displayed[at].reference) }
        displayed.remove(at: at)
    }

    // MARK: - Own orders

    /// Takes what is there, then rests when `rests`.
    mutating func send(_ slot: UInt32, _ side: Side, _ shares: Int64, at limit: UInt32?, rests: Bool) -> [Pit.Fill] {
        var fills: [Pit.Fill] = []
        var left = shares
        for price in prices(side.opposite, within: limit) where left > 0 {
            let part = min(left, there(side.opposite, price))
            guard part > 0 else { continue }
            taken[Key(side: side.opposite, price: price), default: 0] += part
            left -= part
            fills.append(Pit.Fill(slot: slot, price: price, quantity: part, liquidity: .taker))
        }
        if let limit, rests, left > 0 {
            let ahead = displayed.filter { $0.side == side && $0.price == limit }.map(\.reference)
            own.append(Own(slot: slot, side: side, price: limit, shares: left, ahead: Set(ahead)))
        }
        return fills
    }

    func available(_ side: Side, at limit: UInt32?) -> Int64 {
        prices(side.opposite, within: limit).reduce(0) { $0 + there(side.opposite, $1) }
    }

    func meets(_ side: Side, _ limit: UInt32) -> Bool { !prices(side.opposite, within: limit).isEmpty }

    private func there(_ side: Side, _ price: UInt32) -> Int64 {
        let shown = displayed.filter { $0.side == side && $0.price == price }.reduce(0) { $0 + $1.shares }
        return max(0, shown - (taken[Key(side: side, price: price)] ?? 0))
    }

    /// Prices of a side, best first, that an order of the other side with this limit reaches.
    private func prices(_ side: Side, within limit: UInt32?) -> [UInt32] {
        Set(displayed.filter { $0.side == side }.map(\.price)).sorted { isBetter($0, $1, side) }
            .filter { price in limit.map { $0 == price || isBetter(price, $0, side) } ?? true }
    }

    mutating func remove(_ slot: UInt32) -> Bool {
        let before = own.count
        own.removeAll { $0.slot == slot }
        return own.count < before
    }

    /// Shares still wanted by an order at rest; nil when it does not rest.
    func atRest(_ slot: UInt32) -> Own? { own.first { $0.slot == slot } }

    mutating func reduce(_ slot: UInt32, to shares: Int64) {
        for index in own.indices where own[index].slot == slot { own[index].shares = shares }
    }
}
