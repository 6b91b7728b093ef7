/// The lifecycle in every legal order, and parameters at their edges.
internal import EngineLink
internal import PluginABI
internal import Records
internal import Workers

extension PluginCheck {
    /// Symbols of the made-up instruments, from 1.
    var instrumentSymbols: [String] { plan.deployment.symbols.contains("*") ? [] : plan.deployment.symbols }
    var instrumentCount: UInt32 { UInt32(clamping: max(2, min(60, instrumentSymbols.count))) }

    /// Runs `steps` on a worker of its own.
    ///
    /// - Returns: what is wrong with its end, as one line; nil when it stopped as it was told.
    func trial(
        _ change: (inout WorkerSpec) -> Void = { _ in }, _ steps: (inout CheckWorker) -> Void
    ) throws(CheckError) -> String? {
        switch try worker(change) {
        case .refused(let error): return "\(error)"
        case .ready(var worker):
            steps(&worker)
            let exit = worker.stop()
            return exit.cause == .stopped ? nil : exit.description
        }
    }

    func begin(_ worker: inout CheckWorker) {
        worker.start(instruments: instrumentCount, symbols: instrumentSymbols)
    }

    // MARK: - Lifecycle

    func lifecycle() throws(CheckError) -> CheckResult {
        var draws = SeededDraws(seed: plan.seed)
        var findings: [CheckFinding] = []
        let seed = draws.next()
        func note(_ order: String, _ trouble: String?) {
            guard let trouble else { return }
            findings.append(
                CheckFinding(
                    .error, "\(order): \(trouble)",
                    advice: "the table in tectra/strategy.h says which callback can come when"))
        }
        note("init, shutdown", try trial { _ in })
        note("init, instruments, shutdown", try trial { $0.announce(2) })
        note("init, start, shutdown", try trial { begin(&$0) })
        note(
            "init, start, events, pause, orders, resume, events, shutdown",
            try trial { worker in
                var draws = SeededDraws(seed: seed)
                begin(&worker)
                worker.trade(100, &draws)
                worker.command(Int(TECTRA_COMMAND_PAUSE))
                answer(&worker)
                worker.command(Int(TECTRA_COMMAND_RESUME))
                worker.trade(100, &draws)
            })
        note(
            "init, start, events, shutdown while paused",
            try trial { worker in
                var draws = SeededDraws(seed: seed)
                begin(&worker)
                worker.trade(50, &draws)
                worker.command(Int(TECTRA_COMMAND_PAUSE))
            })
        note(
            "init, start, events, kill, orders, resume, events, kill, shutdown",
            try trial { worker in
                var draws = SeededDraws(seed: seed)
                begin(&worker)
                worker.trade(100, &draws)
                kill(&worker)
                answer(&worker)
                worker.command(Int(TECTRA_COMMAND_RESUME))
                worker.trade(100, &draws)
                kill(&worker)
            })
        note(
            "start without events, a degraded feed, a sound one",
            try trial { worker in
                var draws = SeededDraws(seed: seed)
                begin(&worker)
                var state = tectra_feed_state.blank
                state.instrument = UInt32.max
                state.flags = 1 << 2
                (state.first, state.lost, state.lost_in_all) = (10, 5, 5)
                worker.show(state)
                worker.trade(30, &draws)
                (state.flags, state.first, state.lost) = (0, 0, 0)
                worker.show(state)
                worker.trade(30, &draws)
            })
        return CheckResult(.lifecycle, "7 orders of calls", findings)
    }

    private func kill(_ worker: inout CheckWorker) {
        var kill = tectra_kill.blank
        kill.scope = 1
        worker.send(kill)
    }

    /// Answers every order it sent: accepted, and by turns filled, cancelled or rejected.
    func answer(_ worker: inout CheckWorker) {
        for (number, request) in worker.take().enumerated() {
            guard let submit = request.withUnsafeBytes({ tectra_submit(copying: $0) }) else { continue }
            var order = tectra_order.blank
            order.order_id = UInt64(number + 1)
            order.client_id = submit.client_id
            order.instrument = submit.instrument
            order.side = submit.side
            order.type = submit.type
            order.time_in_force = submit.time_in_force
            order.price = submit.price
            order.quantity = submit.quantity
            order.state = UInt8(TECTRA_ORDER_ACCEPTED)
            worker.send(order)
            switch number % 3 {
            case 0: fill(&order, &worker)
            case 1: order.state = UInt8(TECTRA_ORDER_CANCELLED)
            default:
                order.state = UInt8(TECTRA_ORDER_REJECTED)
                order.reason = UInt16(TECTRA_REASON_MAX_POSITION)
            }
            worker.send(order)
        }
        _ = worker.take()
    }

    private func fill(_ order: inout tectra_order, _ worker: inout CheckWorker) {
        var fill = tectra_fill.blank
        (fill.order_id, fill.client_id, fill.fill_id) = (order.order_id, order.client_id, order.order_id)
        (fill.instrument, fill.side, fill.liquidity) = (order.instrument, order.side, UInt8(TECTRA_TAKER))
        (fill.price, fill.quantity) = (100_000_000_000, order.quantity)
        worker.send(fill)
        order.state = UInt8(TECTRA_ORDER_FILLED)
        order.filled = order.quantity
        order.average_price = fill.price
    }

