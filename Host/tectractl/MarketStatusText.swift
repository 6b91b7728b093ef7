/// How an instrument trades, its auction and its last cross, in the words of `feed book` and `book`.
internal import ControlClient

extension MarketStatusReport {
    /// One sentence a fact, as far as there is something to say.
    var lines: [String] {
        var lines: [String] = []
        if state != "unknown" { lines.append("state \(state)\(reason.isEmpty ? "" : " (\(reason))")") }
        if isVenueHalted { lines.append("halted by its venue") }
        if shortSaleRestriction != "none" { lines.append("short sales restricted (\(shortSaleRestriction))") }
        if marketWideLevel > 0 {
            lines.append("market-wide circuit breaker: level \(marketWideLevel) was breached today")
        }
        if let collar, let lower = collar.lower, let upper = collar.upper {
            let often = collar.extensions == 1 ? "once" : "\(collar.extensions) times"
            lines.append("auction collars \(lower) to \(upper), put off \(often)")
        }
        if let imbalance {
            var text = "\(imbalance.auction) auction: \(Reading.grouped(imbalance.paired)) paired"
            text += ", imbalance \(Reading.grouped(imbalance.imbalance)) \(imbalance.side)"
            if let near = imbalance.nearPrice { text += ", near \(near)" }
            if let far = imbalance.farPrice { text += ", far \(far)" }
            if let reference = imbalance.referencePrice { text += ", reference \(reference)" }
            lines.append(text)
        }
        if let lastCross { lines.append("last cross \(lastCross.price) x \(Reading.grouped(lastCross.quantity))") }
        return lines
    }
}
