/// How a thread passes the time until there is something on its rings.
public import CLinux

/// First spin, then give the processor away, then sleep. Each step costs others less and this
/// thread more delay.
@frozen
public struct WaitStrategy: Equatable, Sendable {
    /// Looks with a processor pause between them.
    public var spins: Int
    /// Looks with a yield between them.
    public var yields: Int
    /// Longest sleep at a time, ns; 0 never sleeps but goes on yielding, or spinning when `yields`
    /// is 0.
    public var sleep: Int64

    public init(spins: Int, yields: Int, sleep: Int64) {
        self.spins = max(spins, 0)
        self.yields = max(yields, 0)
        self.sleep = max(sleep, 0)
    }

    /// Owns a processor; fastest.
    public static let spinning = WaitStrategy(spins: .max, yields: 0, sleep: 0)
    /// Fast while busy, asleep within some 100 µs of silence.
    public static let balanced = WaitStrategy(spins: 2_000, yields: 50, sleep: 1_000_000)
    /// For more threads than processors.
    public static let frugal = WaitStrategy(spins: 50, yields: 0, sleep: 1_000_000)

    /// By its name in a configuration.
    public init?(named name: String) {
        switch name {
        case "spinning": self = .spinning
        case "balanced": self = .balanced
        case "frugal": self = .frugal
        default: return nil
        }
    }
}

/// Where one thread is on its way from spinning to sleeping.
@frozen
public struct Waiter {
    public let strategy: WaitStrategy
    @usableFromInline var looks = 0

    @inlinable
    public init(_ strategy: WaitStrategy) { self.strategy = strategy }

    /// There was something: begin with spinning again.
    @inlinable @inline(__always)
    public mutating func reset() { looks = 0 }

    /// There was nothing: spins or yields once.
    ///
    /// - Returns: true when it is time to sleep, which the caller does in its own way.
    @inlinable @inline(__always)
    public mutating func idle() -> Bool {
        if looks < strategy.spins {
            looks &+= 1
            tectra_pause()
            return false
        }
        if strategy.sleep > 0, looks &- strategy.spins >= strategy.yields { return true }
        if strategy.sleep > 0 { looks &+= 1 }
        if strategy.yields > 0 { tectra_yield() } else { tectra_pause() }
        return false
    }
}
