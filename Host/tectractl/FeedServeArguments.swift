/// How the numbers of `tectractl feed serve` are written.
public import ArgumentParser
public import FeedTransport

extension Endpoint: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// `2%`, `0.5%` or, without the sign, the same in percent. 0 to 100.
struct FaultShare: ExpressibleByArgument, CustomStringConvertible {
    var partsPerMillion = 0

    init() {}

    init?(argument: String) {
        let digits = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
        guard let percent = Double(digits), percent >= 0, percent <= 100 else { return nil }
        partsPerMillion = Int((percent * 10_000).rounded())
    }

    var description: String { "\(Double(partsPerMillion) / 10_000)%" }
}

/// Messages a second, or `max`.
struct PublishRate: ExpressibleByArgument, CustomStringConvertible {
    var messagesPerSecond: UInt64?

    init() {}

    init?(argument: String) {
        guard argument != "max" else { return }
        guard let rate = UInt64(argument), rate > 0 else { return nil }
        messagesPerSecond = rate
    }

    var description: String { messagesPerSecond.map { "\($0)" } ?? "max" }
}
