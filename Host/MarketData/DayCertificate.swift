/// The certificate of a day: what was in it, and a hash of all books at fixed instants, so that two
/// implementations can be held against each other. docs/certificate.md defines it.
internal import CCrypto

/// A digest of all books at one instant.
public struct BookDigest: Sendable, Equatable {
    /// ns since midnight; nil is the end of the file.
    public var instant: Int64?
    /// Orders at rest.
    public var orders: Int
    /// SHA-256 of the canonical bytes, as 64 hexadecimal letters.
    public var sha256: String
}

/// Reads a day and certifies it.
public struct DayCertificate: ~Copyable {
    public private(set) var messages = 0
    /// How many of each type, those of known type and right length.
    public private(set) var types: [ITCHMessageType: Int] = [:]
    public private(set) var faults: [FeedFault: Int] = [:]
    public private(set) var digests: [BookDigest] = []
    private var books: MarketBooks
    private var next = 0

    /// Every half hour from the opening to the close.
    public static let instants: [Int64] = (19...32).map { Int64($0) * 1_800_000_000_000 }

    public init(_ capacity: BookCapacity) throws(MarketDataError) {
        books = try MarketBooks(capacity)
    }

    /// Orders that messages named and that did not rest.
    public var orphanReferences: Int { faults[.unknownOrder] ?? 0 }
    /// What the books hold, and the memory they have.
    public var usage: BookUsage { books.usage }

    /// Takes the next message, without its length prefix. An instant's books are those after the last
    /// message that is not later.
    public mutating func apply(_ message: UnsafeRawBufferPointer) {
        messages += 1
        if let base = message.baseAddress, message.count > 0, let type = ITCHMessageType(rawValue: base.u8(0)),
            message.count == type.length
        {
            types[type, default: 0] += 1
            while next < Self.instants.count, base.itchTime > Self.instants[next] { certify(Self.instants[next]) }
        }
        let event = books.apply(message)
        if event.kind == .fault { faults[event.fault, default: 0] += 1 }
    }

    /// The file is at its end: the instants that were not reached have the books of now.
    public mutating func finish() {
        while next < Self.instants.count { certify(Self.instants[next]) }
        if digests.last?.instant != nil { digest(nil) }
    }

    private mutating func certify(_ instant: Int64) {
        next += 1
        digest(instant)
    }

    private mutating func digest(_ instant: Int64?) {
        let bytes = books.canonicalBytes()
        var hash = [UInt8](repeating: 0, count: 32)
        SHA256(bytes, bytes.count, &hash)
        let digits = Array("0123456789abcdef".utf8)
        let text = hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        digests.append(
            BookDigest(instant: instant, orders: books.restingOrders, sha256: String(decoding: text, as: UTF8.self)))
    }
}
