/// The market-data feed of a running engine: messages of a recorded day, of a capture or of live
/// lines as input records, each when it is due.
internal import CLinux
public import EngineLink
internal import FeedTransport
public import MarketData
public import PluginABI
internal import Records
internal import SharedMemory

/// What the engine takes from a feed: a message, or something about the feed itself.
public enum FeedInput {
    case message(tectra_feed_message)
    case event(tectra_feed_event)
}

/// A feed that can be started, stopped and paced. Owned by the engine thread.
public struct FeedSource: ~Copyable {
    // At most one of them; none when the engine runs without a feed.
    private var file: ITCHFile?
    private var capture: CaptureFeed?
    let lines: LineReceiver?

    private var pacer: Pacer
    private let midnight: Int64
    /// Where the next message begins in the file.
    private var offset = 0
    /// Number of the first message that is wanted; those before are passed over.
    private let wanted: UInt64
    /// Number of the next message of the file.
    private var number: UInt64 = 1
    private var record = tectra_feed_message.blank
    private var event = tectra_feed_event.blank
    private var waiting = Waiting.nothing
    private var stoppedAt: Int64?
    /// Host time of the last message of a live feed.
    private var heardAt: Int64 = 0
    private var lagMemory: UnsafeMutableRawPointer
    private var lag: LatencyHistogram
    private var lagSum: UInt64 = 0
    private var lagMaximum: Int64 = 0

    public private(set) var isRunning = false
    public private(set) var hasEnded = false
    /// A file that is cut or damaged, or a capture of which not everything was understood.
    private(set) var hasEndedEarly = false
    /// Messages given out so far.
    public private(set) var messages: UInt64 = 0
    /// Faults of a file's framing or a capture so far; each is passed over or ends the feed.
    public private(set) var faults: UInt64 = 0
    /// Monotonic clock at the arrival of the message that was given last; of one that was read, when it was due.
    private(set) var arrivedAt: Int64 = 0
    var endWasTold = false

    /// What was read and waits until it is due.
    private enum Waiting { case nothing, message, event }

    /// A feed out of a file.
    ///
    /// - Parameters:
    ///   - midnight: of the trading day, ns since the epoch; ITCH tells times since midnight.
    ///   - first: number of the first message that is wanted, from 1; those before are passed over.
    public init(file: consuming ITCHFile?, speed: PlaybackSpeed, midnight: Int64, from first: UInt64 = 1) {
        self.init(file: file, capture: nil, lines: nil, speed: speed, midnight: midnight, from: first)
    }

    init(
        file: consuming ITCHFile?, capture: consuming CaptureFeed?, lines: LineReceiver?, speed: PlaybackSpeed,
        midnight: Int64, from first: UInt64 = 1
    ) {
        wanted = max(first, 1)
        self.file = file
        self.capture = capture
        self.lines = lines
        pacer = Pacer(speed)
        self.midnight = midnight
        record.source = UInt8(TECTRA_SOURCE_ITCH)
        lagMemory = .allocate(byteCount: LatencyHistogram.byteCount, alignment: 64)
        lagMemory.initializeMemory(as: UInt8.self, repeating: 0, count: LatencyHistogram.byteCount)
        lag = LatencyHistogram(on: lagMemory)
    }

    deinit { lagMemory.deallocate() }

    /// Whether messages are given as fast as they are taken, and their source would wait.
    var isUnpaced: Bool { lines == nil && pacer.speed == .maximum }

    /// Begins, or goes on; `speed` replaces the one before, while it runs too.
    mutating func start(now: Int64, speed: PlaybackSpeed?) {
        guard !hasEnded, lines != nil || file != nil || capture != nil else { return }
        if let speed, speed != pacer.speed {
            pacer = Pacer(speed)
            stoppedAt = nil
        }
        guard !isRunning else { return }
        if let stoppedAt { pacer.skip(hostTime: now &- stoppedAt) }
        stoppedAt = nil
        isRunning = true
        lines?.want()
    }

