/// One 64-bit word of shared memory, always reached atomically.
public import Synchronization

/// A view of a word; the region it lies in must outlive it.
@frozen
public struct SharedWord: @unchecked Sendable {
    @usableFromInline let atomic: UnsafeMutablePointer<Atomic<UInt64>>

    /// - Parameter address: 8-byte aligned; readable, and writable if it is ever stored to.
    @inlinable
    public init(at address: UnsafeMutableRawPointer) {
        atomic = address.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// The value, for a hint or a counter.
    @inlinable @inline(__always)
    public func load() -> UInt64 { atomic.pointee.load(ordering: .relaxed) }

    /// The value; what its writer stored before it is visible after.
    @inlinable @inline(__always)
    public func loadAcquiring() -> UInt64 { atomic.pointee.load(ordering: .acquiring) }

    @inlinable @inline(__always)
    public func store(_ value: UInt64) { atomic.pointee.store(value, ordering: .relaxed) }

    /// Stores; everything stored before is visible to whoever loads it acquiring.
    @inlinable @inline(__always)
    public func storeReleasing(_ value: UInt64) { atomic.pointee.store(value, ordering: .releasing) }

    /// Sets the bits of `mask`. For words with several writers.
    @inlinable
    public func formUnion(_ mask: UInt64) { atomic.pointee.bitwiseOr(mask, ordering: .acquiringAndReleasing) }

    /// Takes the value and leaves `value`.
    @inlinable
    public func exchange(_ value: UInt64) -> UInt64 {
        atomic.pointee.exchange(value, ordering: .acquiringAndReleasing)
    }
}
