/// The feed's status and telemetry as the API's reports, and what of it keeps the host from being ready.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import FeedTransport
internal import HostConfiguration
internal import PluginABI
internal import Records
internal import SharedMemory

extension FeedReport {
    /// Messages between receiver and engine above which the engine is said to be behind.
    private static let queuedMax: UInt64 = 32_768

    init(_ status: FeedStatus, _ engine: EngineTelemetry?, _ configuration: EngineConfiguration) {
        self.init()
        state = status.state.rawValue
        kind = status.kind.rawValue
        file = status.file
        speed = status.kind == .live ? "live" : "\(status.speed)"
        messages = status.messages
        total = status.total
        faults = status.faults
        time = Timestamp.text(nanoseconds: status.time)
        publication.isEverything = status.symbols.isEverything
        publication.symbols = status.symbols.symbols
        publication.depthMilliseconds = status.depthInterval / 1_000_000
        publication.snapshotMilliseconds = status.snapshotInterval / 1_000_000
        publication.snapshotSequence = status.snapshotSequence
        if status.snapshotAt > 0 { publication.snapshotWrittenAt = Timestamp.text(nanoseconds: status.snapshotAt) }
        guard let engine else { return }
        let (telemetry, settings) = (engine.feed, configuration.feed)
        books.orders = engine.bookOrders
        books.ordersMost = engine.bookOrdersMost
        books.ordersMax = engine.bookOrdersMax
        books.levels = engine.bookLevels
        books.levelsMax = engine.bookLevelsMax
        books.bytes = engine.bookBytes
        books.refused = engine.bookRefused
        rebuildsUntil = telemetry.rebuildsUntil
        hasEndedEarly = telemetry.hasEndedEarly != 0
        next = telemetry.applied
        session = withUnsafeBytes(of: telemetry.session) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        hasEnded = telemetry.hasEnded != 0
        isDegraded = telemetry.isDegraded != 0
        lost = telemetry.engineLost
        gapsDeclared = telemetry.engineGaps
        gaps = telemetry.gaps
        late = telemetry.late
        recovered = telemetry.recovered
        requests = telemetry.requests
        isRecovering = telemetry.isRecovering != 0
        queued = telemetry.queued
        queueFull = telemetry.queueFull
        lag.count = telemetry.lagCount
        lag.p50 = telemetry.lagMedian
        lag.p99 = telemetry.lag99
        lag.max = telemetry.lagMaximum
        if status.kind == .live {
            for (name, endpoint, line) in [("A", settings.lineA, telemetry.a), ("B", settings.lineB, telemetry.b)] {
                if let endpoint { lines.append(FeedLineReport(name, "\(endpoint)", line)) }
            }
        }
        problems = Self.problems(self, settings)
    }

    private static func problems(_ report: FeedReport, _ settings: FeedSettings) -> [String] {
        var problems: [String] = []
        if report.rebuildsUntil > 0 {
            problems.append(
                "the books are being built anew: message \(report.next) of \(report.rebuildsUntil &- 1); until then "
                    + "orders are rejected")
        } else if report.isDegraded {
            problems.append("\(report.lost) messages of the feed were lost for good; the books are degraded")
        }
        if report.books.refused > 0 {
            problems.append(
                "\(report.books.refused) orders found no room in the books, which are incomplete; raise "
                    + "engine.orders-max (\(report.books.ordersMax)) and start the engine anew")
        }
        if report.hasEndedEarly {
            problems.append(
                report.kind == FeedKind.capture.rawValue
                    ? "not everything in the capture was understood; tectractl feed quality \(report.file) tells what"
                    : "the feed's file is cut or damaged; tectractl feed inspect \(report.file) tells where")
        }
        guard report.kind == FeedKind.live.rawValue, report.state == FeedStatus.State.running.rawValue,
            !report.hasEnded
        else { return problems }
        for line in report.lines {
            guard let silence = line.silenceMilliseconds else {
                problems.append("nothing has come on line \(line.line) at \(line.endpoint) yet")
                continue
            }
            if silence * 1_000_000 > settings.silence {
                problems.append("line \(line.line) at \(line.endpoint) has been silent for \(silence) ms")
            }
        }
        if report.queued > queuedMax { problems.append("the engine is behind: \(report.queued) messages wait for it") }
        return problems
    }
}

extension FeedLineReport {
    init(_ name: String, _ endpoint: String, _ telemetry: LineTelemetry) {
        self.init()
        line = name
        self.endpoint = endpoint
        packets = telemetry.packets
        messages = telemetry.messages
        duplicates = telemetry.duplicates
        heartbeats = telemetry.heartbeats
        reordered = telemetry.reordered
        gaps = telemetry.gaps
        missed = telemetry.missed
        faults = telemetry.faults
        stale = telemetry.stale
        foreign = telemetry.foreign
        silenceMilliseconds = telemetry.silence < 0 ? nil : telemetry.silence / 1_000_000
    }
}

extension SymbolReport {
    init(_ row: InstrumentRow) {
        self.init()
        symbol = "\(row.symbol)"
        instrument = row.instrument
        if row.bidPrice != .min { bid = Amount.text(row.bidPrice) }
        bidQuantity = row.bidQuantity
        if row.askPrice != .min { ask = Amount.text(row.askPrice) }
        askQuantity = row.askQuantity
        if row.lastPrice != .min { last = Amount.text(row.lastPrice) }
        lastQuantity = row.lastQuantity
        flags = DataFlagNames.of(row.flags)
    }
}

extension SymbolLatencyReport {
    init(_ row: LatencyRow) {
        self.init()
        symbol = "\(row.symbol)"
        messages = row.count
        mean = row.count > 0 ? row.sum / row.count : 0
        p50 = row.quantile(0.5)
        p99 = row.quantile(0.99)
        p999 = row.quantile(0.999)
        max = row.maximum
    }
}

extension TradeReport {
    init(_ trade: tectra_trade) {
        self.init()
        time = Timestamp.text(nanoseconds: trade.time)
        price = Amount.text(trade.price)
        quantity = trade.quantity
        aggressor =
            trade.aggressor == UInt8(TECTRA_BUY) ? "buy" : trade.aggressor == UInt8(TECTRA_SELL) ? "sell" : "none"
        flags = DataFlagNames.of(trade.flags)
    }
}
