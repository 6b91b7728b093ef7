/// What Prometheus is told. Names follow its conventions: base units, `_total` for counters.
internal import ControlClient
internal import EngineLink
internal import SharedMemory
internal import TickRecorder

extension ControlHost {
    /// Always an answer: when the engine is silent, `tectra_engine_up` says so.
    func metrics(_ correlation: UInt64) async -> String {
        var text = MetricsText()
        if let recorder { text.add(recorder.figures) }
        do {
            let (engine, rows, latencies) = try await gateway.ask { client in
                (
                    try client.counters(correlation: correlation), try client.strategies(correlation: correlation),
                    try client.latencies(correlation: correlation)
                )
            }
            text.add("tectra_engine_up", .gauge, "1 when the engine answers.", 1)
            if let engine {
                text.add(engine)
                text.add(engine.feed)
            }
            text.add(rows)
            text.add(latencies)
        } catch {
            text.add("tectra_engine_up", .gauge, "1 when the engine answers.", 0)
        }
        return text.text
    }
}

extension MetricsText {
    mutating func add(_ engine: EngineTelemetry) {
        add("tectra_feed_messages_total", .counter, "Messages taken from the market-data feed.", engine.feedMessages)
        add(
            "tectra_feed_faults_total", .counter, "Messages of the feed that were not understood, or found no room.",
            engine.feedFaults)
        add("tectra_book_orders", .gauge, "Orders at rest in the books.", engine.bookOrders)
        add("tectra_book_orders_max", .gauge, "Room for them.", engine.bookOrdersMax)
        add("tectra_book_levels", .gauge, "Places for price levels that are taken.", engine.bookLevels)
        add("tectra_book_levels_max", .gauge, "Room for them.", engine.bookLevelsMax)
        add("tectra_book_bytes", .gauge, "Memory of the books, taken at the start.", engine.bookBytes)
        add("tectra_book_refused_total", .counter, "Orders that found no room in the books.", engine.bookRefused)
        add("tectra_market_records_total", .counter, "Records published to strategies.", engine.marketRecords)
        add("tectra_requests_total", .counter, "Requests of strategies.", engine.requests)
        add("tectra_orders_accepted_total", .counter, "Orders that passed risk.", engine.ordersAccepted)
        add("tectra_orders_rejected_total", .counter, "Orders that did not pass.", engine.ordersRejected)
        add("tectra_cancels_total", .counter, "Orders cancelled.", engine.cancels)
        add("tectra_fills_total", .counter, "Fills.", engine.fills)
        add("tectra_signals_total", .counter, "Signals of strategies.", engine.signals)
        add("tectra_workers_lost_total", .counter, "Workers that ended without being told to.", engine.workersLost)
        add("tectra_journal_frames_total", .counter, "Frames written to the journal.", engine.journalFrames)
        add("tectra_journal_bytes_total", .counter, "Bytes written to the journal.", engine.journalBytes)
        add("tectra_sequence", .gauge, "Global sequence of the last input.", engine.sequence)
        add("tectra_limits_version", .gauge, "Version of the limits in force.", engine.limitsVersion)
        add("tectra_strategies_running", .gauge, "Strategies running.", engine.running)
        add("tectra_kill_engaged", .gauge, "1 when any kill switch is pulled.", engine.killed == 0 ? 0 : 1)
        add(
            "tectra_realized_pnl", .gauge, "Realized profit and loss, currency units.",
            [([], Self.money(engine.realized))])
        add(
            "tectra_unrealized_pnl", .gauge, "Unrealized profit and loss, currency units.",
            [([], Self.money(engine.unrealized))])
        add("tectra_fees", .gauge, "Fees paid less rebates, currency units.", [([], Self.money(engine.fees))])
        add(
            "tectra_tick_to_order_seconds", .gauge, "From a feed message to the verdict on its order, by percentile.",
            [
                ([("percentile", "50")], Self.seconds(engine.latencyMedian)),
                ([("percentile", "99")], Self.seconds(engine.latency99)),
                ([("percentile", "99.9")], Self.seconds(engine.latency999)),
                ([("percentile", "100")], Self.seconds(engine.latencyMaximum)),
            ])
    }

