/// The files of a journal: numbered segments of one size, each with a header page and then frames.
internal import CLinux
internal import Glibc

/// Names and sizes that writer and reader share.
enum Segment {
    /// "TECTJRN1"
    static let magic: UInt64 = 0x314E_524A_5443_4554
    /// Bytes of the header page; frames begin behind it.
    static let headerSize = 4096
    static let frameSize = 24

    static func path(_ directory: String, _ number: Int) -> String {
        let digits = String(number)
        return directory + "/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".seg"
    }

    /// Bytes that a frame with a record of `length` bytes takes.
    @inline(__always)
    static func size(ofRecord length: Int) -> Int { frameSize + (length + 7) & ~7 }

    static func writeHeader(_ base: UnsafeMutableRawPointer, number: Int) {
        base.storeBytes(of: UInt64(number), toByteOffset: 8, as: UInt64.self)
        base.storeBytes(of: magic, as: UInt64.self)
    }

    static func isSegment(_ base: UnsafeRawPointer, number: Int) -> Bool {
        base.load(as: UInt64.self) == magic && base.load(fromByteOffset: 8, as: UInt64.self) == UInt64(number)
    }
}

/// Makes segments ahead of the writer, on another thread: the disk space is set aside here, so that a
/// full disk is an error at a time when there still is room to say so.
public final class SegmentPreparer: @unchecked Sendable {
    let directory: String
    let size: Int
    /// Number of the segment that is wanted next, and of the one in `prepared`.
    let wanted = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var prepared: UnsafeMutableRawPointer?

    init(directory: String, size: Int) {
        self.directory = directory
        self.size = size
        wanted.initialize(to: 1)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        if let prepared { tectra_unmap(prepared, size) }
        pthread_mutex_destroy(lock)
        lock.deallocate()
        wanted.deallocate()
    }

    /// Makes the wanted segment unless it is there. For any thread.
    public func prepareNext() throws(JournalError) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard prepared == nil else { return }
        prepared = try make(wanted.pointee)
    }

    /// Hands the prepared segment to the writer, or makes it now. Called once in a segment's life.
    func take() throws(JournalError) -> UnsafeMutableRawPointer {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        let segment = if let prepared { prepared } else { try make(wanted.pointee) }
        prepared = nil
        wanted.pointee += 1
        return segment
    }

    private func make(_ number: Int) throws(JournalError) -> UnsafeMutableRawPointer {
        let path = Segment.path(directory, number)
        let file = tectra_create_file(path, Int64(size))
        guard file >= 0 else {
            switch -file {
            case ENOSPC, EFBIG, EDQUOT: throw .full(path: path)
            case EEXIST: throw .exists(path: path)
            default: throw .system(doing: "make", path: path, code: -file)
            }
        }
        defer { close(file) }
        guard let base = tectra_map(file, size, 1) else { throw .system(doing: "map", path: path, code: errno) }
        _ = tectra_prefault(base, size, 1)
        Segment.writeHeader(base, number: number)
        return base
    }
}
