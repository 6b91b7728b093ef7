/// A bounded queue between any number of the host's threads.
public import Synchronization

/// Dmitry Vyukov's bounded queue: each cell carries the turn at which it may be written or read,
/// so that threads meet only where they want the same cell.
///
/// Elements are moved in and out. What is left in the queue at its end is destroyed.
public struct MPMCQueue<Element: Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let memory: UnsafeMutableRawPointer
    /// Turn of each cell: `i` may be pushed, `i + 1` may be popped, of index `i`.
    @usableFromInline let turns: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    @usableFromInline let mask: Int
    @usableFromInline let pushed: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let popped: UnsafeMutablePointer<Atomic<Int>>

    /// - Parameter capacity: elements; rounded up to a power of two, at least 2.
    public init(capacity: Int) {
        var size = 2
        while size < capacity { size &<<= 1 }
        mask = size - 1
        memory = .allocate(byteCount: 512, alignment: 128)
        pushed = memory.initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
        popped = (memory + 256).initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
        turns = .allocate(capacity: size)
        for index in 0..<size { (turns + index).initialize(to: Atomic(index)) }
        elements = .allocate(capacity: size)
    }

    deinit {
        while pop() != nil {}
        turns.deinitialize(count: mask + 1)
        turns.deallocate()
        elements.deallocate()
        memory.deallocate()
    }

    public var capacity: Int { mask &+ 1 }

    /// Elements waiting; exact only when nobody is at work.
    public var count: Int { pushed.pointee.load(ordering: .acquiring) &- popped.pointee.load(ordering: .acquiring) }

    /// - Returns: false when there is no room.
    @inlinable
    public borrowing func push(_ element: Element) -> Bool {
        var index = pushed.pointee.load(ordering: .relaxed)
        while true {
            let ahead = turns[index & mask].load(ordering: .acquiring) &- index
            if ahead == 0 {
                let (won, now) = pushed.pointee.weakCompareExchange(
                    expected: index, desired: index &+ 1, ordering: .relaxed)
                if won { break }
                index = now
            } else if ahead < 0 {
                return false
            } else {
                index = pushed.pointee.load(ordering: .relaxed)
            }
        }
        (elements + (index & mask)).initialize(to: element)
        turns[index & mask].store(index &+ 1, ordering: .releasing)
        return true
    }

    /// - Returns: nil when there is nothing.
    @inlinable
    public borrowing func pop() -> Element? {
        var index = popped.pointee.load(ordering: .relaxed)
        while true {
            let ahead = turns[index & mask].load(ordering: .acquiring) &- (index &+ 1)
            if ahead == 0 {
                let (won, now) = popped.pointee.weakCompareExchange(
                    expected: index, desired: index &+ 1, ordering: .relaxed)
                if won { break }
                index = now
            } else if ahead < 0 {
                return nil
            } else {
                index = popped.pointee.load(ordering: .relaxed)
            }
        }
        let element = (elements + (index & mask)).move()
        turns[index & mask].store(index &+ mask &+ 1, ordering: .releasing)
        return element
    }
}