    mutating func stop(now: Int64) {
        guard isRunning else { return }
        isRunning = false
        stoppedAt = now
    }

    /// Event time by the host's clock; nil where the pace is not the clock's.
    func eventTime(now: Int64) -> Int64? {
        guard lines != nil else { return pacer.eventTime(now: now) }
        return heardAt > 0 ? record.time &+ max(0, now &- heardAt) : nil
    }

    /// Messages in the whole file; walks it once. 0 for any other source, and for a compressed file, which
    /// would have to be decompressed for it.
    func countMessages() -> UInt64 {
        switch file {
        case .some(let file) where file.isCompressed: return 0
        default: break
        }
        var position = 0
        var count: UInt64 = 0
        while file?.next(&position) ?? nil != nil { count += 1 }
        return count
    }

    /// The next message or event, when it is due; nil when it is not yet, or there is none.
    mutating func next(now: Int64) -> FeedInput? {
        guard isRunning else { return nil }
        if waiting == .nothing { load(now) }
        switch waiting {
        case .nothing: return nil
        case .event:
            waiting = .nothing
            event.time = record.time
            return .event(event)
        case .message:
            guard lines != nil || pacer.wait(event: record.time, now: now) <= 0 else { return nil }
            waiting = .nothing
            messages &+= 1
            if lines == nil { arrivedAt = now }
            return .message(record)
        }
    }

    private mutating func load(_ now: Int64) {
        if let lines {
            guard let item = lines.queue.pop() else { return }
            if item.kind == .message {
                heardAt = now
                arrivedAt = item.received
                note(lag: now &- item.received)
            }
            take(item)
        } else if capture != nil {
            loadCaptured()
        } else {
            loadFiled()
        }
    }

    private mutating func take(_ item: FeedItem) {
        if item.kind == .message {
            item.fill(&record, midnight: midnight)
            waiting = .message
        } else {
            item.fill(&event)
            waiting = .event
        }
    }

    private mutating func note(lag nanoseconds: Int64) {
        lag.record(nanoseconds)
        lagSum &+= UInt64(max(0, nanoseconds))
        lagMaximum = max(lagMaximum, nanoseconds)
    }

    private mutating func end() {
        isRunning = false
        hasEnded = true
    }
}

// MARK: - Files and captures

extension FeedSource {
    private mutating func loadFiled() {
        while let message = nextMessage() {
            number &+= 1
            guard number > wanted else { continue }
            record.fill(message, midnight: midnight)
            waiting = .message
            return
        }
        end()
    }

    private mutating func nextMessage() -> UnsafeRawBufferPointer? {
        if let message = file?.next(&offset) ?? nil { return message }
        // Cut inside a message, or not whole as gzip: the feed ends here.
        if file?.ending(offset) ?? nil != nil {
            faults &+= 1
            hasEndedEarly = true
        }
        return nil
    }

    private mutating func loadCaptured() {
        while let feedEvent = capture?.next() {
            let session = capture?.session
            let next = capture?.nextSequence ?? 1
            guard let item = FeedItem(feedEvent, next: next, session: session, received: 0) else { break }
            if item.kind == .message || item.kind == .gap, item.end <= wanted { continue }
            take(item)
            return
        }
        faults = capture?.counters.faults ?? faults
        hasEndedEarly = faults > 0
        end()
    }
}

// MARK: - Telemetry

extension FeedSource {
    /// What the lines have seen, and how long their messages waited.
    func telemetry() -> FeedTelemetry {
        guard let lines else { return FeedTelemetry() }
        var figures = lines.figures.read() ?? FeedTelemetry()
        figures.queued = UInt64(clamping: lines.queue.count)
        figures.lagSum = lagSum
        figures.lagMaximum = lagMaximum
        figures.lagMedian = min(Int64(clamping: lag.quantile(0.5)), lagMaximum)
        figures.lag99 = min(Int64(clamping: lag.quantile(0.99)), lagMaximum)
        figures.lagCount = lag.total
        figures.lagCounts = lag.counts(atMost: FeedTelemetry.lagBounds)
        return figures
    }
}
