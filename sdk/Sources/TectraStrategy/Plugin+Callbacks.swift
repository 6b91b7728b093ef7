/// The callbacks of the contract's table: each finds the strategy and hands it a typed event.
internal import PluginABI

extension Plugin {
    /// Market events. A callback for what is not wanted stays NULL.
    static func fillMarket(_ table: inout tectra_strategy_vtable, _ wants: MarketEvents) {
        if wants.contains(.ticks) {
            table.on_tick = { pointer, record in
                guard let record else { return }
                StrategyBox.with(pointer, else: ()) { $0.onTick(Tick(record.pointee)) }
            }
        }
        if wants.contains(.books) {
            table.on_book = { pointer, record in
                guard let record else { return }
                StrategyBox.with(pointer, else: ()) { $0.onBook(Book(record)) }
            }
        }
        if wants.contains(.trades) {
            table.on_trade = { pointer, record in
                guard let record else { return }
                StrategyBox.with(pointer, else: ()) { $0.onTrade(Trade(record.pointee)) }
            }
        }
        if !wants.isDisjoint(with: .anyBars) {
            table.on_bar = { pointer, record in
                guard let record else { return }
                StrategyBox.with(pointer, else: ()) { $0.onBar(Bar(record.pointee)) }
            }
        }
        if wants.contains(.status) {
            table.on_status = { pointer, record in
                guard let record else { return }
                StrategyBox.with(pointer, else: ()) { $0.onStatus(MarketStatus(record.pointee)) }
            }
        }
        table.on_feed_state = { pointer, record in
            guard let record else { return }
            StrategyBox.with(pointer, else: ()) { $0.onFeedState(FeedState(record.pointee)) }
        }
    }

    /// Events of the strategy's own orders and timers, and the kill.
    static func fillPrivate(_ table: inout tectra_strategy_vtable) {
        table.on_order = { pointer, record in
            guard let record else { return }
            StrategyBox.with(pointer, else: ()) { $0.onOrder(Order(record.pointee)) }
        }
        table.on_fill = { pointer, record in
            guard let record else { return }
            StrategyBox.with(pointer, else: ()) { $0.onFill(Fill(record.pointee)) }
        }
        table.on_timer = { pointer, record in
            guard let record else { return }
            StrategyBox.with(pointer, else: ()) { $0.onTimer(TimerEvent(record.pointee)) }
        }
        table.on_kill = { pointer, record in
            guard let record else { return }
            StrategyBox.with(pointer, else: ()) { $0.onKill(Kill(record.pointee)) }
        }
    }

    /// Start and end, parameters and state.
    static func fillLife(_ table: inout tectra_strategy_vtable) {
        table.start = { pointer in
            StrategyBox.status(pointer) { strategy throws(StrategyError) in try strategy.start() }
        }
        table.on_config_update = { pointer, records, count in
            StrategyBox.status(pointer) { strategy throws(StrategyError) in
                try strategy.onConfigUpdate(Parameters(UnsafeBufferPointer(start: records, count: Int(count))))
            }
        }
        table.get_config = { pointer, records, capacity in
            StrategyBox.with(pointer, else: 0) { strategy in
                var writer = ParameterWriter(
                    UnsafeMutableBufferPointer(start: records, count: records == nil ? 0 : Int(capacity)))
                strategy.configuration(&writer)
                return UInt32(clamping: writer.count)
            }
        }
        table.save_state = { pointer, bytes, capacity in
            StrategyBox.with(pointer, else: 0) { strategy in
                var writer = StateWriter(
                    UnsafeMutableRawBufferPointer(start: bytes, count: bytes == nil ? 0 : capacity))
                strategy.saveState(&writer)
                return writer.count
            }
        }
        table.load_state = { pointer, bytes, length, schema in
            StrategyBox.status(pointer) { strategy throws(StrategyError) in
                var reader = StateReader(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : length))
                try strategy.loadState(&reader, schema: schema)
                try reader.finish()
            }
        }
        table.shutdown = { pointer in
            if let pointer { StrategyBox.end(pointer) }
        }
    }
}

extension StrategyBox {
    /// Runs a callback that may refuse; the refusal's text becomes a log line and its status the answer.
    static func status(
        _ pointer: UnsafeMutableRawPointer?, _ body: (any Strategy) throws(StrategyError) -> Void
    ) -> tectra_status {
        guard let pointer else { return Refusal.invalid.rawValue }
        return Unmanaged<StrategyBox>.fromOpaque(pointer)._withUnsafeGuaranteedRef { box in
            do throws(StrategyError) {
                try body(box.strategy)
                return 0
            } catch {
                Host(box.table).log(.error, error.message)
                return Refusal.invalid.rawValue
            }
        }
    }
}
