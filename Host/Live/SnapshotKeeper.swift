/// The thread that keeps snapshots: it follows the journal like anybody may, builds the same books, and
/// writes them down, at a cadence or when it is told to. The engine thread has no part in it.
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
    private let midnight: Int64
    private let capacity: BookCapacity
    /// Between two snapshots, ns; 0: only those that are asked for.
    private let interval = Atomic<Int64>(0)
    private let isAsked = Atomic(false)
    private let isEnding = Atomic(false)
    private let sequence = Atomic<UInt64>(0)
    private let writtenAt = Atomic<Int64>(0)
    private let hasFailed = Atomic(false)
    /// The owner's: from the first wish for a snapshot on, there is one.
    private var thread: JoinableThread?

    /// - Parameter directory: of the journal; snapshots lie beside its segments.
    init(directory: String, midnight: Int64, capacity: BookCapacity) {
        self.directory = directory
        self.midnight = midnight
        self.capacity = capacity
    }

    /// Writes one every so many ns from now on; 0 ends it. The first wish begins to follow the journal, which costs
    /// the memory of the books once more.
    func keep(every nanoseconds: Int64) throws(ThreadError) {
        interval.store(nanoseconds, ordering: .releasing)
        if nanoseconds > 0 { try begin() }
    }

    /// Writes one as soon as what the journal has by now is followed.
    func keepOne() throws(ThreadError) {
        isAsked.store(true, ordering: .releasing)
        try begin()
    }

    /// Sequence and CLOCK_REALTIME ns of the newest that was written; 0 before the first.
    var newest: (sequence: UInt64, writtenAt: Int64) {
        (sequence.load(ordering: .acquiring), writtenAt.load(ordering: .acquiring))
    }

    /// Whether no more can be written; the log says why.
    var isBroken: Bool { hasFailed.load(ordering: .acquiring) }

    /// Ends the thread; a snapshot that is being written is finished.
    func stop() {
        isEnding.store(true, ordering: .releasing)
        thread.take()?.join()
    }

    private func begin() throws(ThreadError) {
        if thread == nil { thread = try JoinableThread { [self] in run() } }
    }

    // MARK: - The thread

    private func run() {
        var books: FollowedBooks
        do throws(MarketDataError) {
            books = try FollowedBooks(directory, midnight: midnight, capacity: capacity)
        } catch {
            return fail("\(error)")
        }
        var last = tectra_clock_monotonic()
        while !isEnding.load(ordering: .acquiring) {
            let interval = interval.load(ordering: .acquiring)
            let isDue = interval > 0 && tectra_clock_monotonic() &- last >= interval
            guard isAsked.exchange(false, ordering: .acquiringAndReleasing) || isDue else {
                usleep(UInt32(clamping: interval > 0 ? min(20_000, interval / 4_000) : 20_000))
                continue
            }
            do throws(JournalError) {
                try books.follow(unless: isEnding)
            } catch {
                return fail("\(error)")
            }
            write(books)
            last = tectra_clock_monotonic()
        }
    }

    private func write(_ books: borrowing FollowedBooks) {
        // Half of a rebuild is worth less than what was before it.
        guard books.sequence > sequence.load(ordering: .relaxed), !books.position.isRebuilding else {
            return writtenAt.store(tectra_clock_realtime(), ordering: .releasing)
        }
        if let reason = books.snapshot().write(to: directory) {
            Log.warning("a snapshot of the books could not be written: \(reason)")
        } else {
            sequence.store(books.sequence, ordering: .releasing)
            writtenAt.store(tectra_clock_realtime(), ordering: .releasing)
        }
    }

    private func fail(_ reason: String) {
        hasFailed.store(true, ordering: .releasing)
        Log.error("no more snapshots of the books are kept: \(reason)")
    }
}
