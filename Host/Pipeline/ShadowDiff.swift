/// Compares what a version in shadow asks for with what the trading version asks for: same cause,
/// same place among the requests of that cause, same words. A pure state machine over two streams,
/// each in the order of its causes; it allocates once.

/// One difference.
public struct ShadowDifference: Equatable, Sendable {
    /// What the trading version asked; nil when only the shadow asked.
    public var trading: ShadowRequest?
    /// What the shadow asked; nil when only the trading version did.
    public var shadow: ShadowRequest?
}

/// The comparison so far.
public struct ShadowFigures: BitwiseCopyable, Equatable, Sendable {
    /// Requests that both asked in the same words.
    public var equal: UInt64 = 0
    /// Equal ones since the last difference.
    public var run: UInt64 = 0
    /// Asked by both, in other words.
    public var other: UInt64 = 0
    /// Asked by the shadow alone, and by the trading version alone.
    public var extra: UInt64 = 0
    public var missing: UInt64 = 0
    /// Not compared, because one side was too far ahead.
    public var unjudged: UInt64 = 0

    public init() {}

    public var differences: UInt64 { other &+ extra &+ missing }
}

public struct ShadowDiff: ~Copyable {
    public private(set) var figures = ShadowFigures()
    private var trading: RequestLine
    private var shadow: RequestLine

    /// - Parameter capacity: requests that one side may be ahead of the other.
    public init(capacity: Int = 4096) {
        trading = RequestLine(capacity: capacity)
        shadow = RequestLine(capacity: capacity)
    }

    /// Takes a request of either side in; `next` says what came of it.
    public mutating func take(_ request: ShadowRequest, fromShadow: Bool) {
        let hadRoom = fromShadow ? shadow.append(request) : trading.append(request)
        if !hadRoom { figures.unjudged &+= 1 }
    }

    /// The next difference that can be told by now; call until nil. Equal pairs are counted on the way.
    ///
    /// - Parameters:
    ///   - tradingDone: every request of the trading version with a lower cause has been taken in.
    ///   - shadowDone: the same of the shadow.
    public mutating func next(tradingDone: UInt64, shadowDone: UInt64) -> ShadowDifference? {
        while true {
            switch (trading.first, shadow.first) {
            case (nil, nil):
                return nil
            case (let old?, let new?) where old.cause == new.cause:
                trading.removeFirst()
                shadow.removeFirst()
                if old.digest == new.digest, old.template == new.template {
                    figures.equal &+= 1
                    figures.run &+= 1
                    continue
                }
                figures.other &+= 1
                return differ(old, new)
            case (let old?, let new?):
                // Each side's causes rise, so the lower one has no partner any more.
                return old.cause < new.cause ? missing(old) : extra(new)
            case (let old?, nil):
                return old.cause < shadowDone ? missing(old) : nil
            case (nil, let new?):
                return new.cause < tradingDone ? extra(new) : nil
            }
        }
    }

    /// Begins anew, with the sides as they now are.
    public mutating func reset() {
        figures = ShadowFigures()
        trading.removeAll()
        shadow.removeAll()
    }

    private mutating func missing(_ old: ShadowRequest) -> ShadowDifference {
        trading.removeFirst()
        figures.missing &+= 1
        return differ(old, nil)
    }

    private mutating func extra(_ new: ShadowRequest) -> ShadowDifference {
        shadow.removeFirst()
        figures.extra &+= 1
        return differ(nil, new)
    }

    private mutating func differ(_ old: ShadowRequest?, _ new: ShadowRequest?) -> ShadowDifference {
        figures.run = 0
        return ShadowDifference(trading: old, shadow: new)
    }
}

/// The requests of one side that wait for the other's.
struct RequestLine: ~Copyable {
    private let requests: UnsafeMutablePointer<ShadowRequest>
    private let capacity: Int
    private var head = 0
    private var count = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        requests = .allocate(capacity: self.capacity)
    }

    deinit { requests.deallocate() }

    var first: ShadowRequest? { count > 0 ? requests[head] : nil }

    mutating func append(_ request: ShadowRequest) -> Bool {
        guard count < capacity else { return false }
        (requests + (head + count) % capacity).initialize(to: request)
        count += 1
        return true
    }

    mutating func removeFirst() {
        guard count > 0 else { return }
        head = (head + 1) % capacity
        count -= 1
    }

    mutating func removeAll() {
        head = 0
        count = 0
    }
}
