/// The thread that keeps a tick store filled while a host runs. It has no part in trading: it reads the
/// journal's files like anybody may, at a lower priority, and when it can not go on it says so and
/// tries again.
internal import Glibc
internal import Synchronization
public import Threads
internal import TickStore

public final class RecorderThread: Sendable {
    private let plan: RecorderPlan
    private let journals: [String]
    private let figuresNow = Mutex(RecorderFigures())
    private let isEnding = Atomic(false)
    private let thread = Mutex<JoinableThread?>(nil)
    /// Told of every change that a person should hear of.
    private let say: @Sendable (String) -> Void

    private static let framesAtOnce = 1 << 14
    private static let retryMicroseconds: UInt32 = 100_000
    /// Looks of that length before it is tried again.
    private static let retryLooks = 50

    /// - Parameters:
    ///   - journals: directories, in order; the last is the one that is being written.
    ///   - say: takes a sentence for the log.
    public init(_ plan: RecorderPlan, journals: [String], say: @escaping @Sendable (String) -> Void) {
        self.plan = plan
        self.journals = journals
        self.say = say
    }

    public var figures: RecorderFigures { figuresNow.withLock { $0 } }

    public func start() throws(ThreadError) {
        let started = try JoinableThread { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends it; what was taken is in the store then.
    public func stop() {
        isEnding.store(true, ordering: .releasing)
        thread.withLock { $0.take() }?.join()
    }

    private func run() {
        // Of this thread alone, on Linux.
        _ = setpriority(Int32(bitPattern: UInt32(PRIO_PROCESS.rawValue)), 0, 10)
        while !isEnding.load(ordering: .acquiring) {
            do throws(RecorderError) {
                for journal in journals.dropLast() { try record(journal, isLive: false) }
                if let live = journals.last { try record(live, isLive: true) }
            } catch {
                let text = "\(error)"
                figuresNow.withLock { $0.problem = text }
                say("nothing is recorded in \(plan.store): \(text); it is tried again")
                for _ in 0..<Self.retryLooks where !isEnding.load(ordering: .acquiring) {
                    usleep(Self.retryMicroseconds)
                }
            }
        }
    }

    private func record(_ journal: String, isLive: Bool) throws(RecorderError) {
        var limits = TickStoreLimits()
        limits.memory = plan.memory
        var recorder = try TickRecorder(journal: journal, store: plan.store, symbols: plan.symbols, limits: limits)
        try retain()
        figuresNow.withLock { $0.problem = nil }
        var clock = FlushClock(seconds: plan.flushSeconds)
        while !isEnding.load(ordering: .acquiring) {
            let taken = try recorder.follow(atMost: Self.framesAtOnce)
            if clock.isDue(hasMore: taken > 0) {
                try recorder.flush()
                try retain()
            }
            show(recorder.sequence, recorder.totals)
            guard taken == 0 else { continue }
            guard isLive else { break }
            usleep(10_000)
        }
        try recorder.close()
    }

    private func retain() throws(RecorderError) {
        guard plan.retentionDays > 0 else { return }
        do throws(TickStoreError) {
            let done = try TickRetention(plan.store, keepingDays: plan.retentionDays)
            if !done.dropped.isEmpty { say("\(done.dropped.count) segments of old days left \(plan.store)") }
        } catch { throw .store(error) }
    }

    private func show(_ sequence: UInt64, _ totals: TickWriterTotals) {
        figuresNow.withLock { figures in
            figures.sequence = sequence
            figures.rows = totals.rows
            figures.passedOver = totals.passedOver
            figures.blocks = totals.blocks
            figures.bytes = totals.bytes
        }
    }
}
