/// The worker's loop: merges the market ring and the private ring into one stream by sequence,
/// private records first, and turns each record into a callback.
///
/// The merge is the same live and in a replay because of two looks. A market record of sequence S
/// is handled only when a look at the private ring *after* seeing it found nothing up to S; a
/// private record of sequence P only when a look at the market ring after seeing it found nothing
/// below P. The host publishes in order of sequence, so nothing older can come later.
internal import Glibc
internal import PluginABI
internal import Records
internal import SharedMemory

struct EventLoop: ~Copyable {
    let state: UnsafeMutablePointer<WorkerState>
    let strategy: Strategy
    private var market: MarketRing.Reader
    private var mail: PrivateRing.Reader
    var commands = StrategyCommands()
    private var waiter: Waiter
    private let listener: Doorbell.Listener
    private let workerWords: SharedMemory.WorkerWords
    private let hostWords: HostWords
    /// One record of each ring, as it was copied out.
    let marketRecord: UnsafeMutableRawBufferPointer
    let mailRecord: UnsafeMutableRawBufferPointer
    var lastMarketSequence: UInt64 = 0
    /// Cells of the market ring and records of the private ring that were handled.
    private var marketHandled: UInt64
    private var mailHandled: UInt64 = 0
    private var processed: UInt64 = 0
    private var isTold = false
    /// A record of the ring waits in its buffer.
    private var hasMarket = false
    private var hasMail = false
    private var silence: UInt64 = 0
    private var lapsUntold = false
    /// The market waits until START tells from where on it is this worker's.
    private var isHeld: Bool
    let meter: CallbackMeter

    init(
        state: UnsafeMutablePointer<WorkerState>, strategy: Strategy, market region: borrowing SharedRegion,
        host: borrowing SharedRegion, worker: borrowing SharedRegion, setup: WorkerSetup
    ) throws(RegionError) {
        let market = try MarketRing.Reader(in: region, from: .head)
        let mail = try PrivateRing.Reader(host: host, worker: worker)
        self.state = state
        self.strategy = strategy
        marketHandled = Self.position(of: market, in: region)
        self.market = market
        self.mail = mail
        isHeld = setup.continues != 0
        let counts = (state.pointee.report.base + ReportWord.callbackTimes).assumingMemoryBound(to: UInt64.self)
        meter = CallbackMeter(setup.measures != 0 ? counts : nil)
        listener = Doorbell.Listener(host: host, worker: worker)
        workerWords = SharedMemory.WorkerWords(in: worker)
        hostWords = HostWords(in: host)
        waiter = Waiter(
            WaitStrategy(
                spins: Int(clamping: setup.spins), yields: Int(clamping: setup.yields),
                sleep: Int64(clamping: setup.sleep)))
        marketRecord = .allocate(byteCount: 1024, alignment: 64)
        mailRecord = .allocate(byteCount: 1024, alignment: 64)
        marketRecord.initializeMemory(as: UInt8.self, repeating: 0)
        mailRecord.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Cells of the market ring before the next record: where a new reader is.
    private static func position(of reader: borrowing MarketRing.Reader, in market: borrowing SharedRegion) -> UInt64 {
        let published = SharedWord(at: market.base)
        while true {
            let before = published.loadAcquiring()
            let depth = reader.depth
            if published.loadAcquiring() == before { return before &- depth }
        }
    }

    /// Sequence of a copied record: every record has it right behind the header.
    @inline(__always)
    private static func sequence(_ record: UnsafeMutableRawBufferPointer) -> UInt64 {
        record.load(fromByteOffset: 8, as: UInt64.self)
    }

    @inline(__always)
    private static func size(_ record: UnsafeMutableRawBufferPointer) -> Int {
        Int(record.load(as: UInt16.self)) &+ 8
    }

    /// Runs until the strategy is stopped or the host ends the process.
    mutating func run() -> Never {
        while true {
            if !step() { rest() }
        }
    }

    /// Handles the next event of the merged stream; false when there is none.
    @inline(__always)
    mutating func step() -> Bool {
        if !hasMarket && !isHeld { hasMarket = lookAtMarket() }
        if !hasMail {
            hasMail = lookAtMail()
            // Seen after the market was empty: look there once more before it may be handled.
            if hasMail && !hasMarket && !isHeld { hasMarket = lookAtMarket() }
        }
        if hasMail && (!hasMarket || Self.sequence(mailRecord) <= Self.sequence(marketRecord)) {
            let begun = meter.begin(state.pointee.state.takesPrivate)
            handleMail()
            meter.end(begun)
            hasMail = false
            mailHandled &+= 1
            // Parameters and state chunks may come without a sequence: the word never goes back.
            if Self.sequence(mailRecord) > processed {
                processed = Self.sequence(mailRecord)
                workerWords.processed.storeReleasing(processed)
            }
        } else if hasMarket {
            handleMarket()
            hasMarket = false
            marketHandled &+= UInt64((Self.size(marketRecord) &+ 63) &>> 6)
            processed = Self.sequence(marketRecord)
            workerWords.processed.storeReleasing(processed)
        } else {
            return false
        }
        isTold = false
        waiter.reset()
        return true
    }

    /// Begins with the market: what is older than `sequence` was the predecessor's and is passed over.
    /// All of it is on the ring by now, for START was written after it.
    mutating func release(from sequence: UInt64) {
        guard isHeld else { return }
        isHeld = false
        while lookAtMarket() {
            if Self.sequence(marketRecord) >= sequence {
                hasMarket = true
                return
            }
            marketHandled &+= UInt64((Self.size(marketRecord) &+ 63) &>> 6)
        }
    }

    /// Both rings are empty: says how far everything is handled, then waits as it was told to.
    private mutating func rest() {
        if !isTold {
            isTold = true
            state.pointee.report.store(marketHandled, at: ReportWord.marketHandled)
            state.pointee.report.store(mailHandled, at: ReportWord.privateHandled)
        }
        silence &+= 1
        if silence & 255 == 0 { workerWords.heartbeat.store(workerWords.heartbeat.load() &+ 1) }
        if hostWords.kill.load() != 0 { _exit(WorkerExitCode.stopped) }
        var waiter = waiter
        listener.wait(&waiter) {
            // About to sleep: that is a sign of life too.
            silence |= 255
            return market.hasMore || mail.hasMore
        }
        self.waiter = waiter
    }

    // MARK: - Looking

    /// Copies the next market record out; true when there is one.
    @inline(__always)
    private mutating func lookAtMarket() -> Bool {
        switch market.next(into: marketRecord) {
        case .record:
            if lapsUntold { tellLap() }
            return true
        case .empty: return false
        case .lapped:
            marketHandled &+= market.resumeAtHead()
            state.pointee.report.increment(ReportWord.laps)
            lapsUntold = true
            return false
        case .corrupt:
            state.pointee.report.fail(
                "the market ring holds no record where one must begin", WorkerExitCode.protocolBroken)
        }
    }

    @inline(__always)
    private mutating func lookAtMail() -> Bool {
        switch mail.next(into: mailRecord) {
        case .record: return true
        case .empty: return false
        case .lapped, .corrupt:
            state.pointee.report.fail(
                "the private ring holds no record where one must begin", WorkerExitCode.protocolBroken)
        }
    }

    /// Tells the host, once the first record after the gap is known, what was missed.
    private mutating func tellLap() {
        var lapped = tectra_lapped.blank
        lapped.last_seen = lastMarketSequence
        lapped.resumed_at = Self.sequence(marketRecord)
        if state.pointee.send(&lapped) == TECTRA_OK { lapsUntold = false }
    }
}
