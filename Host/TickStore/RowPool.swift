/// Rows that are not in a block yet, of all symbols, in memory taken once: chunks of 64 rows that a symbol
/// takes one by one and gives back when its block is written.

struct RowPool: ~Copyable {
    static let chunkRows = 64
    static let chunkSize = chunkRows * TickKind.rowSize
    static let none = UInt32.max

    private let bytes: UnsafeMutableRawPointer
    /// The chunk behind each, in a symbol's chain or in the chain of free ones.
    private let next: UnsafeMutablePointer<UInt32>
    private var free: UInt32
    let chunks: Int
    private(set) var used = 0

    init(bytes size: Int) {
        chunks = max(1024, size / Self.chunkSize)
        bytes = .allocate(byteCount: chunks * Self.chunkSize, alignment: 4096)
        next = .allocate(capacity: chunks)
        for index in 0..<chunks { (next + index).initialize(to: UInt32(index + 1)) }
        next[chunks - 1] = Self.none
        free = 0
    }

    deinit {
        bytes.deallocate()
        next.deallocate()
    }

    var isEmpty: Bool { free == Self.none }

    /// Takes a free chunk, of which there must be one.
    mutating func take() -> UInt32 {
        let chunk = free
        free = next[Int(chunk)]
        next[Int(chunk)] = Self.none
        used += 1
        return chunk
    }

    func link(_ chunk: UInt32, behind tail: UInt32) { next[Int(tail)] = chunk }

    func following(_ chunk: UInt32) -> UInt32 { next[Int(chunk)] }

    mutating func give(_ chunk: UInt32) {
        next[Int(chunk)] = free
        free = chunk
        used -= 1
    }

    @inline(__always)
    func row(_ chunk: UInt32, _ index: Int) -> UnsafeMutableRawPointer {
        bytes + (Int(chunk) &* Self.chunkSize &+ index &* TickKind.rowSize)
    }
}

/// The pending rows of one symbol and kind, and how far it is stored.
struct TickLane: BitwiseCopyable {
    var head = RowPool.none
    var tail = RowPool.none
    var count: Int32 = 0
    var instrument: UInt32 = 0
    /// Of the last row, stored or pending.
    var lastTime = Int64.min
    var lastSequence: UInt64 = 0
}
