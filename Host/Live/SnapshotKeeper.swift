/// The thread that keeps snapshots: it follows the journal like anybody may, builds the same books, and
/// writes them down at a cadence. The engine thread has no part in it.
internal import CLinux
internal import Engine
internal import Glibc
internal import Journal
internal import MarketData
internal import PluginABI
internal import Records
internal import Synchronization
internal import Threads

final class SnapshotKeeper: @unchecked Sendable {
    private let directory: String
    private let interval: Int64
    private let midnight: Int64
    private let isEnding = Atomic(false)
    private var thread: JoinableThread?
    // The thread's own from start to join.
    private var tail: JournalTail
    private var books: MarketBooks
    private var position = FeedPosition()
    private var compacted = CompactedFeed()
    private var sequence: UInt64 = 0
    private var time: Int64
    private var written: UInt64 = 0

    /// - Parameters:
    ///   - directory: of the journal; snapshots lie beside its segments.
    ///   - interval: between two snapshots, ns.
    init(
        directory: String, interval: Int64, midnight: Int64, capacity: BookCapacity
    ) throws(MarketDataError) {
        self.directory = directory
        self.interval = interval
        self.midnight = midnight
        time = midnight
        tail = JournalTail(directory)
        books = try MarketBooks(capacity)
    }

    func start() throws(ThreadError) { thread = try JoinableThread { [self] in run() } }

    /// Ends the thread; a snapshot that is being written is finished.
    func stop() {
        isEnding.store(true, ordering: .releasing)
        thread.take()?.join()
    }

    private func run() {
        var due = tectra_clock_monotonic() &+ interval
        while !isEnding.load(ordering: .acquiring) {
            guard tectra_clock_monotonic() >= due else {
                usleep(UInt32(clamping: min(20_000, interval / 4_000)))
                continue
            }
            do throws(JournalError) {
                try follow()
            } catch {
                return Log.error("no more snapshots of the books are kept: \(error)")
            }
            write()
            due = tectra_clock_monotonic() &+ interval
        }
    }

    /// Takes what the journal has by now.
    private func follow() throws(JournalError) {
        var taken = 0
        while let frame = try tail.next() {
            if frame.kind == .input { take(frame) }
            taken &+= 1
            if taken & 0xFFF == 0, isEnding.load(ordering: .relaxed) { return }
        }
    }

    private func take(_ frame: JournalFrame) {
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

    private func write() {
        // Half of a rebuild is worth less than what was before it.
        guard sequence > written, !position.isRebuilding else { return }
        var snapshot = BookSnapshot()
        snapshot.midnight = midnight
        snapshot.sequence = sequence
        snapshot.time = time
        snapshot.next = position.next
        snapshot.lost = position.lost
        snapshot.isDegraded = position.isDegraded
        snapshot.session = position.session
        compacted.visit { snapshot.append($0) }
        if let reason = snapshot.write(to: directory) {
            Log.warning("a snapshot of the books could not be written: \(reason)")
        } else {
            written = sequence
        }
    }
}
