/// Answers to the supervisor's questions: rows of the core's state, bounded in number.
internal import Engine
internal import EngineLink
internal import KillSwitch
internal import MarketData
internal import Orders
internal import Pipeline
internal import PluginABI
internal import Records
internal import Risk
internal import SharedMemory

extension EngineLoop {
    static let rowsMax = LinkQuery.rowsMax

    mutating func answer(_ message: CoreMessage) {
        switch CoreQuery(rawValue: message.strategy) {
        case .positions: sendPositions(UInt8(truncatingIfNeeded: message.argument), message.token)
        case .orders: sendOrders(UInt8(truncatingIfNeeded: message.argument), message.token)
        case .book: sendBook(message.symbol, message.token)
        case .kills: sendKills(message.token)
        case .limits: sendLimits(message.token)
        case .instruments: sendInstruments(message.token)
        case .trades: sendTrades(message.symbol, message.token)
        case .status:
            if let instrument = pipeline.engine.books.instrument(for: "\(message.symbol)") {
                send(pipeline.engine.status(of: instrument), message.token)
            }
        case nil: break
        }
        _ = queues.fromCore.push(CoreReply(.end, token: message.token))
    }

    private func send<Row: BitwiseCopyable>(_ row: Row, _ token: UInt32) {
        _ = queues.fromCore.push(CoreReply(row: row, token: token))
    }

    private func strategies(_ only: UInt8) -> ClosedRange<UInt8> { only == 0 ? 1...63 : only...only }

    private func symbol(_ instrument: UInt32) -> SymbolText {
        SymbolText(pipeline.engine.books.symbol(of: instrument) ?? "")
    }

    private func sendPositions(_ only: UInt8, _ token: UInt32) {
        var left = Self.rowsMax
        for strategy in strategies(only) {
            for index in 0..<pipeline.engine.tradedCount(of: strategy) where left > 0 {
                let instrument = pipeline.engine.tradedInstrument(of: strategy, at: index)
                var row = PositionRow()
                row.strategy = UInt64(strategy)
                row.symbol = symbol(instrument)
                let position = pipeline.engine.positions.position(of: strategy, in: instrument)
                row.doubtfulFills = position.doubtfulFills
                row.doubtfulRealized = Int64(saturating: position.doubtfulRealized)
                row.position = position.record(
                    instrument: instrument, mark: pipeline.engine.markPrice(of: instrument),
                    sequence: pipeline.engine.sequence, time: pipeline.engine.time)
                send(row, token)
                left -= 1
            }
        }
    }

    /// Open orders, oldest first, then those that were closed last, newest first.
    private func sendOrders(_ only: UInt8, _ token: UInt32) {
        var left = Self.rowsMax
        for strategy in strategies(only) {
            var next = pipeline.engine.orders.firstOpen(of: strategy)
            while let index = next, left > 0 {
                next = pipeline.engine.orders.nextOpen(after: index)
                send(row(of: pipeline.engine.orders[index]), token)
                left -= 1
            }
        }
        left = min(left, Self.closedOrdersMax)
        var next = pipeline.engine.orders.lastClosed
        while let index = next, left > 0 {
            next = pipeline.engine.orders.closedBefore(index)
            let order = pipeline.engine.orders[index]
            guard only == 0 || order.strategy == only else { continue }
            send(row(of: order), token)
            left -= 1
        }
    }

    private static let closedOrdersMax = 100

    private func row(of order: Order) -> OrderRow {
        var row = OrderRow()
        row.strategy = UInt64(order.strategy)
        row.symbol = symbol(order.instrument)
        row.order = order.record(sequence: pipeline.engine.sequence, time: order.updated)
        row.dataFlags = UInt64(order.dataFlags)
        return row
    }

    private func sendBook(_ symbol: SymbolText, _ token: UInt32) {
        guard let instrument = pipeline.engine.books.instrument(for: "\(symbol)") else { return }
        var row = BookRow()
        row.symbol = symbol
        let last = pipeline.engine.books.lastTrade(of: instrument)
        row.lastPrice = last.price
        row.lastQuantity = last.quantity
        row.vwap = pipeline.engine.books.vwap(of: instrument)
        row.book = tectra_book.blank
        row.book.sequence = pipeline.engine.sequence
        row.book.time = pipeline.engine.time
        row.book.instrument = instrument
        row.book.flags = pipeline.engine.dataFlags(of: instrument)
        pipeline.engine.books.fillDepth(of: instrument, into: &row.book)
        send(row, token)
    }

    private func sendTrades(_ symbol: SymbolText, _ token: UInt32) {
        guard let instrument = pipeline.engine.books.instrument(for: "\(symbol)") else { return }
        for age in 0..<RecentTrades.kept {
            guard let recent = pipeline.engine.recent.trade(of: instrument, age: age) else { return }
            send(TradeRow(recent.trade, mid: recent.mid), token)
        }
    }

    private func sendInstruments(_ token: UInt32) {
        var left = Self.rowsMax
        for instrument in 0..<UInt32(clamping: pipeline.engine.books.capacity.instruments) where left > 0 {
            guard let symbol = pipeline.engine.books.symbol(of: instrument) else { continue }
            let top = pipeline.engine.books.top(of: instrument)
            let last = pipeline.engine.books.lastTrade(of: instrument)
            var row = InstrumentRow()
            row.symbol = SymbolText(symbol)
            row.instrument = instrument
            row.flags = pipeline.engine.dataFlags(of: instrument)
            row.bidPrice = top.bid
            row.bidQuantity = top.bidQuantity
            row.askPrice = top.ask
            row.askQuantity = top.askQuantity
            row.lastPrice = last.price
            row.lastQuantity = last.quantity
            send(row, token)
            left -= 1
        }
    }

    private func sendKills(_ token: UInt32) {
        for strategy in UInt8(0)..<64 {
            guard let cause = pipeline.engine.latch.cause(of: strategy) else { continue }
            var row = KillRow()
            row.strategy = UInt64(strategy)
            row.time = cause.time
            row.sequence = cause.sequence
            row.ordersCancelled = UInt64(cause.ordersCancelled)
            row.operatorName = ShortText(cause.operatorName)
            row.reason = RemarkText(cause.reason)
            send(row, token)
        }
    }

    private func sendLimits(_ token: UInt32) {
        let limits = pipeline.engine.risk.limits.version
        for strategy in UInt8(0)..<64 {
            guard let row = pipeline.engine.risk.limits.row(of: strategy) else { continue }
            send(row.record(version: limits), token)
        }
    }
}
