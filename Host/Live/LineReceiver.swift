/// The thread that hears a live feed: sockets and sequencer are its own, and what comes of them goes
/// through a bounded queue to the engine thread, which never waits for it.
///
/// When the queue is full, this thread waits; what the sockets lose meanwhile is missing, and is
/// asked for like anything else that is missing.
internal import CLinux
internal import FeedTransport
internal import Glibc
internal import SharedMemory
internal import Synchronization
internal import Threads

final class LineReceiver: @unchecked Sendable {
    let queue = SPSCQueue<FeedItem>(capacity: 1 << 16)
    /// Of the thread, for anybody.
    let figures: SeqlockCell<FeedTelemetry>

    private let memory: UnsafeMutableRawPointer
    private let configuration: FeedReceiver.Configuration
    private let isWanted = Atomic(false)
    private let isEnding = Atomic(false)
    private let wantsRebuild = Atomic(false)
    private let processor: Int
    // The thread's own from start to join.
    private var receiver: FeedReceiver?
    /// Number after the last message given out, and the session.
    private var reached: UInt64
    private var session: MoldSession?
    private var full: UInt64 = 0
    private var turns = 0
    private var thread: JoinableThread?

    /// Opens the sockets and joins the groups; nothing is taken before `want`.
    init(_ configuration: FeedReceiver.Configuration, processor: Int) throws(TransportError) {
        self.configuration = configuration
        self.processor = processor
        receiver = try FeedReceiver(configuration)
        reached = configuration.limits.firstSequence ?? 1
        memory = .allocate(byteCount: SeqlockCell<FeedTelemetry>.stride, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: SeqlockCell<FeedTelemetry>.stride)
        figures = SeqlockCell(at: memory)
    }

    deinit { memory.deallocate() }

    func start() throws(ThreadError) { thread = try JoinableThread { [self] in run() } }

    /// Lets the thread take what the lines bring. For any thread.
    func want() { isWanted.store(true, ordering: .releasing) }

    /// Has the lines joined anew from the first message, which the request server must still have.
    func rebuild() { wantsRebuild.store(true, ordering: .releasing) }

    /// Ends the thread.
    func stop() {
        isEnding.store(true, ordering: .releasing)
        thread.take()?.join()
    }

    // MARK: - The thread

    private func run() {
        Processor.take(processor, for: "the feed's lines")
        while !isEnding.load(ordering: .acquiring) {
            guard isWanted.load(ordering: .acquiring) else {
                usleep(1000)
                continue
            }
            if wantsRebuild.load(ordering: .acquiring) { joinAnew() }
            take()
        }
    }

    private func take() {
        let event = receiver?.next() ?? .idle
        let now = tectra_clock_monotonic()
        session = receiver?.session
        reached = receiver?.nextSequence ?? reached
        if let item = FeedItem(event, next: reached, session: session, received: now) {
            push(item)
            turns &+= 1
            if turns & 0x3FF == 0 { publish() }
        } else {
            publish()
            receiver?.wait(atMost: 10_000_000)
        }
    }

    private func push(_ item: FeedItem) {
        guard !queue.push(item) else { return }
        full &+= 1
        while !queue.push(item) {
            if isEnding.load(ordering: .relaxed) { return }
            publish()
            usleep(20)
        }
    }

    /// Another sequencer on other sockets, which wants everything from the first message.
    private func joinAnew() {
        var anew = configuration
        anew.limits.firstSequence = 1
        // An address can not be bound twice: the old sockets must go first.
        receiver = nil
        do throws(TransportError) {
            receiver = try FeedReceiver(anew)
        } catch {
            Log.error("the lines can not be joined anew: \(error); it is tried again")
            usleep(200_000)
            return
        }
        wantsRebuild.store(false, ordering: .releasing)
        push(FeedItem(.rebuild, first: 1, end: reached, session: session, received: tectra_clock_monotonic()))
    }

    private func publish() {
        var figures = FeedTelemetry()
        figures.isLive = 1
        figures.a = line(.a)
        figures.b = line(.b)
        withUnsafeMutableBytes(of: &figures.session) { $0.put(session.map { "\($0)" } ?? "", most: 16) }
        figures.next = reached
        figures.isRecovering = receiver?.isRecovering ?? true ? 1 : 0
        let totals = receiver?.totals ?? SequencerCounters()
        figures.gaps = totals.gaps
        figures.late = totals.late
        figures.recovered = totals.recovered
        figures.lost = totals.lost
        figures.gapsDeclared = totals.gapsDeclared
        figures.requests = totals.requests
        figures.retries = totals.retries
        figures.overflow = totals.overflow
        figures.sessions = totals.sessions
        figures.strangers = receiver?.strangers ?? 0
        figures.unsent = receiver?.unsent ?? 0
        figures.refused = receiver?.faults ?? 0
        figures.queueFull = full
        self.figures.write(figures)
    }

    private func line(_ line: FeedLine) -> LineTelemetry {
        let counters = receiver?.counters(of: line) ?? LineCounters()
        var telemetry = LineTelemetry()
        telemetry.packets = counters.packets
        telemetry.messages = counters.messages
        telemetry.duplicates = counters.duplicates
        telemetry.heartbeats = counters.heartbeats
        telemetry.reordered = counters.reordered
        telemetry.gaps = counters.gaps
        telemetry.missed = counters.missed
        telemetry.faults = counters.faults
        telemetry.stale = counters.stale
        telemetry.foreign = counters.foreign
        telemetry.silence = receiver?.silence(of: line) ?? -1
        return telemetry
    }
}
