/// Runs over a feed by the real engine in lockstep: determinism, clocks, randomness, symbols, times and memory.
internal import Backtest
internal import EngineLink
internal import MarketData
internal import Risk
internal import Sandbox
internal import Workers

extension PluginCheck {
    private func plan(over day: CheckDay, messages: Int? = nil) -> BacktestPlan {
        var engine = EngineConfiguration()
        engine.session = SyntheticDay.midnight
        engine.seed = plan.seed
        engine.feedFile = day.path
        engine.workerProgram = plan.worker
        engine.marketRingCells = 1 << 14
        engine.instrumentsMax = 256
        engine.ordersMax = 1 << 16
        engine.ownOrdersMax = 1 << 18
        var request = plan.deployment
        request.name = "checked"
        request.library = image.path
        request.symbols = day.symbols
        request.expectedSHA256 = "\(image.digest)"
        return BacktestPlan(engine: engine, strategies: [request], firm: .trial(0), standard: .trial(1))
    }

    /// How a run over the feed went.
    private enum FeedRun {
        case whole(FeedWitness)
        /// The library's worker was lost, or never became ready.
        case lost(String, FeedWitness)
    }

    /// One run over the feed, in a worker of its own.
    private mutating func run(
        filters: FilterImage? = nil, trapsClock: Bool = false
    ) throws(CheckError) -> FeedRun {
        let day: CheckDay
        if let known = self.day { day = known } else { day = try CheckDay(plan) }
        self.day = day
        var backtestPlan = plan(over: day)
        backtestPlan.filters = filters
        backtestPlan.trapsClock = trapsClock
        let witness = FeedWitness(messages: day.messages)
        do throws(BacktestError) {
            var backtest = try Backtest.prepare(backtestPlan, observer: witness)
            let result = try backtest.run()
            if let lost = result.strategies.first?.lost { return .lost(lost, witness) }
            return .whole(witness)
        } catch {
            guard case .worker(_, let cause) = error else { throw CheckError("\(error)") }
            try Self.hold(cause)
            return .lost("\(cause)", witness)
        }
    }

    /// A finding that is the same for every check over the feed.
    private static func lost(_ text: String) -> CheckFinding {
        CheckFinding(
            .error, "lost over an ordinary feed: \(text)", advice: "see its last words; lifecycle may say more")
    }

    // MARK: - Determinism

    mutating func determinism() throws(CheckError) -> CheckResult {
        let (first, second) = (try run(), try run())
        guard case .whole(let one) = first, case .whole(let other) = second else {
            lastsThroughFeed = false
            let texts = [first, second].compactMap { run -> String? in
                if case .lost(let text, _) = run { text } else { nil }
            }
            return CheckResult(.determinism, "a run was lost", [Self.lost(texts.first ?? "")])
        }
        lastsThroughFeed = true
        var findings: [CheckFinding] = []
        if one.requests != other.requests || one.ends != other.ends {
            let count = max(one.requestCount, other.requestCount)
            let at = (0..<count).first { one.request($0) != other.request($0) } ?? 0
            findings.append(
                CheckFinding(
                    .error, "request \(at + 1) of \(count) differs: \(Self.kind(one.request(at))) and "
                        + Self.kind(other.request(at)),
                    advice: "use no clock, no address, no randomness but the host's, and no memory before you set it"))
        } else if one.requestCount == 0 {
            findings.append(
                CheckFinding(
                    .warning, "it asked for nothing over the whole feed, so there was nothing to compare",
                    advice: "give parameters with --config FILE that make it trade, or more --messages"))
        }
        return CheckResult(
            .determinism, "2 runs of \(day?.messages ?? 0) messages, \(one.requestCount) requests", findings)
    }

    private static func kind(_ request: ArraySlice<UInt8>) -> String {
        guard request.count > 3 else { return "none" }
        let names: [UInt8: String] = [
            32: "submit", 33: "modify", 34: "cancel", 35: "cancel all", 36: "signal", 37: "log", 38: "timer",
        ]
        return names[request[request.startIndex + 2]] ?? "another"
    }

    // MARK: - Clock and randomness

    /// Whether it lasts through the feed with nothing trapped: what makes an end under a trap the trap's.
    private mutating func lasts() throws(CheckError) -> Bool {
        if let known = lastsThroughFeed { return known }
        if case .whole = try run() { lastsThroughFeed = true } else { lastsThroughFeed = false }
        return lastsThroughFeed ?? false
    }

    private static func filters(without calls: Set<String>) throws(CheckError) -> FilterImage {
        do throws(SandboxError) {
            return try FilterImage.stricter(without: calls)
        } catch {
            throw CheckError("\(error)")
        }
    }

