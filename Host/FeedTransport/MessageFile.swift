/// A file of messages, each behind its length of two bytes, big-endian: how NASDAQ distributes a
/// day of ITCH 5.0. A length of 0 as the last thing in it is the mark of its end; elsewhere it is a message of no
/// bytes, which no feed sends: it is passed over, counted, and has no number.

public struct MessageFile: ~Copyable, Sendable {
    private let file: MappedFile
    /// Where every 64th message begins.
    private let index: [Int]
    /// Messages in the file.
    public let count: Int
    /// Bytes of the longest.
    public let longest: Int
    /// Messages without a byte that were passed over.
    public let empty: Int

    private static let stepBits = 6

    /// Maps the file and walks it once from begin to end.
    public init(_ path: String) throws(TransportError) {
        guard try !CaptureReader.isCapture(path) else { throw .capture(path: path) }
        let file = try MappedFile(path)
        var index: [Int] = []
        index.reserveCapacity(file.bytes.count / (40 << Self.stepBits) + 1)
        var (offset, count, longest, empty) = (0, 0, 0, 0)
        while offset < file.bytes.count {
            guard let length = file.bytes.bigEndian(UInt16.self, at: offset).map(Int.init),
                file.bytes.slice(at: offset + 2, count: length) != nil
            else { throw .cut(path: path, offset: offset) }
            guard length > 0 else {
                offset += 2
                if offset < file.bytes.count { empty += 1 }
                continue
            }
            if count & (1 << Self.stepBits - 1) == 0 { index.append(offset) }
            offset += 2 + length
            count += 1
            longest = max(longest, length)
        }
        self.file = file
        self.index = index
        self.count = count
        self.longest = longest
        self.empty = empty
    }

    /// The message with a number, which counts from 1; nil when there is none.
    public func message(_ number: UInt64) -> UnsafeRawBufferPointer? {
        guard let position = position(of: number) else { return nil }
        return self[position]
    }

    /// Where a message begins, to go on from there; nil when there is none of that number.
    func position(of number: UInt64) -> Int? {
        guard number > 0, number <= UInt64(count) else { return nil }
        let place = Int(number - 1)
        var offset = index[place >> Self.stepBits]
        for _ in 0..<(place & (1 << Self.stepBits - 1)) {
            guard let message = self[offset] else { return nil }
            offset = self.position(after: message)
        }
        return offset
    }

    /// The message that begins at a position, or behind messages of no bytes there.
    subscript(position: Int) -> UnsafeRawBufferPointer? {
        var position = position
        while let length = file.bytes.bigEndian(UInt16.self, at: position) {
            guard length == 0 else { return file.bytes.slice(at: position + 2, count: Int(length)) }
            position += 2
        }
        return nil
    }

    /// Where the one behind a message of this file begins.
    func position(after message: UnsafeRawBufferPointer) -> Int {
        guard let place = message.baseAddress, let base = file.bytes.baseAddress else { return file.bytes.count }
        return place - base + message.count
    }
}
