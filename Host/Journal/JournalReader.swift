/// Reads a journal frame by frame, checking each; what is damaged is an error with its place.
internal import CLinux
internal import Glibc

/// One frame; its bytes are good until the next is read.
public struct JournalFrame {
    public let kind: FrameKind
    public let strategy: UInt8
    public let sequence: UInt64
    public let received: Int64
    public let record: UnsafeRawBufferPointer
    /// The frame without its checksum, and the record: what a Merkle leaf is made of.
    public let leaf: UnsafeRawBufferPointer
    public let segment: Int
    public let offset: Int

    /// Template id of the record; 0 when it is too short to have one.
    public var template: UInt16 {
        record.count >= 8 ? record.loadUnaligned(fromByteOffset: 2, as: UInt16.self) : 0
    }
}

/// How a journal ends.
public enum JournalEnd: Equatable, Sendable {
    /// With the last frame.
    case clean
    /// Inside a frame that was being written when the process or the machine died.
    case torn(path: String, offset: Int)
}

/// Walks all segments of a directory in order.
public struct JournalReader: ~Copyable {
    public let directory: String
    private var base: UnsafeRawPointer
    private var size = 0
    private var offset = Segment.headerSize
    public private(set) var segment = 0
    /// Known once `next` has given nil.
    public private(set) var end = JournalEnd.clean

    public init(_ directory: String) throws(JournalError) {
        self.directory = directory
        guard let first = try Self.map(directory, 1) else { throw .missing(path: directory) }
        base = first.base
        size = first.size
        segment = 1
    }

    deinit { _ = tectra_unmap(UnsafeMutableRawPointer(mutating: base), size) }

    /// Maps a segment; nil when there is none of the number.
    static func map(
        _ directory: String, _ number: Int
    ) throws(JournalError) -> (base: UnsafeRawPointer, size: Int)? {
        let path = Segment.path(directory, number)
        let file = tectra_open_file(path, 0)
        if file == -ENOENT || file == -ENOTDIR { return nil }
        guard file >= 0 else { throw .system(doing: "open", path: path, code: -file) }
        defer { close(file) }
        let size = Int(tectra_file_size(file))
        guard size >= Segment.headerSize + Segment.frameSize else {
            throw .corrupt(path: path, offset: 0, reason: "it is too short for a segment")
        }
        guard let base = tectra_map(file, size, 0) else { throw .system(doing: "map", path: path, code: errno) }
        guard Segment.isSegment(base, number: number) else {
            tectra_unmap(base, size)
            throw .corrupt(path: path, offset: 0, reason: "it does not begin as segment \(number)")
        }
        return (UnsafeRawPointer(base), size)
    }

    /// The next frame; nil at the end, and then `end` says how it ended.
    public mutating func next() throws(JournalError) -> JournalFrame? {
        while true {
            if offset + Segment.frameSize <= size {
                let place = base + offset
                let length = Int(place.load(fromByteOffset: 4, as: UInt16.self))
                if length > 0 { return try frame(place, length) }
            }
            if try isCutHere() { return nil }
            guard try advance() else { return nil }
        }
    }

    private mutating func frame(_ place: UnsafeRawPointer, _ length: Int) throws(JournalError) -> JournalFrame? {
        let at = offset
        let path = Segment.path(directory, segment)
        let covered = Segment.frameSize - 4 + length
        guard at + Segment.frameSize + length <= size,
            tectra_crc32c(0, place + 4, covered) == place.load(as: UInt32.self)
        else {
            // A frame that was being written has nothing behind it, in no later segment either.
            guard !hasFrames(after: at + Segment.size(ofRecord: length)), isLastWritten else {
                throw .corrupt(path: path, offset: at, reason: "the checksum of the frame is wrong")
            }
            end = .torn(path: path, offset: at)
            return nil
        }
        guard let kind = FrameKind(rawValue: place.load(fromByteOffset: 6, as: UInt8.self)) else {
            throw .corrupt(path: path, offset: at, reason: "there is no such kind of frame")
        }
        offset += Segment.size(ofRecord: length)
        return JournalFrame(
            kind: kind, strategy: place.load(fromByteOffset: 7, as: UInt8.self),
            sequence: place.load(fromByteOffset: 8, as: UInt64.self),
            received: place.load(fromByteOffset: 16, as: Int64.self),
            record: UnsafeRawBufferPointer(start: place + Segment.frameSize, count: length),
            leaf: UnsafeRawBufferPointer(start: place + 4, count: covered), segment: segment, offset: at)
    }

    /// Behind its last frame a segment is zero. What is not is a piece of a frame that was being written, or
    /// damage: a length that is gone would else end the journal early without a word.
    private mutating func isCutHere() throws(JournalError) -> Bool {
        guard hasFrames(after: offset) else { return false }
        let path = Segment.path(directory, segment)
        // No record of the contract is larger than the book, of 512 bytes.
        guard !hasFrames(after: offset + Segment.size(ofRecord: 1024)), isLastWritten else {
            throw .corrupt(path: path, offset: offset, reason: "there is no frame, but more behind it")
        }
        end = .torn(path: path, offset: offset)
        return true
    }

    /// Whether the next segment was prepared and never written.
    private var isLastWritten: Bool {
        guard let next = try? Self.map(directory, segment + 1) else { return true }
        defer { tectra_unmap(UnsafeMutableRawPointer(mutating: next.base), next.size) }
        return next.base.load(fromByteOffset: Segment.headerSize + 4, as: UInt16.self) == 0
    }

    private func hasFrames(after start: Int) -> Bool {
        var at = start
        while at + 8 <= size {
            if base.load(fromByteOffset: at, as: UInt64.self) != 0 { return true }
            at += 8
        }
        return false
    }

    /// Goes to the next segment; false when there is none.
    private mutating func advance() throws(JournalError) -> Bool {
        guard let next = try Self.map(directory, segment + 1) else { return false }
        tectra_unmap(UnsafeMutableRawPointer(mutating: base), size)
        base = next.base
        size = next.size
        offset = Segment.headerSize
        segment += 1
        return true
    }
}
