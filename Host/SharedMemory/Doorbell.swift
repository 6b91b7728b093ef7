/// Waking a worker that sleeps, and only then.
///
/// The bell is a word of the host's on which the worker sleeps; before it does, the worker leaves
/// the bell's value in its own memory. The host rings once a turn, and only when that value says
/// that somebody sleeps on the bell as it now stands: so a worker that lies costs the host at most
/// one system call a turn. A wake-up that gets lost costs a sleep's time-out, never more.
public import CLinux
public import Synchronization

public enum Doorbell {
    /// The host's end.
    @frozen
    public struct Ringer: @unchecked Sendable {
        @usableFromInline let host: HostWords
        @usableFromInline let worker: WorkerWords
        /// The bell's value; the host's own, the shared one is a copy.
        @usableFromInline var value: UInt32 = 0
        /// Times that a sleeper was woken.
        @usableFromInline var woken: UInt64 = 0

        public init(host: borrowing SharedRegion, worker: borrowing SharedRegion) {
            self.host = HostWords(in: host)
            self.worker = WorkerWords(in: worker)
        }

        /// Times that a sleeper was rung for.
        public var rung: UInt64 { woken }

        /// Wakes the worker if it sleeps. Call after everything of a turn is published.
        @inlinable @inline(__always)
        public mutating func ring() {
            // What was published must be visible before the sleeper's word is read; the sleeper
            // does the same the other way round.
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            if worker.sleeping.load() == UInt64(value) &+ 1 { wake() }
        }

        @usableFromInline @inline(never)
        mutating func wake() {
            value &+= 1
            woken &+= 1
            host.bell.storeReleasing(UInt64(value))
            _ = tectra_futex_wake(host.bellAddress, 1)
        }
    }

    /// The worker's end.
    @frozen
    public struct Listener: @unchecked Sendable {
        @usableFromInline let host: HostWords
        @usableFromInline let worker: WorkerWords

        public init(host: borrowing SharedRegion, worker: borrowing SharedRegion) {
            self.host = HostWords(in: host)
            self.worker = WorkerWords(in: worker)
        }

        /// Spins, yields or sleeps once, as the waiter's strategy has it.
        ///
        /// - Parameter isReady: a last look at all rings, between announcing the sleep and sleeping.
        /// - Returns: true after a sleep that lasted its whole time-out: nothing has happened for
        ///   that long, or a wake-up was lost.
        @discardableResult @inlinable
        public func wait(_ waiter: inout Waiter, unless isReady: () -> Bool) -> Bool {
            guard waiter.idle() else { return false }
            var isTimedOut = false
            let value = UInt32(truncatingIfNeeded: host.bell.loadAcquiring())
            worker.sleeping.store(UInt64(value) &+ 1)
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            if !isReady() {
                isTimedOut = tectra_futex_wait(host.bellAddress, value, waiter.strategy.sleep) == TECTRA_FUTEX_TIMED_OUT
            }
            worker.sleeping.store(0)
            return isTimedOut
        }
    }
}
