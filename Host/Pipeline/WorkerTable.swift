/// Where the workers of a host live: 63 numbered places in memory that never moves.
///
/// A worker belongs to one thread at a time. The one that spawned it puts it here and tells the
/// pipeline to attach it; from then on it is the pipeline's thread's, until that has detached it
/// and said so. Then it is the first thread's again, which takes it out.
public import Workers

/// Places for workers, by strategy number.
public final class WorkerTable: @unchecked Sendable {
    /// Strategies are numbered from 1 to below this.
    public static let count = 64

    private let places: UnsafeMutablePointer<WorkerProcess>
    /// Which places are taken; the spawning thread's.
    private var taken: UInt64 = 0

    public init() {
        places = .allocate(capacity: Self.count)
    }

    deinit {
        for strategy in 1..<UInt8(Self.count) { remove(strategy) }
        places.deallocate()
    }

    /// Whether a strategy has a worker here.
    public func holds(_ strategy: UInt8) -> Bool {
        strategy < UInt8(Self.count) && taken & (1 << UInt64(strategy)) != 0
    }

    /// The lowest number that nobody has; nil when all 63 are taken.
    public var vacancy: UInt8? {
        let free = ~(taken | 1)
        return free == 0 ? nil : UInt8(free.trailingZeroBitCount)
    }

    /// Puts a worker in; one that was there is ended.
    public func put(_ worker: consuming WorkerProcess, as strategy: UInt8) {
        guard strategy > 0, strategy < UInt8(Self.count) else { return }
        remove(strategy)
        (places + Int(strategy)).initialize(to: worker)
        taken |= 1 << UInt64(strategy)
    }

    /// Takes a worker out; it is ended and reaped if it still lives.
    public func remove(_ strategy: UInt8) {
        guard holds(strategy) else { return }
        (places + Int(strategy)).deinitialize(count: 1)
        taken &= ~(1 << UInt64(strategy))
    }

    /// The worker of a strategy, in place. There must be one, and the caller must be its thread.
    @inline(__always)
    public subscript(strategy: UInt8) -> UnsafeMutablePointer<WorkerProcess> {
        precondition(strategy < UInt8(Self.count))
        return places + Int(strategy)
    }
}