    // MARK: - Configuration

    /// Values at the edges of a parameter's kind, and of the other kinds.
    private static let edges: [ParameterValue] = [
        .integer(0), .integer(-1), .integer(.max), .integer(.min), .number(0), .number(-1), .number(.nan),
        .number(.infinity), .number(-.infinity), .number(1e308), .number(.leastNonzeroMagnitude), .text(""),
        .text(String(repeating: "9", count: 63)), .text("\u{FFFD}\u{0301}\u{1F4A9}"),
    ]

    func configuration() throws(CheckError) -> CheckResult {
        var findings: [CheckFinding] = []
        let own = plan.deployment.parameters
        try unknownParameter(&findings)
        var tried = 1
        for parameter in own {
            for edge in Self.edges {
                tried += 1
                let changed = own.map { $0.name == parameter.name ? (name: $0.name, value: edge) : $0 }
                if let finding = try startAt(changed, "\(parameter.name) = \(Self.text(edge))") {
                    findings.append(finding)
                }
            }
        }
        if has(.onConfigUpdate), !own.isEmpty {
            tried += try changeLive(own, &findings)
        }
        if own.isEmpty {
            findings.append(
                CheckFinding(
                    .info, "no parameters are known, so none was taken to its edges",
                    advice: "name its configuration with --config FILE"))
        }
        return CheckResult(.configuration, "\(tried) changes of \(own.count) parameters", findings)
    }

    private func unknownParameter(_ findings: inout [CheckFinding]) throws(CheckError) {
        let name = "no-such-parameter"
        let attempt = try worker { $0.parameters.append(tectra_parameter(name, integer: 1)) }
        switch attempt {
        case .ready:
            findings.append(
                CheckFinding(
                    .warning, "init takes a parameter that it can not know (\(name))",
                    advice: "refuse it by name: a misspelt parameter must not pass unseen"))
        case .refused(.refused(let text)):
            if text.contains("no reason given") { findings.append(Self.silent("a parameter it does not know")) }
        case .refused(let error):
            findings.append(CheckFinding(.error, "a parameter it does not know: \(error)"))
        }
    }

    private static func silent(_ what: String) -> CheckFinding {
        CheckFinding(
            .warning, "init refuses \(what) without a sentence",
            advice: "write into error what is wrong, and end it with 0")
    }

    /// Starts it with parameters; refused with a sentence is well, and so is lasting through a market.
    private func startAt(
        _ parameters: [(name: String, value: ParameterValue)], _ what: String
    ) throws(CheckError) -> CheckFinding? {
        switch try worker({ $0.parameters = parameters.map(tectra_parameter.init(of:)) }) {
        case .refused(.refused(let text)):
            return text.contains("no reason given") ? Self.silent(what) : nil
        case .refused(let error):
            return CheckFinding(.error, "\(what): \(error)", advice: "check every parameter's range in init")
        case .ready(var worker):
            var draws = SeededDraws(seed: plan.seed)
            begin(&worker)
            worker.trade(60, &draws)
            answer(&worker)
            let exit = worker.stop()
            guard exit.cause != .stopped else { return nil }
            return CheckFinding(
                .error, "\(what) is taken, and then: \(exit.description)",
                advice: "check every parameter's range in init")
        }
    }

    /// Takes every parameter to its edges while it runs, in one worker as long as that lasts.
    private func changeLive(
        _ own: [(name: String, value: ParameterValue)], _ findings: inout [CheckFinding]
    ) throws(CheckError) -> Int {
        var changes = own.flatMap { parameter in Self.edges.map { (name: parameter.name, value: $0) } }[...]
        let count = changes.count
        while let first = changes.first {
            guard case .ready(var worker) = try worker() else { break }
            var draws = SeededDraws(seed: plan.seed)
            begin(&worker)
            var last = first
            while let change = changes.popFirst() {
                last = change
                worker.send(tectra_parameter(of: change))
                worker.command(Int(TECTRA_COMMAND_CONFIGURE))
                worker.trade(20, &draws)
                answer(&worker)
                if worker.exit != nil { break }
                // Back to what it was, all at once.
                for parameter in own { worker.send(tectra_parameter(of: parameter)) }
                worker.command(Int(TECTRA_COMMAND_CONFIGURE))
            }
            let exit = worker.stop()
            guard exit.cause != .stopped else { continue }
            findings.append(
                CheckFinding(
                    .error, "changed live to \(last.name) = \(Self.text(last.value)): \(exit.description)",
                    advice: "on_config_update takes the whole change or, with another status than OK, nothing of it"))
        }
        return count
    }

    private static func text(_ value: ParameterValue) -> String {
        if case .text(let text) = value { return "\"\(text.prefix(12))\"" }
        return value.description
    }
}
