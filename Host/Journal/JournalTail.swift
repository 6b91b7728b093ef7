/// Reads a journal that is still being written: what is there so far, and later what has come since.
internal import CLinux
internal import Glibc

/// Follows the segments of a directory. One thread; the writer knows nothing of it.
public struct JournalTail: ~Copyable {
    private let directory: String
    private var base: UnsafeRawPointer?
    private var size = 0
    private var offset = Segment.headerSize
    private var segment = 0

    /// - Parameter directory: need not hold a segment yet.
    public init(_ directory: String) {
        self.directory = directory
    }

    deinit { if let base { _ = tectra_unmap(UnsafeMutableRawPointer(mutating: base), size) } }

    /// The next frame that is whole; nil when there is none so far. A frame that is being written has a
    /// wrong checksum and is looked at again later.
    public mutating func next() throws(JournalError) -> JournalFrame? {
        if base == nil, !(try open(1)) { return nil }
        while let base {
            if let frame = frame(base) { return frame }
            // The next segment is made ahead: only one that has a frame is gone to.
            guard isAtEnd(base), try hasBegun(segment + 1), try open(segment + 1) else { return nil }
        }
        return nil
    }

    private func isAtEnd(_ base: UnsafeRawPointer) -> Bool {
        offset + Segment.frameSize > size || base.load(fromByteOffset: offset + 4, as: UInt16.self) == 0
    }

    private mutating func frame(_ base: UnsafeRawPointer) -> JournalFrame? {
        guard offset + Segment.frameSize <= size else { return nil }
        let place = base + offset
        let length = Int(place.load(fromByteOffset: 4, as: UInt16.self))
        guard length > 0, offset + Segment.frameSize + length <= size else { return nil }
        let covered = Segment.frameSize - 4 + length
        guard tectra_crc32c(0, place + 4, covered) == place.load(as: UInt32.self),
            let kind = FrameKind(rawValue: place.load(fromByteOffset: 6, as: UInt8.self))
        else { return nil }
        let frame = JournalFrame(
            kind: kind, strategy: place.load(fromByteOffset: 7, as: UInt8.self),
            sequence: place.load(fromByteOffset: 8, as: UInt64.self),
            received: place.load(fromByteOffset: 16, as: Int64.self),
            record: UnsafeRawBufferPointer(start: place + Segment.frameSize, count: length),
            leaf: UnsafeRawBufferPointer(start: place + 4, count: covered), segment: segment, offset: offset)
        offset += Segment.size(ofRecord: length)
        return frame
    }

    private func hasBegun(_ number: Int) throws(JournalError) -> Bool {
        guard isMade(number), let next = try JournalReader.map(directory, number) else { return false }
        defer { _ = tectra_unmap(UnsafeMutableRawPointer(mutating: next.base), next.size) }
        return next.base.load(fromByteOffset: Segment.headerSize + 4, as: UInt16.self) != 0
    }

    /// Whether a segment's header is there: its file comes first, and is no segment for a moment.
    private func isMade(_ number: Int) -> Bool {
        let file = tectra_open_file(Segment.path(directory, number), 0)
        guard file >= 0 else { return false }
        defer { close(file) }
        var magic: UInt64 = 0
        return Int(tectra_file_size(file)) >= Segment.headerSize + Segment.frameSize
            && pread(file, &magic, 8, 0) == 8 && magic != 0
    }

    private mutating func open(_ number: Int) throws(JournalError) -> Bool {
        guard isMade(number), let next = try JournalReader.map(directory, number) else { return false }
        if let base { _ = tectra_unmap(UnsafeMutableRawPointer(mutating: base), size) }
        base = next.base
        size = next.size
        offset = Segment.headerSize
        segment = number
        return true
    }
}
