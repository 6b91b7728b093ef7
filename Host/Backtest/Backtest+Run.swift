/// The lockstep itself: a message, its consequences to their end, the next message.
internal import CLinux
internal import Engine
internal import Journal
internal import MarketData
internal import Orders
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Workers

extension Backtest {
    /// Plays the whole day.
    ///
    /// - Parameter progress: called now and then with the bytes of the file played, of all.
    public mutating func run(progress: (Int, Int) -> Void = { _, _ in }) throws(BacktestError) -> BacktestResult {
        let begun = tectra_clock_monotonic()
        do throws(JournalError) {
            try play(progress)
            for strategy in numbers where pipeline.isAttached(strategy) { try stop(strategy) }
        } catch {
            throw .journal(error)
        }
        result.to = pipeline.engine.time
        result.events = pipeline.engine.sequence
        result.messages = pipeline.engine.counters.feedMessages
        result.faults += pipeline.engine.counters.feedFaults
        result.ticks = pipeline.engine.counters.marketRecords
        result.seconds = Double(tectra_clock_monotonic() &- begun) / 1e9
        for index in result.strategies.indices { finish(index) }
        return result
    }

    private mutating func play(_ progress: (Int, Int) -> Void) throws(JournalError) {
        var record = tectra_feed_message.blank
        record.source = 1
        var offset = 0
        var count = 0
        while let message = file.next(&offset) {
            guard message.count >= 11, message.count <= Int(TECTRA_FEED_MESSAGE_MAX) else {
                result.faults += 1
                continue
            }
            let time = message.loadUnaligned(fromByteOffset: 3, as: UInt64.self).bigEndian & 0xFFFF_FFFF_FFFF
            record.time = midnight &+ Int64(time)
            record.length = UInt16(message.count)
            withUnsafeMutableBytes(of: &record.bytes) { room in
                room.copyMemory(from: message)
                for index in message.count..<room.count { room[index] = 0 }
            }
            if result.from == 0 { result.from = record.time }
            try fireTimers(upTo: record.time)
            try pipeline.input(record, received: record.time)
            try settle()
            count += 1
            if count & 0x3FFF == 0 { progress(file.progress(offset), file.size) }
            observer?.played(UInt64(count), at: record.time)
            sample()
        }
        if file.ending(offset) != nil { result.faults += 1 }
    }

    /// Timers that are due before the next message fire at their own time.
    private mutating func fireTimers(upTo time: Int64) throws(JournalError) {
        while let due = pipeline.engine.nextTimer, due < time {
            var clock = tectra_clock.blank
            clock.time = due
            try pipeline.input(clock, received: due)
            try settle()
        }
    }

    // MARK: - Lockstep

    /// Lets the workers handle what they were sent, and what comes of that, until nothing is left.
    ///
    /// Waited for are only those whose callbacks can have been reached: nobody else can have a request.
    mutating func settle() throws(JournalError) {
        noteOutputs()
        while due != 0 {
            let called = due
            due = 0
            pipeline.ringBells(called)
            for strategy in numbers where called & 1 << UInt64(strategy) != 0 {
                try waitFor(strategy)
                observer?.handled(by: strategy)
            }
            for strategy in numbers where called & 1 << UInt64(strategy) != 0 { try drain(strategy) }
        }
    }

    /// Takes note of what the last input brought forth: fills, and who must be waited for.
    private mutating func noteOutputs() {
        guard pipeline.outputs.count > 0 else { return }
        var position = 0
        while let output = pipeline.outputs.next(&position) {
            if let observer, output.audience != .market { observer.told(output.record, about: output.strategy) }
            switch output.audience {
            case .market: due |= pipeline.engine.callees(of: output.record)
            case .strategy:
                due |= 1 << UInt64(output.strategy & 63)
                if let fill = tectra_fill(copying: output.record) { count(fill, of: output.strategy) }
            case .journal: break
            }
        }
        // Nobody may fall so far behind on what does not concern it that the ring laps it.
        if pipeline.market.head &- waitedHead > pipeline.market.capacity / 4 {
            due = pipeline.attached
            waitedHead = pipeline.market.head
        }
        due &= pipeline.attached
    }

