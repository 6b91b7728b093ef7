/// How the numbers of `tectractl feed serve` are written, and what is said of one that is written otherwise.
internal import ArgumentParser
internal import FeedTransport

extension Endpoint {
    static func argument(_ text: String) throws -> Endpoint {
        guard let endpoint = Endpoint(text) else {
            throw ValidationError("give an IPv4 address and a port, for example 239.1.1.1:26400 or 127.0.0.1:9001")
        }
        return endpoint
    }
}

/// `2%`, `0.5%` or, without the sign, the same in percent. 0 to 100.
struct FaultShare {
    var partsPerMillion = 0

    static func argument(_ text: String) throws -> FaultShare {
        let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
        guard let percent = Double(digits), percent >= 0, percent <= 100 else {
            throw ValidationError("give a share of 0% to 100%, for example 2% or 0.5%")
        }
        return FaultShare(partsPerMillion: Int((percent * 10_000).rounded()))
    }
}

/// Messages a second, or `max`.
struct PublishRate {
    var messagesPerSecond: UInt64?

    static func argument(_ text: String) throws -> PublishRate {
        guard text != "max" else { return PublishRate() }
        guard let rate = UInt64(text), rate > 0 else {
            throw ValidationError("give messages a second, 1 or more, or max")
        }
        return PublishRate(messagesPerSecond: rate)
    }
}
