/// What one input brought forth: whole records, each with whom it is for, in flat memory taken once.
public import Records

/// Whom an output is for.
public enum Audience: UInt8, Sendable {
    /// Every strategy, over the market ring.
    case market = 0
    /// One strategy, over its private ring.
    case strategy = 1
    /// Nobody but the journal.
    case journal = 2
}

/// One output; its bytes are good until the next input is applied.
public struct Output {
    public let audience: Audience
    /// Whom it concerns; 0 is nobody in particular.
    public let strategy: UInt8
    public let record: UnsafeRawBufferPointer
}

/// Records one behind the other: an 8-byte head (length, audience, strategy), then the record.
public struct OutputBuffer: ~Copyable {
    private let bytes: UnsafeMutableRawPointer
    public let capacity: Int
    public private(set) var used = 0
    /// Records in the buffer.
    public private(set) var count = 0
    /// Records that found no room; 0 unless the capacity is smaller than the engine was told.
    public private(set) var dropped = 0

    /// - Parameter capacity: bytes; `Engine.outputCapacity` tells how many are enough.
    public init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(byteCount: capacity, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    }

    deinit { bytes.deallocate() }

    @inline(__always)
    public mutating func clear() {
        used = 0
        count = 0
    }

    /// Adds a record.
    @inlinable @inline(__always)
    public mutating func append<R: Record>(_ record: R, _ audience: Audience, _ strategy: UInt8 = 0) {
        withUnsafeBytes(of: record) { append($0, audience, strategy) }
    }

    @inline(__always)
    public mutating func append(_ record: UnsafeRawBufferPointer, _ audience: Audience, _ strategy: UInt8) {
        let end = used + 8 + (record.count + 7) & ~7
        guard end <= capacity, let source = record.baseAddress else {
            dropped += 1
            return
        }
        let place = bytes + used
        place.storeBytes(of: UInt32(truncatingIfNeeded: record.count), as: UInt32.self)
        place.storeBytes(of: audience.rawValue, toByteOffset: 4, as: UInt8.self)
        place.storeBytes(of: strategy, toByteOffset: 5, as: UInt8.self)
        (place + 8).copyMemory(from: source, byteCount: record.count)
        used = 8 + (record.count + 7) & ~7 + used
        count += 1
    }

    /// The output at a position, which begins at 0 and moves on; nil at the end.
    @inline(__always)
    public borrowing func next(_ position: inout Int) -> Output? {
        guard position < used else { return nil }
        let place = bytes + position
        let length = Int(place.load(as: UInt32.self))
        let audience = Audience(rawValue: place.load(fromByteOffset: 4, as: UInt8.self)) ?? .journal
        let strategy = place.load(fromByteOffset: 5, as: UInt8.self)
        position += 8 + (length + 7) & ~7
        return Output(
            audience: audience, strategy: strategy, record: UnsafeRawBufferPointer(start: place + 8, count: length))
    }
}