    /// Waits until a worker has handled everything, or has ended.
    private mutating func waitFor(_ strategy: UInt8) throws(JournalError) {
        guard pipeline.isAttached(strategy) else { return }
        let worker = pipeline.workers[strategy]
        var looks = 0
        var deadline: Int64 = 0
        while !worker.pointee.hasHandledAll(upTo: pipeline.market.head) {
            looks &+= 1
            if looks < spins {
                tectra_pause()
                continue
            }
            tectra_yield()
            guard looks & 0xFF == 0 else { continue }
            if let exit = worker.pointee.poll() { return try lose(strategy, exit) }
            let now = tectra_clock_monotonic()
            if deadline == 0 { deadline = now &+ Self.patience }
            if now > deadline { return try lose(strategy, worker.pointee.killAndReap(.deadline)) }
        }
    }

    private mutating func drain(_ strategy: UInt8) throws(JournalError) {
        guard pipeline.isAttached(strategy) else { return }
        let worker = pipeline.workers[strategy]
        while true {
            switch worker.pointee.requests.poll() {
            case .empty: return
            case .corrupt: return try lose(strategy, worker.pointee.killAndReap(.protocolBroken))
            case .request(let request):
                observer?.requested(request.record, by: strategy)
                try pipeline.request(request.record, from: strategy, received: pipeline.engine.time)
                noteOutputs()
            }
        }
    }

    /// The worker is gone: its last requests still count, then the core is told.
    private mutating func lose(_ strategy: UInt8, _ exit: WorkerExit) throws(JournalError) {
        if exit.cause != .protocolBroken { try drain(strategy) }
        guard pipeline.isAttached(strategy) else { return }
        observer?.ended(strategy, exit, pipeline.workers[strategy].pointee.callbackTimes)
        pipeline.detach(strategy)
        pipeline.workers.remove(strategy)
        var lost = tectra_worker_lost.blank
        lost.time = pipeline.engine.time
        lost.strategy = strategy
        lost.cause = exit.lostCause
        lost.signal = exit.signal
        lost.detail = exit.detail
        withUnsafeMutableBytes(of: &lost.text) { room in
            for (index, byte) in exit.description.utf8.prefix(room.count - 1).enumerated() { room[index] = byte }
        }
        try pipeline.input(lost, received: pipeline.engine.time)
        if exit.cause != .stopped { result.strategies[Int(strategy) - 1].lost = exit.description }
    }

    private mutating func stop(_ strategy: UInt8) throws(JournalError) {
        var command = tectra_strategy_command.blank
        command.time = pipeline.engine.time
        command.strategy = strategy
        command.command = UInt8(TECTRA_COMMAND_STOP)
        try pipeline.input(command, received: pipeline.engine.time)
        pipeline.ringBells()
        let worker = pipeline.workers[strategy]
        let deadline = tectra_clock_monotonic() &+ Self.patience
        while tectra_clock_monotonic() < deadline {
            if let exit = worker.pointee.poll() { return try lose(strategy, exit) }
            tectra_yield()
        }
        try lose(strategy, worker.pointee.killAndReap(.deadline))
    }

    // MARK: - Figures

    private mutating func count(_ fill: tectra_fill, of strategy: UInt8) {
        let index = Int(strategy) - 1
        guard result.strategies.indices.contains(index) else { return }
        let quantity = fill.side == UInt8(TECTRA_BUY) ? fill.quantity : -fill.quantity
        result.strategies[index].shares &+= fill.quantity
        result.strategies[index].trades.fill(
            instrument: fill.instrument, quantity: quantity, price: fill.price, fee: fill.fee)
    }

    private mutating func sample() {
        let time = pipeline.engine.time
        guard let first = result.strategies.first, first.equity.isDue(at: time) else { return }
        for index in result.strategies.indices {
            let total = pipeline.engine.summary(of: UInt8(index + 1)).total
            result.strategies[index].equity.sample(Int64(saturating: total), at: time)
        }
    }

    private mutating func finish(_ index: Int) {
        let summary = pipeline.engine.summary(of: UInt8(index + 1))
        result.strategies[index].realized = summary.realized
        result.strategies[index].unrealized = summary.unrealized
        result.strategies[index].fees = summary.fees
        result.strategies[index].accepted = summary.counters.accepted
        result.strategies[index].rejected = summary.counters.rejected
        result.strategies[index].fills = summary.counters.fills
        result.strategies[index].doubtful = summary.counters.doubtfulFills
        result.strategies[index].signals = summary.counters.signals
        result.strategies[index].equity.finish(Int64(saturating: summary.total), at: pipeline.engine.time)
    }
}