    mutating func clock() throws(CheckError) -> CheckResult {
        guard try lasts() else { return .skipped(.clock, "it does not last through the feed: see determinism") }
        let filters = try Self.filters(without: ["clock_gettime", "clock_getres", "gettimeofday", "time"])
        let advice = "time is the event's: use its time field, now() or a timer of the host"
        switch try run(filters: filters, trapsClock: true) {
        case .whole: return CheckResult(.clock, "a whole run with every clock trapped")
        case .lost(let text, _) where text.contains("can not trap the clock"):
            return .skipped(.clock, "this processor can not trap its clock; see imports")
        case .lost(let text, let witness):
            let place = witness.turns == 0 ? "before its first event" : "at event \(witness.turns)"
            return CheckResult(
                .clock, "run with every clock trapped",
                [CheckFinding(.error, "it reads the machine's clock, \(place) (\(text))", advice: advice)])
        }
    }

    mutating func entropy() throws(CheckError) -> CheckResult {
        guard try lasts() else { return .skipped(.entropy, "it does not last through the feed: see determinism") }
        switch try run(filters: try Self.filters(without: ["getrandom"])) {
        case .whole: return CheckResult(.entropy, "a whole run without getrandom")
        case .lost(let text, let witness):
            let place = witness.turns == 0 ? "before its first event" : "at event \(witness.turns)"
            return CheckResult(
                .entropy, "run without getrandom",
                [
                    CheckFinding(
                        .error, "it asks the system for randomness, \(place) (\(text))",
                        advice: "use random() of the host: it is seeded, and a replay draws the same")
                ])
        }
    }

    // MARK: - Symbols, latency, memory

    mutating func symbols() throws(CheckError) -> CheckResult {
        let witness: FeedWitness
        switch try run() {
        case .lost(let text, _): return CheckResult(.symbols, "the run was lost", [Self.lost(text)])
        case .whole(let whole): witness = whole
        }
        var findings: [CheckFinding] = []
        let advice = "trade only instruments that were announced to it (tectra_instrument)"
        if let first = witness.foreignOrders.first {
            findings.append(
                CheckFinding(
                    .error, "\(witness.foreignOrders.count) of \(witness.orders) orders are for instruments it never "
                        + "saw, the first for \(first)", advice: advice))
        }
        if let first = witness.foreignSignals.first {
            findings.append(
                CheckFinding(
                    .warning, "\(witness.foreignSignals.count) signals are of instruments it never saw, the first of "
                        + "\(first)", advice: advice))
        }
        let seen = day?.symbols.count ?? 0
        return CheckResult(.symbols, "\(witness.orders) orders while it saw \(seen) of \(seen * 2) symbols", findings)
    }

    /// Turns slower than these are worth a word, ns.
    private static let slow: (half: UInt64, most: UInt64) = (50_000, 1_000_000)

    mutating func latency() throws(CheckError) -> CheckResult {
        let witness: FeedWitness
        switch try run() {
        case .lost(let text, _): return CheckResult(.latency, "the run was lost", [Self.lost(text)])
        case .whole(let whole): witness = whole
        }
        guard let times = witness.times, let half = times.quantile(0.5), let high = times.quantile(0.99),
            let most = times.quantile(1)
        else { return CheckResult(.latency, "it was never called") }
        var findings: [CheckFinding] = []
        if half > Self.slow.half || high > Self.slow.most {
            findings.append(
                CheckFinding(
                    .warning, "an event takes it \(Self.microseconds(half)) as a rule and "
                        + "\(Self.microseconds(high)) at p99",
                    advice: "do less in a callback; measure again on a quiet machine, optimized"))
        }
        return CheckResult(
            .latency, "p50 \(Self.microseconds(half)), p99 \(Self.microseconds(high)), "
                + "max \(Self.microseconds(most)) over \(times.total) events", findings)
    }

    private static func microseconds(_ nanoseconds: UInt64) -> String {
        nanoseconds < 1000 ? "\(nanoseconds) ns" : "\(nanoseconds / 1000).\(nanoseconds / 100 % 10) µs"
    }

    /// Growth from the first quarter to the end that is more than an allocator's breath, bytes.
    private static let growthMax = 512 << 10

    mutating func memory() throws(CheckError) -> CheckResult {
        let witness: FeedWitness
        switch try run() {
        case .lost(let text, _): return CheckResult(.memory, "the run was lost", [Self.lost(text)])
        case .whole(let whole): witness = whole
        }
        let samples = witness.memory
        guard samples.count >= 8, let last = samples.last else { return .skipped(.memory, "too few messages to tell") }
        let begin = samples[samples.count / 4]
        let middle = samples[samples.count * 5 / 8]
        let growth = last.bytes - begin.bytes
        // What levels off is a window that fills; what goes on as it began is a leak.
        let goesOn = (last.bytes - middle.bytes) * 4 >= growth
        var findings: [CheckFinding] = []
        if growth > Self.growthMax, goesOn {
            let events = max(1, last.turns - begin.turns)
            findings.append(
                CheckFinding(
                    .error, "it grew by \(growth >> 10) KiB over \(events) events, \(growth / events) bytes each, "
                        + "and went on",
                    advice: "free what init or a callback allocates, and bound what is kept"))
        }
        return CheckResult(
            .memory, "\(begin.bytes >> 10) KiB after a quarter of the feed, \(last.bytes >> 10) KiB at its end",
            findings)
    }
}
