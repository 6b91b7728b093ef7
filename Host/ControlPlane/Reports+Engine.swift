/// The engine's rows as the API's reports.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import HostConfiguration
internal import Orders
internal import PluginABI
internal import Records
internal import Risk
internal import SharedMemory

extension EngineReport {
    init(_ facts: EngineFacts, _ counters: EngineTelemetry?) {
        self.init()
        process = facts.process
        build = facts.build
        mode = facts.mode
        startedAt = Timestamp.text(nanoseconds: facts.startedAt)
        session = Timestamp.text(nanoseconds: facts.session)
        tier = facts.tier
        warnings = facts.warnings
        guard let counters else { return }
        sequence = counters.sequence
        eventTime = Timestamp.text(nanoseconds: counters.eventTime)
        marketRecords = counters.marketRecords
        requests = counters.requests
        ordersAccepted = counters.ordersAccepted
        ordersRejected = counters.ordersRejected
        cancels = counters.cancels
        fills = counters.fills
        signals = counters.signals
        workersLost = counters.workersLost
        journalFrames = counters.journalFrames
        journalBytes = counters.journalBytes
        limitsVersion = counters.limitsVersion
        running = counters.running
        realized = Amount.text(counters.realized)
        unrealized = Amount.text(counters.unrealized)
        fees = Amount.text(counters.fees)
        latency.count = counters.latencyCount
        latency.p50 = counters.latencyMedian
        latency.p99 = counters.latency99
        latency.p999 = counters.latency999
        latency.max = counters.latencyMaximum
    }
}

extension StrategyReport {
    init(_ row: StrategyRow, killed: UInt64) {
        self.init()
        let figures = row.figures
        number = UInt8(clamping: row.strategy)
        name = "\(figures.name)"
        version = "\(figures.version)"
        state = Self.state(figures.state)
        isDryRun = row.isDryRun != 0
        isKilled = killed & (1 << (row.strategy & 63) | 1) != 0
        process = figures.process
        tier = Self.tier(figures.tier)
        deployedAt = Timestamp.text(nanoseconds: row.deployedAt)
        loadMilliseconds = Double(row.loadMicroseconds) / 1000
        librarySha256 = Self.hexadecimal(row.librarySHA256)
        filterSha256 = Self.hexadecimal(row.filterSHA256)
        remark = "\(row.remark)"
        fault = Self.fault(row.fault)
        softDeadlines = row.softDeadlines
        hardDeadlines = row.hardDeadlines
        memoryBytes = row.memory
        isMemoryGrowing = row.isMemoryGrowing != 0
        processed = figures.processed
        requests = figures.requests
        ordersAccepted = figures.ordersAccepted
        ordersRejected = figures.ordersRejected
        cancels = figures.cancels
        fills = figures.fills
        signals = figures.signals
        doubtfulOrders = figures.doubtfulOrders
        doubtfulFills = figures.doubtfulFills
        doubtfulSignals = figures.doubtfulSignals
        doubtfulRealized = Amount.text(figures.doubtfulRealized)
        droppedLogs = figures.droppedLogs
        droppedSignals = figures.droppedSignals
        requestsHeldBackMilliseconds = figures.requestsHeldBack / 1_000_000
        openOrders = figures.openOrders
        lapped = figures.lapped
        recordsLost = figures.lost
        privateDepthMax = figures.privateDepthHighWater
        orderDepthMax = figures.orderDepthHighWater
        grossPosition = figures.grossPosition
        realized = Amount.text(figures.realized)
        unrealized = Amount.text(figures.unrealized)
        fees = Amount.text(figures.fees)
        net = Amount.text(figures.realized &+ figures.unrealized &- figures.fees)
        seat = Self.seat(row.seat)
    }

    private static func fault(_ row: FaultRow) -> FaultReport? {
        guard row.isKnown != 0 else { return nil }
        var report = FaultReport()
        report.lastEvent = row.lastEvent
        report.place = "\(row.place)"
        report.caller = "\(row.caller)"
        if !report.place.isEmpty || !report.caller.isEmpty { report.address = String(row.address, radix: 16) }
        return report
    }

    private static func seat(_ row: SeatRow) -> SeatReport? {
        let states: [UInt64: String] = [
            SeatRow.loading: "loading", SeatRow.shadow: "shadow", SeatRow.promoting: "promoting", SeatRow.kept: "kept",
        ]
        guard let state = states[row.state] else { return nil }
        var report = SeatReport()
        report.state = state
        report.version = "\(row.version)"
        report.equal = row.equal
        report.different = row.different
        report.tradingProfit = Amount.text(row.tradingProfit)
        report.seatedProfit = Amount.text(row.seatedProfit)
        report.tradingFills = row.tradingFills
        report.seatedFills = row.seatedFills
        return report
    }

    private static func state(_ number: UInt64) -> String {
        let names = [
            "unknown", "loading", "checking", "ready", "running", "paused", "stopping", "stopped", "faulted",
        ]
        return number < UInt64(names.count) ? names[Int(number)] : "unknown"
    }

