/// Messages that came before their turn, by number, in memory that is set aside once.

struct ReorderWindow: ~Copyable {
    private let memory: UnsafeMutableRawPointer
    private let stride: Int
    private let messageBytesMax: Int
    private let mask: UInt64
    /// Messages that it can hold: a power of two.
    let capacity: UInt64

    init(messages: Int, messageBytesMax: Int) {
        self.messageBytesMax = messageBytesMax
        stride = (Self.head + messageBytesMax + 7) & ~7
        capacity = UInt64(messages)
        mask = capacity - 1
        memory = .allocate(byteCount: messages * stride, alignment: 64)
        removeAll()
    }

    deinit { memory.deallocate() }

    /// A slot is its message's number (0: empty) and length, and then the bytes.
    private static let head = MemoryLayout<UInt64>.size + MemoryLayout<UInt16>.size

    var bytes: Int { Int(capacity) * stride }

    private func slot(_ sequence: UInt64) -> UnsafeMutableRawPointer {
        memory + Int(truncatingIfNeeded: sequence & mask) * stride
    }

    func holds(_ sequence: UInt64) -> Bool {
        slot(sequence).load(as: UInt64.self) == sequence
    }

    /// Copies a message in. Numbers held at the same time lie within `capacity` of each other.
    func put(_ sequence: UInt64, _ message: UnsafeRawBufferPointer) {
        let slot = slot(sequence)
        let length = min(message.count, messageBytesMax)
        slot.storeBytes(of: sequence, as: UInt64.self)
        slot.storeBytes(of: UInt16(truncatingIfNeeded: length), toByteOffset: 8, as: UInt16.self)
        if let base = message.baseAddress { (slot + Self.head).copyMemory(from: base, byteCount: length) }
    }

    /// Takes a message out. Its bytes stay until another is put.
    func take(_ sequence: UInt64) -> UnsafeRawBufferPointer? {
        let slot = slot(sequence)
        guard slot.load(as: UInt64.self) == sequence else { return nil }
        slot.storeBytes(of: 0, as: UInt64.self)
        let length = Int(slot.load(fromByteOffset: 8, as: UInt16.self))
        return UnsafeRawBufferPointer(start: slot + Self.head, count: length)
    }

    func removeAll() {
        for index in 0..<Int(capacity) { (memory + index * stride).storeBytes(of: 0, as: UInt64.self) }
    }
}
