/// What operators and the host itself decide: strategies come, pause and go, limits change, the kill
/// switch is pulled, workers are lost.
internal import KillSwitch
internal import MarketData
internal import Orders
internal import PluginABI
internal import Records
internal import Risk

extension Engine {
    mutating func applyControl(_ template: Int, _ record: UnsafeRawBufferPointer, _ outputs: inout OutputBuffer) {
        switch template {
        case Int(TECTRA_CLOCK): break
        case Int(TECTRA_DEPLOY): tectra_deploy(copying: record).map { deploy($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_SUBSCRIBE):
            tectra_subscribe(copying: record).map { subscribe($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_STRATEGY_COMMAND):
            tectra_strategy_command(copying: record).map { command($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_LIMITS): tectra_limits(copying: record).map { risk.stage($0) } ?? countMalformed()
        case Int(TECTRA_LIMITS_COMMIT):
            guard let commit = tectra_limits_commit(copying: record) else { return countMalformed() }
            _ = risk.commit(version: commit.version, rows: commit.rows)
        case Int(TECTRA_KILL_SWITCH):
            tectra_kill_switch(copying: record).map { kill($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_WORKER_LOST):
            tectra_worker_lost(copying: record).map { lose($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_PROMOTE):
            tectra_promote(copying: record).map { promote($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_DENY): tectra_deny(copying: record).map { deny($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_FEED_EVENT):
            tectra_feed_event(copying: record).map { applyFeedEvent($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_BAR_SIZES):
            tectra_bar_sizes(copying: record).map { bars.set($0) } ?? countMalformed()
        case Int(TECTRA_PARAMETER_CHANGE):
            if !changes.stage(record) { countMalformed() }
        case Int(TECTRA_CONFIGURE):
            tectra_configure(copying: record).map { configure($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_PUBLISH_SYMBOLS):
            if !publication.stage(record) { countMalformed() }
        case Int(TECTRA_PUBLISH):
            tectra_publish(copying: record).map { choose($0, &outputs) } ?? countMalformed()
        case Int(TECTRA_DEPTH_CADENCE):
            tectra_depth_cadence(copying: record).map { pace($0) } ?? countMalformed()
        case Int(TECTRA_FEES):
            guard let fees = tectra_fees(copying: record) else { return countMalformed() }
            makerFee = fees.maker
            takerFee = fees.taker
        default: countMalformed()
        }
    }

    func isStrategy(_ number: UInt8) -> Bool { number >= 1 && number < 64 }

    // MARK: - Life

    private mutating func deploy(_ deploy: tectra_deploy, _ outputs: inout OutputBuffer) {
        guard isStrategy(deploy.strategy), !strategies[Int(deploy.strategy)].state.hasWorker else {
            return countMalformed()
        }
        // The place may have been another's: nothing of that one's view or timers stays.
        subscriptions.removeAll(of: deploy.strategy)
        timers.removeAll(of: deploy.strategy)
        orders.restartClientIDs(of: deploy.strategy)
        var slot = StrategySlot()
        let before = strategies[Int(deploy.strategy)].state
        slot.tier = deploy.tier
        slot.filter = StrategySlot.mark(of: deploy.filter_sha256)
        slot.isDryRun = deploy.dry_run != 0
        slot.wants = deploy.wants
        slot.state = before
        strategies[Int(deploy.strategy)] = slot
        deployments[Int(deploy.strategy)] = deploy
        change(deploy.strategy, to: .ready, cancelled: 0, "deployed", &outputs)
    }

    private mutating func subscribe(_ subscribe: tectra_subscribe, _ outputs: inout OutputBuffer) {
        guard isStrategy(subscribe.strategy) else { return countMalformed() }
        var symbol: UInt64 = 0x2020_2020_2020_2020
        let isAll = withUnsafeBytes(of: subscribe.symbol) { text in
            withUnsafeMutableBytes(of: &symbol) { room in
                for index in 0..<8 where text[index] != 0 { room[index] = text[index] }
            }
            return text[0] == UInt8(ascii: "*")
        }
        if isAll {
            subscriptions.wishEverything(subscribe.strategy)
        } else if !subscriptions.wish(symbol, subscribe.strategy) {
            return countMalformed()
        }
        for instrument in 0..<UInt32(session.instruments_max) {
            guard let defined = books.symbolBytes(of: instrument), isAll || defined == symbol else { continue }
            show(instrument, to: subscribe.strategy, &outputs)
        }
    }

    private mutating func command(_ record: tectra_strategy_command, _ outputs: inout OutputBuffer) {
        if isStrategy(record.strategy), Int(record.command) == Int(TECTRA_COMMAND_FLATTEN) {
            return flatten(record.strategy, &outputs)
        }
        guard isStrategy(record.strategy),
            let next = strategies[Int(record.strategy)].state.after(command: record.command)
        else { return countMalformed() }
        var told = tectra_command.blank
        told.sequence = sequence
        told.time = time
        told.command = record.command
        outputs.append(told, .strategy, record.strategy)
        guard next != strategies[Int(record.strategy)].state else { return }
        var cancelled: UInt32 = 0
        if next == .stopping { cancelled = cancelAll(of: record.strategy, in: nil, .stopped, &outputs) }
        change(record.strategy, to: next, cancelled: cancelled, "told to", &outputs)
        // Behind the command, which lets on_status be called.
        if next == .running { tellStatuses(to: record.strategy, &outputs) }
    }

    private mutating func lose(_ lost: tectra_worker_lost, _ outputs: inout OutputBuffer) {
        guard isStrategy(lost.strategy), strategies[Int(lost.strategy)].state.hasWorker else { return countMalformed() }
        let isStop = Int(lost.cause) == TECTRA_LOST_STOPPED
        if !isStop { counters.workersLost &+= 1 }
        timers.removeAll(of: lost.strategy)
        let keeps = lost.keeps_orders != 0 && !isStop
        let cancelled = keeps ? 0 : cancelAll(of: lost.strategy, in: nil, isStop ? .stopped : .workerLost, &outputs)
        strategies[Int(lost.strategy)].cause = isStop ? 0 : lost.cause
        var record = tectra_strategy_state.blank
        record.text = lost.text
        change(lost.strategy, to: isStop ? .stopped : .faulted, cancelled: cancelled, record, &outputs)
    }

    mutating func change(
        _ strategy: UInt8, to state: StrategyState, cancelled: UInt32, _ text: StaticString,
        _ outputs: inout OutputBuffer
    ) {
        var record = tectra_strategy_state.blank
        withUnsafeMutableBytes(of: &record.text) { room in
            for index in 0..<min(text.utf8CodeUnitCount, 63) { room[index] = text.utf8Start[index] }
        }
        change(strategy, to: state, cancelled: cancelled, record, &outputs)
    }

    private mutating func change(
        _ strategy: UInt8, to state: StrategyState, cancelled: UInt32, _ template: tectra_strategy_state,
        _ outputs: inout OutputBuffer
    ) {
        var record = template
        record.sequence = sequence
        record.time = time
        record.strategy = strategy
        record.from = strategies[Int(strategy)].state.rawValue
        record.to = state.rawValue
        record.cause = strategies[Int(strategy)].cause
        record.open_orders_cancelled = cancelled
        strategies[Int(strategy)].state = state
        findWants()
        outputs.append(record, .journal, strategy)
    }

    /// Which market records anybody with a worker wants.
    private mutating func findWants() {
        wantTicks = 0
        wantTrades = 0
        wantBooks = 0
        wantBars = InlineArray(repeating: 0)
        wantAnyBars = 0
        wantStatus = 0
        for index in 1..<64 where strategies[index].state.hasWorker {
            let bit: UInt64 = 1 << UInt64(index)
            let wants = Int(strategies[index].wants)
            if wants & TECTRA_WANTS_TICKS != 0 { wantTicks |= bit }
            if wants & TECTRA_WANTS_TRADES != 0 { wantTrades |= bit }
            if wants & TECTRA_WANTS_BOOKS != 0 { wantBooks |= bit }
            for kind in BarKind.allCases where wants & Int(kind.want) != 0 {
                wantBars[kind.rawValue - 1] |= bit
                wantAnyBars |= bit
            }
            if wants & TECTRA_WANTS_STATUS != 0 { wantStatus |= bit }
        }
    }

    // MARK: - Kill switch

    private mutating func kill(_ record: tectra_kill_switch, _ outputs: inout OutputBuffer) {
        var stamped = record
        stamped.sequence = sequence
        stamped.time = time
        let outcome = latch.apply(stamped)
        guard outcome.refusal == nil else { return countMalformed() }
        var cancelled: UInt32 = 0
        for number in 1..<64 where strategies[number].state.hasWorker {
            let strategy = UInt8(number)
            guard outcome.cancel.contains(strategy) else { continue }
            cancelled &+= cancelAll(of: strategy, in: nil, .killed, &outputs)
            if outcome.isChanged { outputs.append(outcome.killRecord(sequence: sequence), .strategy, strategy) }
        }
        if outcome.isEngaged { latch.noteCancelled(cancelled, by: record.strategy) }
        // Told to go on: a worker leaves its killed state only by a word.
        if !outcome.isEngaged, outcome.isChanged {
            for number in 1..<64 where strategies[number].state == .running {
                let strategy = UInt8(number)
                guard record.strategy == 0 || record.strategy == strategy, !latch.isKilled(strategy) else { continue }
                var told = tectra_command.blank
                told.sequence = sequence
                told.time = time
                told.command = UInt8(TECTRA_COMMAND_RESUME)
                outputs.append(told, .strategy, strategy)
            }
        }
        outputs.append(outcome.stateRecord(sequence: sequence, ordersCancelled: cancelled), .journal, record.strategy)
    }
}
