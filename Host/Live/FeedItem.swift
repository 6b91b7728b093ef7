/// What a receiving thread hands to the engine thread, flat for the queue between them: a message,
/// or something about the feed.
internal import FeedTransport
internal import PluginABI
internal import Records

struct FeedItem: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        case message, gap, began, ended
        /// The lines were joined anew, from message `first` on; `end` had been reached before.
        case rebuild
    }

    let kind: Kind
    /// Bytes of a message; 0 for one that no ITCH message has the length of.
    private(set) var length: UInt8 = 0
    /// Monotonic clock at its arrival, ns; 0 when it did not arrive but was read.
    let received: Int64
    private(set) var first: UInt64
    private(set) var end: UInt64
    private var storage = InlineArray<7, UInt64>(repeating: 0)

    /// Shorter than any message of ITCH with its time.
    static let lengthMin = 11

    init(_ kind: Kind, first: UInt64, end: UInt64, session: MoldSession?, received: Int64) {
        self.kind = kind
        self.first = first
        self.end = end
        self.received = received
        withUnsafeMutableBytes(of: &storage) { $0.put(session.map { "\($0)" } ?? "", most: 16) }
    }

    @inline(__always)
    init(message sequence: UInt64, _ bytes: UnsafeRawBufferPointer, received: Int64) {
        kind = .message
        first = sequence
        end = sequence &+ 1
        self.received = received
        guard bytes.count >= Self.lengthMin, bytes.count <= Int(TECTRA_FEED_MESSAGE_MAX) else { return }
        length = UInt8(truncatingIfNeeded: bytes.count)
        withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) }
    }

    /// An event of a sequencer; nil when it has none.
    init?(_ event: FeedEvent, next: UInt64, session: MoldSession?, received: Int64) {
        switch event {
        case .message(let sequence, let bytes): self.init(message: sequence, bytes, received: received)
        case .gap(let gap): self.init(.gap, first: gap.first, end: gap.end, session: session, received: received)
        case .sessionBegan(let new): self.init(.began, first: next, end: next, session: new, received: received)
        case .sessionEnded(let old): self.init(.ended, first: next, end: next, session: old, received: received)
        case .idle: return nil
        }
    }

    /// Writes the message into a record; `time` stays as it was where the bytes tell none.
    @inline(__always)
    func fill(_ record: inout tectra_feed_message, midnight: Int64) {
        withUnsafeBytes(of: storage) { bytes in
            record.fill(UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(length))), midnight: midnight)
        }
    }

    func fill(_ record: inout tectra_feed_event) {
        record.first = first
        record.end = end
        record.event =
            switch kind {
            case .gap: UInt8(TECTRA_FEED_GAP)
            case .ended: UInt8(TECTRA_FEED_ENDED)
            case .rebuild: UInt8(TECTRA_FEED_REBUILD)
            case .began, .message: UInt8(TECTRA_FEED_BEGAN)
            }
        withUnsafeBytes(of: storage) { name in
            withUnsafeMutableBytes(of: &record.session) { room in
                room.copyMemory(from: UnsafeRawBufferPointer(rebasing: name.prefix(16)))
            }
        }
    }
}

extension tectra_feed_message {
    /// Takes over an ITCH message as it came. One that can be none goes to the core with no bytes, is
    /// counted there as a fault, and keeps its number.
    @inline(__always)
    mutating func fill(_ message: UnsafeRawBufferPointer, midnight: Int64) {
        let isSound = message.count >= FeedItem.lengthMin && message.count <= Int(TECTRA_FEED_MESSAGE_MAX)
        if isSound {
            let since = message.loadUnaligned(fromByteOffset: 3, as: UInt64.self).bigEndian & 0xFFFF_FFFF_FFFF
            time = midnight &+ Int64(since)
        }
        length = isSound ? UInt16(truncatingIfNeeded: message.count) : 0
        withUnsafeMutableBytes(of: &bytes) { room in
            let count = isSound ? message.count : 0
            if isSound { room.copyMemory(from: message) }
            for index in count..<room.count { room[index] = 0 }
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes the first bytes of a text, at most `most`.
    func put(_ text: String, most: Int) {
        for (index, byte) in text.utf8.prefix(Swift.min(most, count)).enumerated() { self[index] = byte }
    }
}