    mutating func add(_ rows: [StrategyRow]) {
        func samples(_ value: (StrategyTelemetry) -> String) -> [(labels: [(String, String)], value: String)] {
            ofRows { value($0.figures) }
        }
        func ofRows(_ value: (StrategyRow) -> String) -> [(labels: [(String, String)], value: String)] {
            // One sample a name: of a strategy deployed twice the later place counts.
            var seen: [String: String] = [:]
            for row in rows { seen["\(row.figures.name)"] = value(row) }
            return seen.sorted { $0.key < $1.key }.map { ([("strategy", $0.key)], $0.value) }
        }
        add(
            "tectra_strategy_state", .gauge,
            "1 loading, 2 checking, 3 ready, 4 running, 5 paused, 6 stopping, 7 stopped, 8 faulted.",
            samples { "\($0.state)" })
        add(
            "tectra_strategy_sandbox_tier", .gauge, "How well it is held in: 1 is A, 2 is B, 3 is C.",
            samples { "\($0.tier)" })
        add(
            "tectra_strategy_soft_deadlines_total", .counter, "Events that took longer than the soft deadline.",
            ofRows { "\($0.softDeadlines)" })
        add(
            "tectra_strategy_hard_deadlines_total", .counter,
            "Events that took longer than the hard one, which ended it.",
            ofRows { "\($0.hardDeadlines)" })
        add(
            "tectra_strategy_memory_bytes", .gauge, "Resident memory of its worker that is shared with nobody.",
            ofRows { "\($0.memory)" })
        add(
            "tectra_strategy_memory_growing", .gauge, "1 when that has only risen for many looks: a leak.",
            ofRows { "\($0.isMemoryGrowing)" })
        add(
            "tectra_strategy_dropped_log_lines", .gauge, "Log lines beyond its budget that its process dropped.",
            samples { "\($0.droppedLogs)" })
        add(
            "tectra_strategy_dropped_signals", .gauge, "Signals beyond its budget that its process dropped.",
            samples { "\($0.droppedSignals)" })
        add(
            "tectra_strategy_requests_held_back_seconds", .gauge,
            "Time in which requests of its process waited because there were more than the host takes in a second.",
            samples { "\(Double($0.requestsHeldBack) / 1e9)" })
        add("tectra_strategy_requests_total", .counter, "Requests.", samples { "\($0.requests)" })
        add(
            "tectra_strategy_orders_accepted_total", .counter, "Orders that passed risk.",
            samples { "\($0.ordersAccepted)" })
        add(
            "tectra_strategy_orders_rejected_total", .counter, "Orders that did not pass.",
            samples { "\($0.ordersRejected)" })
        add("tectra_strategy_fills_total", .counter, "Fills.", samples { "\($0.fills)" })
        add(
            "tectra_strategy_doubtful_orders_total", .counter,
            "Orders accepted while the instrument's data was flagged.",
            samples { "\($0.doubtfulOrders)" })
        add(
            "tectra_strategy_doubtful_fills_total", .counter, "Fills while the instrument's data was flagged.",
            samples { "\($0.doubtfulFills)" })
        add(
            "tectra_strategy_doubtful_signals_total", .counter, "Signals while the instrument's data was flagged.",
            samples { "\($0.doubtfulSignals)" })
        add(
            "tectra_strategy_lapped_total", .counter, "Times that the market ring overtook it.",
            samples { "\($0.lapped)" })
        add("tectra_strategy_open_orders", .gauge, "Open orders.", samples { "\($0.openOrders)" })
        add("tectra_strategy_gross_position", .gauge, "Shares held, long and short.", samples { "\($0.grossPosition)" })
        add(
            "tectra_strategy_realized_pnl", .gauge, "Realized profit and loss, currency units.",
            samples { Self.money($0.realized) })
        add(
            "tectra_strategy_unrealized_pnl", .gauge, "Unrealized profit and loss, currency units.",
            samples { Self.money($0.unrealized) })
        add("tectra_strategy_fees", .gauge, "Fees paid less rebates, currency units.", samples { Self.money($0.fees) })
    }
}
