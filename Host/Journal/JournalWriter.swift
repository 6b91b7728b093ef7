/// Appends frames to a journal: a copy and a checksum each, into memory that is mapped already.
internal import CLinux
internal import Glibc
internal import PluginABI

/// What a frame holds.
public enum FrameKind: UInt8, Sendable {
    case input = 1
    case output = 2
    /// About the run, not of it; replay passes over it.
    case note = 3
}

/// The one writer of a journal. Owned by one thread; `preparer` may be used by another.
public struct JournalWriter: ~Copyable {
    public let preparer: SegmentPreparer
    private let lock: Int32
    private var base: UnsafeMutableRawPointer
    private var used = Segment.headerSize
    private let size: Int
    /// Frames and bytes written, and the number of the segment in hand.
    public private(set) var frames: UInt64 = 0
    public private(set) var bytes: UInt64 = 0
    public private(set) var segment = 1

    /// Begins a journal in a directory, which is made when it is not there.
    ///
    /// - Parameter segmentSize: bytes, a multiple of 4096, at least 65,536.
    /// - Throws: `exists` when there is one already, `locked` when another process writes it.
    public init(directory: String, segmentSize: Int = 64 << 20) throws(JournalError) {
        let begun = try Self.begin(directory, segmentSize)
        lock = begun.lock
        preparer = begun.preparer
        base = begun.base
        size = segmentSize
    }

    deinit {
        tectra_unmap(base, size)
        close(lock)
    }

    private static func begin(
        _ directory: String, _ size: Int
    ) throws(JournalError) -> (lock: Int32, preparer: SegmentPreparer, base: UnsafeMutableRawPointer) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw .system(doing: "make", path: directory, code: errno)
        }
        let lock = tectra_lock_file(directory + "/lock")
        guard lock >= 0 else {
            throw lock == -EWOULDBLOCK
                ? .locked(path: directory) : .system(doing: "lock", path: directory, code: -lock)
        }
        do throws(JournalError) {
            guard access(Segment.path(directory, 1), F_OK) != 0 else { throw .exists(path: directory) }
            let preparer = SegmentPreparer(directory: directory, size: size)
            return (lock, preparer, try preparer.take())
        } catch {
            close(lock)
            throw error
        }
    }

    /// Appends a frame with a record of at most 65,535 bytes.
    ///
    /// - Parameters:
    ///   - strategy: whom it came from or went to; 0 is nobody or everybody.
    ///   - received: for inputs, when the host took it in; else 0.
    @inline(__always)
    public mutating func append(
        _ record: UnsafeRawBufferPointer, kind: FrameKind, strategy: UInt8, sequence: UInt64, received: Int64
    ) throws(JournalError) {
        let whole = Segment.size(ofRecord: record.count)
        // The frame behind the last one must stay zero: it ends the segment.
        if used &+ whole &+ Segment.frameSize > size { try roll() }
        let place = base + used
        if let source = record.baseAddress {
            (place + Segment.frameSize).copyMemory(from: source, byteCount: record.count)
        }
        place.storeBytes(of: UInt16(truncatingIfNeeded: record.count), toByteOffset: 4, as: UInt16.self)
        place.storeBytes(of: kind.rawValue, toByteOffset: 6, as: UInt8.self)
        place.storeBytes(of: strategy, toByteOffset: 7, as: UInt8.self)
        place.storeBytes(of: sequence, toByteOffset: 8, as: UInt64.self)
        place.storeBytes(of: received, toByteOffset: 16, as: Int64.self)
        let checksum = tectra_crc32c(0, place + 4, Segment.frameSize &- 4 &+ record.count)
        place.storeBytes(of: checksum, as: UInt32.self)
        used &+= whole
        frames &+= 1
        bytes &+= UInt64(whole)
    }

    @inline(never)
    private mutating func roll() throws(JournalError) {
        let next = try preparer.take()
        tectra_unmap(base, size)
        base = next
        used = Segment.headerSize
        segment += 1
    }
}
