/// From a record to a callback: what the strategy is subscribed to and wants, in the states in
/// which the lifecycle table allows it.
internal import PluginABI
internal import Records

extension EventLoop {
    // MARK: - Market

    @inline(__always)
    mutating func handleMarket() {
        guard let record = UnsafeRawPointer(marketRecord.baseAddress) else { return }
        let template = record.load(fromByteOffset: 2, as: UInt16.self)
        let sequence = record.load(fromByteOffset: 8, as: UInt64.self)
        let instrument = record.load(fromByteOffset: 24, as: UInt32.self)
        lastMarketSequence = sequence
        guard state.pointee.view.isSubscribed(instrument) else {
            if instrument == UInt32.max { handleWholeMarket(record, Int(template)) }
            return
        }
        let isRunning = state.pointee.state.takesMarket
        let begun = meter.begin(isRunning && strategy.wants & Self.wants(of: Int(template)) != 0)
        defer { meter.end(begun) }
        state.pointee.cause = sequence
        state.pointee.now = record.load(fromByteOffset: 16, as: Int64.self)
        switch Int(template) {
        case TECTRA_TICK:
            let tick = record.assumingMemoryBound(to: tectra_tick.self)
            state.pointee.view.note(tick)
            if isRunning, strategy.wants & 1 != 0 { strategy.table.on_tick(strategy.instance, tick) }
        case TECTRA_TRADE:
            if isRunning, strategy.wants & 2 != 0 {
                strategy.table.on_trade(strategy.instance, record.assumingMemoryBound(to: tectra_trade.self))
            }
        case TECTRA_BOOK:
            let book = record.assumingMemoryBound(to: tectra_book.self)
            state.pointee.view.note(book)
            if isRunning, strategy.wants & 4 != 0 { strategy.table.on_book(strategy.instance, book) }
        case TECTRA_BAR:
            let bar = record.assumingMemoryBound(to: tectra_bar.self)
            // The bits of the four kinds follow each other.
            if isRunning, strategy.wants & (4 << UInt32(bar.pointee.kind & 7)) & 0x78 != 0 {
                strategy.table.on_bar(strategy.instance, bar)
            }
        case TECTRA_MARKET_STATUS:
            if isRunning, strategy.wants & 0x80 != 0 {
                strategy.table.on_status(strategy.instance, record.assumingMemoryBound(to: tectra_market_status.self))
            }
        default: break
        }
    }

    /// Market records that are of no instrument.
    @inline(never)
    private mutating func handleWholeMarket(_ record: UnsafeRawPointer, _ template: Int) {
        state.pointee.cause = record.load(fromByteOffset: 8, as: UInt64.self)
        state.pointee.now = record.load(fromByteOffset: 16, as: Int64.self)
        guard state.pointee.state.takesMarket else { return }
        switch template {
        case TECTRA_FEED_STATE:
            strategy.table.on_feed_state?(strategy.instance, record.assumingMemoryBound(to: tectra_feed_state.self))
        case TECTRA_MARKET_STATUS where strategy.wants & 0x80 != 0:
            strategy.table.on_status(strategy.instance, record.assumingMemoryBound(to: tectra_market_status.self))
        default: break
        }
    }

    /// The bits of `wants` that ask for a kind of market record.
    private static func wants(of template: Int) -> UInt32 {
        switch template {
        case TECTRA_TICK: 1
        case TECTRA_TRADE: 2
        case TECTRA_BOOK: 4
        case TECTRA_BAR: 0x78
        case TECTRA_MARKET_STATUS: 0x80
        default: 0
        }
    }

    // MARK: - Private

    mutating func handleMail() {
        guard let record = UnsafeRawPointer(mailRecord.baseAddress) else { return }
        let template = record.load(fromByteOffset: 2, as: UInt16.self)
        state.pointee.cause = record.load(fromByteOffset: 8, as: UInt64.self)
        if Int(template) != TECTRA_STATE_IN {
            state.pointee.now = max(state.pointee.now, record.load(fromByteOffset: 16, as: Int64.self))
        }
        let takes = state.pointee.state.takesPrivate
        switch Int(template) {
        case TECTRA_INSTRUMENT:
            state.pointee.view.announce(record.assumingMemoryBound(to: tectra_instrument.self))
        case TECTRA_ORDER:
            let order = record.assumingMemoryBound(to: tectra_order.self)
            state.pointee.view.orders.apply(order)
            if takes { strategy.table.on_order?(strategy.instance, order) }
        case TECTRA_FILL:
            if takes {
                strategy.table.on_fill?(strategy.instance, record.assumingMemoryBound(to: tectra_fill.self))
            }
        case TECTRA_POSITION:
            state.pointee.view.note(record.assumingMemoryBound(to: tectra_position.self))
        case TECTRA_TIMER:
            if state.pointee.state.takesMarket {
                strategy.table.on_timer?(strategy.instance, record.assumingMemoryBound(to: tectra_timer.self))
            }
        case TECTRA_PARAMETER:
            commands.gather(record.load(as: tectra_parameter.self))
        case TECTRA_STATE_IN:
            commands.gather(record.load(as: tectra_state.self))
        case TECTRA_COMMAND:
            let command = record.load(as: tectra_command.self)
            commands.carryOut(command, on: strategy, state)
            if Int(command.command) == TECTRA_COMMAND_START { release(from: command.sequence) }
        case TECTRA_MARKET_STATUS:
            // As it stood when this strategy began or went on.
            if state.pointee.state.takesMarket, strategy.wants & 0x80 != 0 {
                strategy.table.on_status(strategy.instance, record.assumingMemoryBound(to: tectra_market_status.self))
            }
        case TECTRA_TICK, TECTRA_BOOK:
            // The market as it stood when this worker took over: to be read, not to be acted on.
            note(marketSnapshot: record, Int(template))
        case TECTRA_KILL:
            if takes {
                state.pointee.enter(.killed)
                strategy.table.on_kill?(strategy.instance, record.assumingMemoryBound(to: tectra_kill.self))
            }
        default: break
        }
    }

    private mutating func note(marketSnapshot record: UnsafeRawPointer, _ template: Int) {
        guard state.pointee.view.isSubscribed(record.load(fromByteOffset: 24, as: UInt32.self)) else { return }
        if template == TECTRA_TICK {
            state.pointee.view.note(record.assumingMemoryBound(to: tectra_tick.self))
        } else {
            state.pointee.view.note(record.assumingMemoryBound(to: tectra_book.self))
        }
    }
}
