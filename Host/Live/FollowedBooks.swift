/// The books as a journal tells them, built beside the engine's.
internal import Engine
internal import Journal
internal import MarketData
internal import PluginABI
internal import Records
internal import Synchronization

struct FollowedBooks: ~Copyable {
    private let midnight: Int64
    private var tail: JournalTail
    private var books: MarketBooks
    private var compacted = CompactedFeed()
    private(set) var position = FeedPosition()
    /// Of the last input that was followed, and event time.
    private(set) var sequence: UInt64 = 0
    private var time: Int64

    init(_ directory: String, midnight: Int64, capacity: BookCapacity) throws(MarketDataError) {
        self.midnight = midnight
        time = midnight
        tail = JournalTail(directory)
        books = try MarketBooks(capacity)
    }

    /// Takes what the journal has by now, or less when `isEnding` becomes true.
    mutating func follow(unless isEnding: borrowing Atomic<Bool>) throws(JournalError) {
        var taken = 0
        while let frame = try tail.next() {
            if frame.kind == .input { take(frame) }
            taken &+= 1
            if taken & 0xFFF == 0, isEnding.load(ordering: .relaxed) { return }
        }
    }

    private mutating func take(_ frame: JournalFrame) {
        if let message = tectra_feed_message(copying: frame.record) {
            withUnsafeBytes(of: message.bytes) { bytes in
                let bytes = UnsafeRawBufferPointer(
                    rebasing: bytes.prefix(min(Int(message.length), Int(TECTRA_FEED_MESSAGE_MAX))))
                compacted.take(bytes, books.apply(bytes))
            }
            if message.source == UInt8(TECTRA_SOURCE_ITCH) { _ = position.takeMessage() }
            time = max(time, message.time)
        } else if let event = tectra_feed_event(copying: frame.record) {
            let effect = position.take(event)
            if effect.empties, let fresh = try? MarketBooks(books.capacity) {
                books = fresh
                compacted = CompactedFeed()
            }
            time = max(time, event.time)
        }
        sequence = frame.sequence
    }

    func snapshot() -> BookSnapshot {
        var snapshot = BookSnapshot()
        snapshot.midnight = midnight
        snapshot.sequence = sequence
        snapshot.time = time
        snapshot.next = position.next
        snapshot.lost = position.lost
        snapshot.isDegraded = position.isDegraded
        snapshot.session = position.session
        compacted.visit { snapshot.append($0) }
        return snapshot
    }
}
