/// Another worker takes a strategy's place. The strategy keeps its number, its orders, its positions
/// and its subscriptions; what changes is who is asked and who may ask.
internal import MarketData
internal import Orders
internal import PluginABI
internal import Records

extension Engine {
    /// Client ids between the last that the old version is known to have used and the first of the
    /// new: more than an order ring holds, so that nothing still under way can collide.
    static let clientGap: UInt64 = 1 << 16

    mutating func promote(_ promote: tectra_promote, _ outputs: inout OutputBuffer) {
        guard isStrategy(promote.strategy) else { return countMalformed() }
        let strategy = promote.strategy
        let before = strategies[Int(strategy)]
        // A paused strategy stays paused; one that had faulted goes on with what is left of it.
        let next: StrategyState
        switch before.state {
        case .running, .paused: next = before.state
        case .faulted: next = .running
        case .vacant, .ready, .stopping, .stopped: return countMalformed()
        }
        strategies[Int(strategy)].tier = promote.tier
        strategies[Int(strategy)].filter = StrategySlot.mark(of: promote.filter_sha256)
        strategies[Int(strategy)].wants = promote.wants
        strategies[Int(strategy)].cause = 0
        // Counts as used even if the new version sends nothing: the next one begins where this one does, or an
        // order of its time in shadow would have another number than the real one.
        strategies[Int(strategy)].lastClient = before.lastClient &+ Self.clientGap
        deployments[Int(strategy)].tier = promote.tier
        deployments[Int(strategy)].wants = promote.wants
        deployments[Int(strategy)].process = promote.process
        deployments[Int(strategy)].version = promote.version
        deployments[Int(strategy)].library_sha256 = promote.library_sha256
        deployments[Int(strategy)].filter_sha256 = promote.filter_sha256
        var told = tectra_command.blank
        told.sequence = sequence
        told.time = time
        told.command = UInt8(TECTRA_COMMAND_ADOPT)
        told.value = strategies[Int(strategy)].lastClient
        outputs.append(told, .strategy, strategy)
        change(strategy, to: next, cancelled: 0, "another version took over", &outputs)
    }

    /// An order of a version's time in shadow never was one: its strategy hears that it was refused. Another
    /// version may have sent one of the same number; that one stands.
    mutating func deny(_ deny: tectra_deny, _ outputs: inout OutputBuffer) {
        guard isStrategy(deny.strategy) else { return countMalformed() }
        guard !knowsOrder(of: deny.strategy, client: deny.client_id) else { return }
        var order = tectra_order.blank
        order.sequence = sequence
        order.time = time
        order.client_id = deny.client_id
        order.state = UInt8(TECTRA_ORDER_REJECTED)
        order.reason = UInt16(TECTRA_REASON_NOT_RUNNING)
        outputs.append(order, .strategy, deny.strategy)
    }

    // MARK: - What a worker must be told to take over

    /// The highest client id that a strategy has asked with or was told to count from; a stranger's number.
    public func lastClient(of strategy: UInt8) -> UInt64 { strategies[Int(strategy & 63)].lastClient }

    /// Whether the host knows an order of the strategy by this client id, open or lately done.
    public func knowsOrder(of strategy: UInt8, client: UInt64) -> Bool {
        orders.index(strategy: strategy, clientID: client) != nil
    }

    /// The world of a strategy as of the last input, in the records it would have learned it from:
    /// instruments, the market in them, positions, open orders. They carry the last input's sequence.
    ///
    /// - Returns: false when `body` returned false, which ends it.
    public func describe(to strategy: UInt8, _ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        for instrument in 0..<session.instruments_max where subscriptions.asking(instrument) & bit != 0 {
            guard let definition = definition(of: instrument) else { continue }
            guard withUnsafeBytes(of: definition, body) else { return false }
            guard !subscriptions.isWithheld(instrument) else { continue }
            guard showMarket(instrument, strategy, body) else { return false }
        }
        for index in 0..<touched.count(of: strategy) {
            let instrument = touched.instrument(of: strategy, at: index)
            let record = positions.position(of: strategy, in: instrument).record(
                instrument: instrument, mark: mark(instrument), sequence: sequence, time: time)
            guard withUnsafeBytes(of: record, body) else { return false }
        }
        var next = orders.firstOpen(of: strategy)
        while let index = next {
            next = orders.nextOpen(after: index)
            let record = orders[index].record(sequence: sequence, time: time, reason: RejectReason.none)
            guard withUnsafeBytes(of: record, body) else { return false }
        }
        return true
    }

    private func showMarket(
        _ instrument: UInt32, _ strategy: UInt8, _ body: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var tick = tick(of: instrument)
        tick.flags |= UInt32(TECTRA_DATA_SNAPSHOT)
        guard withUnsafeBytes(of: tick, body) else { return false }
        guard Int(strategies[Int(strategy)].wants) & TECTRA_WANTS_BOOKS != 0 else { return true }
        var book = tectra_book.blank
        book.sequence = sequence
        book.time = time
        book.instrument = instrument
        book.flags = tick.flags
        books.fillDepth(of: instrument, into: &book)
        return withUnsafeBytes(of: book, body)
    }
}
