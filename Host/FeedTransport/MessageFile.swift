/// A file of messages, each behind its length of two bytes, big-endian: how NASDAQ distributes a
/// day of ITCH 5.0. A length of 0 ends the file before its last byte.

public struct MessageFile: ~Copyable, Sendable {
    private let file: MappedFile
    /// Where every 64th message begins.
    private let index: [Int]
    /// Messages in the file.
    public let count: Int
    /// Bytes of the longest.
    public let longest: Int

    private static let stepBits = 6

    /// Maps the file and walks it once from begin to end.
    public init(_ path: String) throws(TransportError) {
        guard try !CaptureReader.isCapture(path) else { throw .capture(path: path) }
        let file = try MappedFile(path)
        var index: [Int] = []
        index.reserveCapacity(file.bytes.count / (40 << Self.stepBits) + 1)
        var (offset, count, longest) = (0, 0, 0)
        while offset < file.bytes.count {
            guard let length = file.bytes.bigEndian(UInt16.self, at: offset).map(Int.init),
                file.bytes.slice(at: offset + 2, count: length) != nil
            else { throw .cut(path: path, offset: offset) }
            guard length > 0 else { break }
            if count & (1 << Self.stepBits - 1) == 0 { index.append(offset) }
            offset += 2 + length
            count += 1
            longest = max(longest, length)
        }
        self.file = file
        self.index = index
        self.count = count
        self.longest = longest
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
            offset += 2 + message.count
        }
        return offset
    }

    /// The message that begins at a position.
    subscript(position: Int) -> UnsafeRawBufferPointer? {
        guard let length = file.bytes.bigEndian(UInt16.self, at: position), length > 0 else { return nil }
        return file.bytes.slice(at: position + 2, count: Int(length))
    }
}
