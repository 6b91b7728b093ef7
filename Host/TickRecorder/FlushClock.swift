/// When readers are to be let see what has come. By the host's clock: it changes when rows are seen, never
/// which.
internal import CLinux

struct FlushClock {
    private let interval: Int64
    private var next: Int64
    private var isDirty = false

    init(seconds: Int) {
        interval = Int64(max(1, seconds)) * 1_000_000_000
        next = tectra_clock_monotonic() &+ interval
    }

    mutating func isDue(hasMore: Bool) -> Bool {
        isDirty = isDirty || hasMore
        let now = tectra_clock_monotonic()
        guard isDirty, now >= next else { return false }
        next = now &+ interval
        isDirty = false
        return true
    }
}
