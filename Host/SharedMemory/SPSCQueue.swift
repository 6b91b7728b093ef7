/// A bounded queue between two threads of the host: one pushes, the other pops.
public import Synchronization

/// Lamport's queue with each side's index on a line of its own, beside its copy of the other's:
/// a side looks at the other's line only when its copy says full or empty.
///
/// Keep it in a `let` of a class or a global that both threads hold. `push` is for one thread,
/// `pop` for one other.
public struct SPSCQueue<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let memory: UnsafeMutableRawPointer
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    @usableFromInline let mask: Int
    // The popping side's line, then the pushing side's, two lines apart.
    @usableFromInline let popped: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let pushedSeen: UnsafeMutablePointer<Int>
    @usableFromInline let pushed: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let poppedSeen: UnsafeMutablePointer<Int>
    @usableFromInline let fullCount: UnsafeMutablePointer<Int>

    /// - Parameter capacity: elements; rounded up to a power of two, at least 2.
    public init(capacity: Int) {
        var size = 2
        while size < capacity { size &<<= 1 }
        mask = size - 1
        memory = .allocate(byteCount: 512, alignment: 128)
        elements = .allocate(capacity: size)
        popped = memory.initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
        pushedSeen = (memory + 64).initializeMemory(as: Int.self, to: 0)
        pushed = (memory + 256).initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
        poppedSeen = (memory + 320).initializeMemory(as: Int.self, to: 0)
        fullCount = (memory + 328).initializeMemory(as: Int.self, to: 0)
    }

    deinit {
        memory.deallocate()
        elements.deallocate()
    }

    public var capacity: Int { mask &+ 1 }

    /// Elements waiting; exact only when neither side is at work.
    public var count: Int { pushed.pointee.load(ordering: .acquiring) &- popped.pointee.load(ordering: .acquiring) }

    /// Times that `push` found no room. For the pushing thread.
    public var fullTimes: Int { fullCount.pointee }

    /// - Returns: false when there is no room.
    @inlinable @inline(__always)
    public borrowing func push(_ element: Element) -> Bool {
        let index = pushed.pointee.load(ordering: .relaxed)
        if index &- poppedSeen.pointee > mask {
            poppedSeen.pointee = popped.pointee.load(ordering: .acquiring)
            if index &- poppedSeen.pointee > mask {
                fullCount.pointee &+= 1
                return false
            }
        }
        (elements + (index & mask)).initialize(to: element)
        pushed.pointee.store(index &+ 1, ordering: .releasing)
        return true
    }

    /// - Returns: nil when there is nothing.
    @inlinable @inline(__always)
    public borrowing func pop() -> Element? {
        let index = popped.pointee.load(ordering: .relaxed)
        if index == pushedSeen.pointee {
            pushedSeen.pointee = pushed.pointee.load(ordering: .acquiring)
            if index == pushedSeen.pointee { return nil }
        }
        let element = (elements + (index & mask)).pointee
        popped.pointee.store(index &+ 1, ordering: .releasing)
        return element
    }
}
