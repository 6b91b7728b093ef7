/// One worker as the host holds it: the process, its rings, and what is known about it.
internal import CLinux
internal import Glibc
public import Sandbox
public import SharedMemory
internal import WorkerRuntime

/// A worker that is locked down, attested and ready. Owned by one thread; when it goes out of
/// scope the process is ended and reaped.
public struct WorkerProcess: ~Copyable {
    public let pid: Int32
    /// Becomes readable when the process ends.
    public let pidfd: Int32
    /// How well this worker is held in.
    public let tier: SandboxTier
    /// Identity of the filter it runs under.
    public let filterDigest: Digest
    public let libraryDigest: Digest
    /// What the library says about itself.
    public let facts: StrategyFacts
    /// From the call of spawn to attested and ready, ns.
    public let loadNanoseconds: Int64
    /// The worker's control words; hints.
    public let words: SharedMemory.WorkerWords
    public let hostWords: HostWords

    /// Records for this worker alone.
    public var mail: PrivateRing.Writer
    /// Its requests.
    public var requests: OrderRing.Consumer
    /// Wakes it when it sleeps; ring once after everything of a turn is published.
    public var bell: Doorbell.Ringer

    private let regions: WorkerRegions
    private let reading: WorkerReading
    private let lastWords: Int32
    private let image: LibraryImage
    private let group: ControlGroup?
    private var hostReason: WorkerExit.HostReason?
    private var end: WorkerExit?

    init(
        _ started: StartedWorker, regions: consuming WorkerRegions, host: SandboxHost, library: LibraryImage,
        facts: StrategyFacts, loadNanoseconds: Int64
    ) throws(RegionError) {
        let mail = try PrivateRing.Writer(host: regions.host, worker: regions.worker)
        let requests = try OrderRing.Consumer(worker: regions.worker, host: regions.host)
        pid = started.pid
        pidfd = started.pidfd
        lastWords = started.lastWords
        group = started.group
        tier = host.tier
        filterDigest = host.filters.digest
        libraryDigest = library.digest
        image = library
        self.facts = facts
        self.loadNanoseconds = loadNanoseconds
        words = SharedMemory.WorkerWords(in: regions.worker)
        hostWords = HostWords(in: regions.host)
        self.mail = mail
        self.requests = requests
        bell = Doorbell.Ringer(host: regions.host, worker: regions.worker)
        reading = WorkerReading(base: regions.report.base)
        self.regions = regions
    }

    deinit {
        if end == nil {
            _ = tectra_signal_process(pidfd, SIGKILL)
            _ = StartedWorker.awaitEnd(pidfd)
        }
        close(pidfd)
        close(lastWords)
    }

    /// Whether the process of a pidfd is over; it may not be reaped yet. For any thread: it changes nothing.
    public static func hasEnded(_ pidfd: Int32) -> Bool {
        var look = pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&look, 1, 0) > 0
    }

    /// Looks whether the worker has ended, reaping it when it has. Never waits.
    ///
    /// - Returns: how it ended, from then on every time; nil while it lives.
    public mutating func poll() -> WorkerExit? {
        if let end { return end }
        var ended = tectra_exit()
        guard tectra_reap(pidfd, &ended) == 0, ended.code != 0 else { return nil }
        return note(ended)
    }

    /// Ends the worker at once, from outside; it can not refuse. `poll` tells when it is gone.
    public mutating func kill(_ reason: WorkerExit.HostReason = .killed) {
        guard end == nil else { return }
        if hostReason == nil { hostReason = reason }
        _ = tectra_signal_process(pidfd, SIGKILL)
    }

    /// Ends the worker and waits until it is reaped.
    public mutating func killAndReap(_ reason: WorkerExit.HostReason = .killed) -> WorkerExit {
        kill(reason)
        if let end { return end }
        return note(StartedWorker.awaitEnd(pidfd))
    }

    private mutating func note(_ ended: tectra_exit) -> WorkerExit {
        var remains = StartedWorker.remains(reading, lastWords: lastWords, group: group)
        remains.handled = words.processed.load()
        let exit = WorkerExit(ended, host: hostReason, remains: remains, image: image)
        end = exit
        return exit
    }

    // MARK: - Hints that the worker gives

    /// Everything that was published to the market ring up to `head` and everything written to
    /// this worker's mail was read and handled: what lockstep waits for.
    public func hasHandledAll(upTo head: UInt64) -> Bool {
        reading.word(ReportWord.marketHandled) == head
            && reading.word(ReportWord.privateHandled) == mail.counters.records
    }

    /// The same for its mail alone, of a worker that does not read the market yet.
    public var hasHandledMail: Bool { reading.word(ReportWord.privateHandled) == mail.counters.records }

    /// Where the worker says it is (`WorkerPhase`).
    public var phase: UInt64 { reading.phase }
    /// Times it was lapped on the market ring.
    public var laps: UInt64 { reading.word(ReportWord.laps) }
    /// Of a worker that was asked to measure; else empty.
    public var callbackTimes: CallbackTimes { reading.callbackTimes }
    public var droppedLogs: UInt64 { reading.word(ReportWord.droppedLogs) }
    public var droppedSignals: UInt64 { reading.word(ReportWord.droppedSignals) }
    public var refusedRequests: UInt64 { reading.word(ReportWord.refusedRequests) }
}
