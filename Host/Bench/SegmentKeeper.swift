/// Makes journal segments ahead on a thread of its own, as the engine's supervisor does: a benchmark
/// that made them in line would measure page faults.
internal import Glibc
internal import Journal
internal import Synchronization
internal import Threads

final class SegmentKeeper: Sendable {
    private let isDone: Flag
    private let thread: JoinableThread

    /// Waited for before the first segment is needed: one is ready when this returns.
    init(_ preparer: SegmentPreparer) throws {
        try preparer.prepareNext()
        let isDone = Flag()
        self.isDone = isDone
        thread = try JoinableThread {
            while !isDone.value.load(ordering: .relaxed) {
                do throws(JournalError) { try preparer.prepareNext() } catch { return }
                usleep(500)
            }
        }
    }

    func stop() {
        isDone.value.store(true, ordering: .relaxed)
        thread.join()
    }

    private final class Flag: Sendable { let value = Atomic(false) }
}
