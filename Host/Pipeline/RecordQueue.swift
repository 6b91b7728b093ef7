/// Records that wait until a worker is there to take them: a bounded first-in-first-out in flat memory
/// that is taken once and touched only as far as it is used.

/// Whole records one behind the other, each behind its length.
public struct RecordQueue: ~Copyable {
    private let bytes: UnsafeMutableRawPointer
    /// Bytes; each record takes its own size and 8 more, rounded up to 8.
    public let capacity: Int
    private var head = 0
    private var tail = 0
    /// Records waiting.
    public private(set) var count = 0

    public init(capacity: Int) {
        self.capacity = max(64, capacity)
        bytes = .allocate(byteCount: self.capacity, alignment: 64)
    }

    deinit { bytes.deallocate() }

    public var isEmpty: Bool { count == 0 }

    /// - Returns: false when there is no room; nothing was added then.
    public mutating func append(_ record: UnsafeRawBufferPointer) -> Bool {
        guard let source = record.baseAddress else { return false }
        let need = 8 + (record.count + 7) & ~7
        if tail + need > capacity { moveDown() }
        guard tail + need <= capacity else { return false }
        (bytes + tail).storeBytes(of: UInt64(record.count), as: UInt64.self)
        (bytes + tail + 8).copyMemory(from: source, byteCount: record.count)
        tail += need
        count += 1
        return true
    }

    /// The oldest record; nil when there is none. Good until the queue is changed.
    public var first: UnsafeRawBufferPointer? {
        guard count > 0 else { return nil }
        let length = Int(truncatingIfNeeded: (bytes + head).load(as: UInt64.self))
        return UnsafeRawBufferPointer(start: bytes + head + 8, count: length)
    }

    public mutating func removeFirst() {
        guard let first else { return }
        head += 8 + (first.count + 7) & ~7
        count -= 1
        if count == 0 { removeAll() }
    }

    public mutating func removeAll() {
        head = 0
        tail = 0
        count = 0
    }

    private mutating func moveDown() {
        guard head > 0 else { return }
        bytes.copyMemory(from: bytes + head, byteCount: tail - head)
        tail -= head
        head = 0
    }
}
