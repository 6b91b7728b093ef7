/// How good the data of one instrument was over a day.
internal import Records

/// Times are ns of regular hours in which the instrument was in continuous trading.
public struct InstrumentQuality: Sendable {
    public let instrument: UInt32
    /// Nil before the directory told.
    public internal(set) var symbol: String?
    public internal(set) var messages = 0
    /// Messages that the books refused, by reason.
    public internal(set) var faults: [FeedFault: Int] = [:]
    /// Changes of the best prices or what stands there, and the most of them in one second of event time.
    public internal(set) var ticks = 0
    public internal(set) var ticksInBusiestSecond = 0
    public internal(set) var trades = 0
    public internal(set) var brokenTrades = 0
    /// How often it left continuous trading.
    public internal(set) var halts = 0
    public internal(set) var trading: Int64 = 0
    /// Best bid above best ask, and at it: how often, and how long in all.
    public internal(set) var crossings = 0
    public internal(set) var crossed: Int64 = 0
    public internal(set) var lockings = 0
    public internal(set) var locked: Int64 = 0
    /// A side was empty.
    public internal(set) var oneSided: Int64 = 0
    /// Stretches without a message that were longer than was allowed: how many, the longest, all together.
    public internal(set) var stales = 0
    public internal(set) var staleLongest: Int64 = 0
    public internal(set) var stale: Int64 = 0
    /// Since the first gap in the feed: a lost message may have been of any instrument, so from there on no book is
    /// known to be right.
    public internal(set) var behindGap: Int64 = 0

    /// Crossed, stale or behind a gap; what is behind a gap is counted once, whatever else it is.
    private var doubtful: Int64 = 0
    private var ticksCounted = 0
    /// When the first gap was.
    private var distrusted: Int64?

    private var spreads = WeightedHistogram()
    private var bestShares = WeightedHistogram()
    private var levels = WeightedHistogram()

    /// How things stood since `since`.
    private var since: Int64?
    private var heard: Int64?
    private var wasTrading = false
    private var top = TopOfBook()
    private var second: Int64 = -1
    private var ticksInSecond = 0

    init(_ instrument: UInt32) { self.instrument = instrument }

    public var faultCount: Int { faults.values.reduce(0, +) }
    /// Of regular trading, the share that was crossed, stale or behind a gap: 0 to 1, nil when it never traded.
    public var degraded: Double? {
        trading > 0 ? min(1, Double(doubtful) / Double(trading)) : nil
    }
    /// Of those in the time that counts.
    public var ticksPerSecond: Double { trading > 0 ? Double(ticksCounted) / (Double(trading) / 1e9) : 0 }

    /// The spread in 1e-9 that it had for a share of the time with both sides and none crossed, to a 64th.
    public func spread(_ share: Double) -> Int64? {
        spreads.quantile(share).map { Int64(clamping: $0) * Price.perITCHUnit }
    }
    /// Shares at a best price, and price levels of a side, that a share of the changes left, to a 64th.
    public func bestShares(_ share: Double) -> Int64? { bestShares.quantile(share).map { Int64(clamping: $0) } }
    public func levels(_ share: Double) -> Int64? { levels.quantile(share).map { Int64(clamping: $0) } }

    // MARK: - Time

    /// Time begins to count.
    mutating func open(at time: Int64) {
        since = time
        heard = time
    }

    /// Lets time pass to `time`, for which things stood as they were told last.
    mutating func pass(to time: Int64) {
        guard let before = since, time > before else { return }
        since = time
        guard wasTrading else { return }
        let passed = time - before
        trading += passed
        if distrusted != nil {
            behindGap += passed
            doubtful += passed
        }
        guard top.bid != Price.none, top.ask != Price.none else {
            oneSided += passed
            return
        }
        if top.bid > top.ask {
            crossed += passed
            if distrusted == nil { doubtful += passed }
        } else {
            if top.bid == top.ask { locked += passed }
            spreads.add(
                UInt64(clamping: (top.ask - top.bid) / Price.perITCHUnit), weight: UInt64(clamping: passed))
        }
    }

    /// Something came, or the end of what counts: what was silent before is over.
    mutating func hear(at time: Int64, stale allowed: Int64) {
        // Before regular hours silence is what is to be expected.
        guard since != nil else { return }
        if let heard, wasTrading, time - heard > allowed {
            stales += 1
            stale += time - heard
            staleLongest = max(staleLongest, time - heard)
            doubtful += max(0, min(time, distrusted ?? time) - heard)
        }
        heard = max(heard ?? time, time)
    }

    /// Time counts no more.
    mutating func close() {
        since = nil
        heard = nil
    }

    /// Regular hours begin only here: what was counted so far was before them.
    mutating func forgetTimes() {
        (trading, oneSided, behindGap, doubtful, ticksCounted) = (0, 0, 0, 0, 0)
        (crossings, crossed, lockings, locked) = (0, 0, 0, 0)
        (stales, stale, staleLongest) = (0, 0, 0)
        spreads = WeightedHistogram()
    }

    /// Messages of the feed were lost. Time up to here must have passed.
    mutating func distrust(at time: Int64) { distrusted = distrusted ?? time }

    // MARK: - Events

    mutating func count(tickAt time: Int64) {
        ticks += 1
        if since != nil { ticksCounted += 1 }
        if time / 1_000_000_000 != second {
            second = time / 1_000_000_000
            ticksInSecond = 0
        }
        ticksInSecond += 1
        ticksInBusiestSecond = max(ticksInBusiestSecond, ticksInSecond)
    }

    /// How things stand from now on.
    mutating func stand(_ now: TopOfBook, isTrading: Bool) {
        if wasTrading, !isTrading { halts += 1 }
        let isNew = isTrading && !wasTrading
        wasTrading = isTrading
        defer { top = now }
        guard isTrading, since != nil, now.bid != Price.none, now.ask != Price.none else { return }
        let hadBoth = !isNew && top.bid != Price.none && top.ask != Price.none
        if now.bid > now.ask, !hadBoth || top.bid <= top.ask { crossings += 1 }
        if now.bid == now.ask, !hadBoth || top.bid != top.ask { lockings += 1 }
    }

    mutating func note(bestShares shares: Int64, levels count: Int) {
        bestShares.add(UInt64(clamping: shares), weight: 1)
        levels.add(UInt64(clamping: count), weight: 1)
    }
}
