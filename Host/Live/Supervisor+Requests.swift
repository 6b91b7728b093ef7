/// What the control socket asks for, and the answers.
internal import CLinux
internal import EngineLink
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Synchronization
internal import Workers

extension Supervisor {
    mutating func handle(_ request: LinkRequest) {
        let origin = request.origin
        switch request.body {
        case .hello:
            link.reply(to: origin, facts.payload)
        case .deploy(let deploy):
            switch start(deploy) {
            case .success(let reply): link.reply(to: origin, reply.payload)
            case .failure(let refusal): link.refuse(origin, refusal.text)
            }
        case .command(let command):
            carryOut(command, origin)
        case .limits(let rows, let commit):
            for row in rows { tell(row) }
            tell(commit)
            // The core says by the version in force whether it took them.
            ask(.limits, 0, origin)
        case .kill(let kill):
            tell(kill)
            link.reply(to: origin)
        case .feed(let feed):
            handle(feed, origin)
        case .query(let query):
            answer(query, origin)
        case .reload(let reload):
            handle(reload, origin)
        case .configure(let configure):
            handle(configure, origin)
        case .shutDown(let reason):
            Log.info("shutting down: \(reason)")
            link.reply(to: origin)
            tell(CoreMessage(.shutDown))
        }
    }

    private mutating func carryOut(_ command: tectra_strategy_command, _ origin: LinkReturn) {
        guard Int(command.strategy) < strategies.count, let entry = strategies[Int(command.strategy)] else {
            return link.refuse(origin, "there is no strategy \(command.strategy); tectractl strategy list shows them")
        }
        if Int(command.command) == Int(TECTRA_COMMAND_FLATTEN) {
            tell(command)
            return link.reply(to: origin)
        }
        guard entry.isLive else {
            if Int(command.command) == TECTRA_COMMAND_STOP, callOffRestart(command.strategy) {
                return link.reply(to: origin)
            }
            return link.refuse(
                origin, "\(entry.request.name) has no worker any more (\(entry.remark)); deploy it again")
        }
        tell(command)
        link.reply(to: origin)
    }

    // MARK: - Queries

    private mutating func answer(_ query: LinkQuery, _ origin: LinkReturn) {
        switch query.kind {
        case .strategies:
            link.send(rows: strategyRows(only: query.strategy), to: origin)
            link.reply(to: origin)
        case .counters:
            if let engine = telemetry.engine() { link.send(rows: [engine], to: origin) }
            link.reply(to: origin)
        case .positions: ask(.positions, UInt64(query.strategy), origin)
        case .orders: ask(.orders, UInt64(query.strategy), origin)
        case .kills: ask(.kills, 0, origin)
        case .limits: ask(.limits, 0, origin)
        case .instruments: ask(.instruments, 0, origin)
        case .book: ask(.book, about: query.symbol, origin)
        case .trades: ask(.trades, about: query.symbol, origin)
        case .status: ask(.status, about: query.symbol, origin)
        case .latencies:
            link.send(rows: latencies.read(), to: origin)
            link.reply(to: origin)
        }
    }

    /// The engine thread compares symbols, not texts.
    private mutating func ask(_ query: CoreQuery, about symbol: SymbolText, _ origin: LinkReturn) {
        lastToken &+= 1
        var message = CoreMessage(.query, token: lastToken)
        message.strategy = query.rawValue
        message.put(symbol)
        awaiting[lastToken] = PendingAnswer(origin: origin)
        tell(message)
    }

    /// Asks the engine thread; the answer follows in its replies.
    private mutating func ask(_ query: CoreQuery, _ argument: UInt64, _ origin: LinkReturn) {
        lastToken &+= 1
        awaiting[lastToken] = PendingAnswer(origin: origin)
        tell(CoreMessage(.query, strategy: query.rawValue, token: lastToken, argument: argument))
    }

    mutating func finish(_ answer: PendingAnswer) {
        // In parts that a packet holds, never cutting a row.
        let part = answer.rowSize > 0 ? LinkHeader.payloadMax / answer.rowSize * answer.rowSize : 1
        for start in stride(from: 0, to: answer.rows.count, by: part) {
            link.send(part: Array(answer.rows[start..<min(start + part, answer.rows.count)]), to: answer.origin)
        }
        link.reply(to: answer.origin)
    }

    private func strategyRows(only strategy: UInt8) -> [StrategyRow] {
        strategies.indices.compactMap { index in
            guard let entry = strategies[index], strategy == 0 || Int(strategy) == index else { return nil }
            var row = entry.row(as: UInt8(index))
            row.seat = seatRow(UInt8(index))
            if let figures = telemetry.strategy(UInt8(index)) { row.figures = figures }
            row.figures.process = entry.phase == .gone ? 0 : UInt64(entry.pid)
            return row
        }
    }

    private func seatRow(_ strategy: UInt8) -> SeatRow {
        var row = SeatRow()
        guard let reload = reloads[strategy] else { return row }
        let figures = seatBoard.read(strategy)
        row.state = reload.seatState
        row.version = ShortText(reload.seated.facts.version)
        row.equal = figures.equal
        row.different = figures.differences
        let paper = seatBoard.paper(strategy)
        row.tradingProfit = paper.tradingProfit
        row.seatedProfit = paper.seatedProfit
        row.tradingFills = paper.tradingFills
        row.seatedFills = paper.seatedFills
        return row
    }
}