    private static func tier(_ number: UInt64) -> String {
        switch number {
        case 1: "A"
        case 2: "B"
        case 3: "C"
        default: "none"
        }
    }

    private static func hexadecimal(_ words: InlineArray<4, UInt64>) -> String {
        let digits = Array("0123456789abcdef")
        return withUnsafeBytes(of: words) { bytes in
            bytes.contains { $0 != 0 } ? String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }) : ""
        }
    }
}

extension BookReport {
    init(_ row: BookRow, _ trades: [TradeRow], _ status: tectra_market_status?) {
        self.init()
        figures = BookFigures(row.book)
        if let status { self.status = MarketStatusReport(status) }
        self.trades = trades.map { TradeReport($0.trade) }
        recent = RecentFigures(trades.map { ($0.trade, $0.mid) }, row.book)
        symbol = "\(row.symbol)"
        sequence = row.book.sequence
        time = Timestamp.text(nanoseconds: row.book.time)
        bids = Self.levels(row.book.bids)
        asks = Self.levels(row.book.asks)
        if row.lastPrice != .min {
            last = Amount.text(row.lastPrice)
            lastQuantity = row.lastQuantity
        }
        if row.vwap != .min { vwap = Amount.text(row.vwap) }
        flags = DataFlagNames.of(row.book.flags)
    }

    private static func levels<Levels>(_ side: Levels) -> [LevelReport] {
        withUnsafeBytes(of: side) { bytes in
            bytes.bindMemory(to: tectra_level.self).prefix { $0.price != .min && $0.quantity > 0 }
                .map { LevelReport(price: Amount.text($0.price), quantity: $0.quantity, orders: $0.orders) }
        }
    }
}

extension OrderReport {
    init(_ row: OrderRow, _ names: StrategyNames) {
        self.init()
        let record = row.order
        order = record.order_id
        client = record.client_id
        strategy = names.name(of: UInt8(clamping: row.strategy))
        symbol = "\(row.symbol)"
        side = record.side == UInt8(TECTRA_BUY) ? "buy" : record.side == UInt8(TECTRA_SELL) ? "sell" : "none"
        type = record.type == UInt8(TECTRA_MARKET) ? "market" : "limit"
        timeInForce = [1: "day", 2: "ioc", 3: "fok"][record.time_in_force] ?? "day"
        state = OrderState(rawValue: record.state).map { "\($0)" } ?? "unknown"
        if record.price != .min { price = Amount.text(record.price) }
        quantity = record.quantity
        filled = record.filled
        if record.filled > 0 { averagePrice = Amount.text(record.average_price) }
        reason = RejectReason(rawValue: record.reason)?.name ?? "unknown"
        data = DataFlagNames.of(UInt32(truncatingIfNeeded: row.dataFlags))
        time = Timestamp.text(nanoseconds: record.time)
    }
}

extension PositionReport {
    init(_ row: PositionRow, _ names: StrategyNames) {
        self.init()
        let position = row.position
        strategy = names.name(of: UInt8(clamping: row.strategy))
        symbol = "\(row.symbol)"
        quantity = position.quantity
        averagePrice = Amount.text(position.average_price)
        realized = Amount.text(position.realized)
        unrealized = Amount.text(position.unrealized)
        fees = Amount.text(position.fees)
        net = Amount.text(position.realized &+ position.unrealized &- position.fees)
        doubtfulFills = row.doubtfulFills
        doubtfulRealized = Amount.text(row.doubtfulRealized)
    }
}

extension KillSwitchReport {
    init(_ row: KillRow, _ names: StrategyNames) {
        self.init()
        scope = names.name(of: UInt8(clamping: row.strategy))
        at = Timestamp.text(nanoseconds: row.time)
        sequence = row.sequence
        by = "\(row.operatorName)"
        reason = "\(row.reason)"
        ordersCancelled = row.ordersCancelled
    }
}

extension RiskReport {
    init(_ strategy: StrategyReport, limits: LimitsReport, positions: [PositionRow], orders: [OrderRow]) {
        self.init()
        number = strategy.number
        name = strategy.name
        limitsVersion = limits.version
        self.limits = limits.rows.first { $0.number == strategy.number }
        firm = limits.rows.first { $0.number == 0 }
        isKilled = strategy.isKilled
        isDryRun = strategy.isDryRun || self.limits?.isDryRun == true
        ordersAccepted = strategy.ordersAccepted
        ordersRejected = strategy.ordersRejected
        openOrders = strategy.openOrders
        grossPosition = strategy.grossPosition
        var used: Int128 = 0
        for row in positions {
            used += Int128(row.position.average_price) * Int128(row.position.quantity.magnitude)
            largestPosition = max(largestPosition, Int64(clamping: row.position.quantity.magnitude))
        }
        for row in orders where OrderState(rawValue: row.order.state)?.isOpen == true && row.order.price != .min {
            used += Int128(row.order.price) * Int128(max(0, row.order.quantity &- row.order.filled))
        }
        creditUsed = Amount.text(Int64(clamping: used))
    }
}
