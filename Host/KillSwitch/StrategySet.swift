/// A set of strategies in one word, in rising order: what a kill acts on.

/// Strategies 1 to 63.
public struct StrategySet: Equatable, Sendable, BitwiseCopyable {
    /// Bit n is strategy n; bit 0 is never set.
    public private(set) var bits: UInt64

    public init() { bits = 0 }

    /// - Parameter bits: bit n is strategy n; bit 0 is dropped.
    public init(bits: UInt64) { self.bits = bits & ~1 }

    /// One strategy; empty when the number is not one of a strategy.
    public init(_ strategy: UInt8) {
        bits = strategy >= 1 && strategy < 64 ? 1 << UInt64(strategy) : 0
    }

    /// All that can exist.
    public static let all = StrategySet(bits: .max)

    public func contains(_ strategy: UInt8) -> Bool {
        strategy >= 1 && strategy < 64 && bits & (1 << UInt64(strategy)) != 0
    }

    public mutating func insert(_ strategy: UInt8) { bits |= StrategySet(strategy).bits }
    public mutating func remove(_ strategy: UInt8) { bits &= ~StrategySet(strategy).bits }

    public var isEmpty: Bool { bits == 0 }
    public var count: Int { bits.nonzeroBitCount }
}

extension StrategySet: Sequence {
    public struct Iterator: IteratorProtocol {
        var rest: UInt64

        public mutating func next() -> UInt8? {
            guard rest != 0 else { return nil }
            let strategy = UInt8(truncatingIfNeeded: rest.trailingZeroBitCount)
            rest &= rest &- 1
            return strategy
        }
    }

    public func makeIterator() -> Iterator { Iterator(rest: bits) }
}
