/// What strategies ask for: judged, sent to the venue, answered.
internal import KillSwitch
internal import MarketData
internal import Orders
internal import PluginABI
internal import Records
internal import Risk
internal import Venues

extension Engine {
    mutating func applyRequest(
        _ template: Int, _ record: UnsafeRawBufferPointer, from strategy: UInt8, _ outputs: inout OutputBuffer
    ) {
        guard strategy < 64, strategies[Int(strategy)].state != .vacant else { return countMalformed() }
        counters.requests &+= 1
        strategies[Int(strategy)].counters.requests &+= 1
        switch template {
        case Int(TECTRA_SUBMIT):
            guard let submit = tectra_submit(copying: record) else { return countMalformed() }
            let last = strategies[Int(strategy)].lastClient
            strategies[Int(strategy)].lastClient = max(last, submit.client_id)
            self.submit(submit, from: strategy, &outputs)
        case Int(TECTRA_MODIFY):
            guard let modify = tectra_modify(copying: record) else { return countMalformed() }
            self.modify(modify, from: strategy, &outputs)
        case Int(TECTRA_CANCEL):
            guard let cancel = tectra_cancel(copying: record) else { return countMalformed() }
            counters.cancels &+= 1
            strategies[Int(strategy)].counters.cancels &+= 1
            guard let index = orders.index(strategy: strategy, clientID: cancel.client_id) else {
                return rejectUnknown(cancel.client_id, strategy, &outputs)
            }
            self.cancel(index, .requested, &outputs)
        case Int(TECTRA_CANCEL_ALL):
            guard let all = tectra_cancel_all(copying: record) else { return countMalformed() }
            counters.cancels &+= 1
            strategies[Int(strategy)].counters.cancels &+= 1
            _ = cancelAll(of: strategy, in: all.instrument == UInt32.max ? nil : all.instrument, .requested, &outputs)
        case Int(TECTRA_SET_TIMER):
            guard let timer = tectra_set_timer(copying: record) else { return countMalformed() }
            if !timers.set(timer.timer_id, of: strategy, due: timer.due) { countMalformed() }
        case Int(TECTRA_SIGNAL):
            guard let signal = tectra_signal(copying: record) else { return countMalformed() }
            counters.signals &+= 1
            strategies[Int(strategy)].counters.signals &+= 1
            if !subscriptions.isUnknown(signal.instrument), Self.isDoubtful(dataFlags(of: signal.instrument)) {
                strategies[Int(strategy)].counters.doubtfulSignals &+= 1
            }
        case Int(TECTRA_LOG), Int(TECTRA_LAPPED), Int(TECTRA_STATE_OUT), Int(TECTRA_PARAMETER), Int(TECTRA_CONFIGURED):
            break
        default:
            countMalformed()
        }
    }

    /// Why a strategy may not submit or modify now; `.none` when it may.
    private func reasonToRefuse(_ request: KillGuarded, from strategy: UInt8) -> RejectReason {
        switch strategies[Int(strategy)].state {
        case .running: latch.reasonToRefuse(request, from: strategy)
        case .paused: .paused
        case .stopping, .stopped: .stopped
        case .vacant, .ready, .faulted: .notRunning
        }
    }

    // MARK: - Submit

    private mutating func submit(_ submit: tectra_submit, from strategy: UInt8, _ outputs: inout OutputBuffer) {
        let new: NewOrder
        do throws(RejectReason) {
            new = try NewOrder(submit, strategy: strategy)
        } catch {
            return rejectRaw(submit, error, strategy, &outputs)
        }
        var refusal = reasonToRefuse(.submit, from: strategy)
        if refusal == .none, subscriptions.isUnknown(new.instrument) { refusal = .unknownInstrument }
        guard refusal == .none else { return reject(new, refusal, &outputs) }
        send(new, &outputs)
    }

    /// Judges an order that may be asked for, sends it, and says what came of it.
    mutating func send(_ new: NewOrder, _ outputs: inout OutputBuffer) {
        let strategy = new.strategy
        let refusal = feed.isRebuilding ? RejectReason.notTrading : orders.reasonToRefuse(new)
        guard refusal == .none else { return reject(new, refusal, &outputs) }
        let slot = strategies[Int(strategy)]
        let request = RiskRequest(new, isDryRun: slot.isDryRun)
        let verdict = risk.check(request, market: reference(new.instrument), time: time, orders: orders)
        guard verdict.isToBeSent else {
            let id = orders.takeOrderID()
            journal(verdict, of: request, id, new.clientID, from: strategy, &outputs)
            count(isAccepted: false, strategy)
            outputs.append(
                new.rejection(
                    orderID: id, sequence: sequence, time: time, reason: verdict.rejection, limit: verdict.limit,
                    observed: verdict.observed),
                .strategy, strategy)
            return
        }
        let index: OrderIndex
        do throws(RejectReason) {
            let change = try orders.add(
                new, valuation: verdict.price, dataFlags: dataFlags(of: new.instrument), time: time)
            risk.record(change)
            index = change.index
        } catch {
            return reject(new, error, &outputs)
        }
        journal(verdict, of: request, orders[index].id, new.clientID, from: strategy, &outputs)
        let answer = venue.submit(orders[index], index, books)
        if case .rejected(let reason) = answer {
            count(isAccepted: false, strategy)
            move(index, .reject, reason, &outputs)
            return
        }
        count(isAccepted: true, strategy)
        if Self.isDoubtful(orders[index].dataFlags) { strategies[Int(strategy)].counters.doubtfulOrders &+= 1 }
        move(index, .accept, .none, &outputs)
        settleFills(&outputs)
        if case .rest(let reason) = answer { move(index, .cancel, reason, &outputs) }
    }

    /// Writes down what risk decided, and what was known about the data that it was decided on.
    private func journal(
        _ verdict: Verdict, of request: RiskRequest, _ order: UInt64, _ client: UInt64, from strategy: UInt8,
        _ outputs: inout OutputBuffer
    ) {
        let slot = strategies[Int(strategy)]
        var record = verdict.record(
            of: request, orderID: order, clientID: client, tier: slot.tier, filter: slot.filter, sequence: sequence,
            time: time)
        record.data_flags = dataFlags(of: request.instrument)
        outputs.append(record, .journal, strategy)
    }

    private mutating func count(isAccepted: Bool, _ strategy: UInt8) {
        if isAccepted {
            counters.accepted &+= 1
            strategies[Int(strategy)].counters.accepted &+= 1
        } else {
            counters.rejected &+= 1
            strategies[Int(strategy)].counters.rejected &+= 1
        }
    }

    private mutating func reject(_ new: NewOrder, _ reason: RejectReason, _ outputs: inout OutputBuffer) {
        count(isAccepted: false, new.strategy)
        outputs.append(
            new.rejection(orderID: orders.takeOrderID(), sequence: sequence, time: time, reason: reason), .strategy,
            new.strategy)
    }

    /// A submit whose fields make no order.
    private mutating func rejectRaw(
        _ submit: tectra_submit, _ reason: RejectReason, _ strategy: UInt8, _ outputs: inout OutputBuffer
    ) {
        count(isAccepted: false, strategy)
        var record = tectra_order.blank
        record.sequence = sequence
        record.time = time
        record.order_id = orders.takeOrderID()
        record.client_id = submit.client_id
        record.instrument = submit.instrument
        record.state = UInt8(TECTRA_ORDER_REJECTED)
        record.side = submit.side
        record.type = submit.type
        record.time_in_force = submit.time_in_force
        record.price = submit.price
        record.quantity = submit.quantity
        record.reason = reason.rawValue
        outputs.append(record, .strategy, strategy)
    }

    private mutating func rejectUnknown(_ clientID: UInt64, _ strategy: UInt8, _ outputs: inout OutputBuffer) {
        var record = tectra_order.blank
        record.sequence = sequence
        record.time = time
        record.client_id = clientID
        record.state = UInt8(TECTRA_ORDER_REJECTED)
        record.reason = RejectReason.unknownOrder.rawValue
        outputs.append(record, .strategy, strategy)
    }

    // MARK: - Modify

    private mutating func modify(_ modify: tectra_modify, from strategy: UInt8, _ outputs: inout OutputBuffer) {
        guard let index = orders.index(strategy: strategy, clientID: modify.client_id) else {
            return rejectUnknown(modify.client_id, strategy, &outputs)
        }
        var refusal = reasonToRefuse(.modify, from: strategy)
        if refusal == .none {
            refusal = orders.reasonToRefuseReplace(index, price: modify.price, quantity: modify.quantity)
        }
        let order = orders[index]
        guard refusal == .none else { return tell(order, refusal, &outputs) }
        let slot = strategies[Int(strategy)]
        let request = RiskRequest(
            modifying: order, at: index, price: modify.price, quantity: modify.quantity, isDryRun: slot.isDryRun)
        let verdict = risk.check(request, market: reference(order.instrument), time: time, orders: orders)
        journal(verdict, of: request, order.id, order.clientID, from: strategy, &outputs)
        guard verdict.isToBeSent else {
            count(isAccepted: false, strategy)
            outputs.append(
                order.record(
                    sequence: sequence, time: time, reason: verdict.rejection, limit: verdict.limit,
                    observed: verdict.observed),
                .strategy, strategy)
            return
        }
        count(isAccepted: true, strategy)
        do throws(OrderError) {
            let flags = dataFlags(of: order.instrument)
            let change = try orders.requestReplace(
                index, price: modify.price, quantity: modify.quantity, dataFlags: flags, time: time)
            risk.record(change)
            if Self.isDoubtful(flags) { strategies[Int(strategy)].counters.doubtfulOrders &+= 1 }
        } catch {
            return countMalformed()
        }
        tell(orders[index], .none, &outputs)
        switch venue.replace(order, index, price: modify.price, quantity: modify.quantity, books) {
        case .rejected(let reason):
            move(index, .refuseReplace, reason, &outputs)
        case .accepted:
            move(index, .replace, .none, &outputs)
            settleFills(&outputs)
        case .rest(let reason):
            move(index, .replace, .none, &outputs)
            settleFills(&outputs)
            move(index, .cancel, reason, &outputs)
        }
    }

    /// Tells a strategy how one of its orders stands, and why what it asked for was not done.
    private mutating func tell(_ order: Order, _ reason: RejectReason, _ outputs: inout OutputBuffer) {
        outputs.append(order.record(sequence: sequence, time: time, reason: reason), .strategy, order.strategy)
    }

    // MARK: - Cancel

    private mutating func cancel(_ index: OrderIndex, _ reason: RejectReason, _ outputs: inout OutputBuffer) {
        let order = orders[index]
        guard order.state.isOpen else { return tell(order, .tooLate, &outputs) }
        guard move(index, .requestCancel, reason, &outputs) else { return }
        _ = venue.cancel(orders[index], index)
        move(index, .cancel, reason, &outputs)
    }

    /// Cancels every open order of a strategy, in one instrument or in all; returns how many.
    mutating func cancelAll(
        of strategy: UInt8, in instrument: UInt32?, _ reason: RejectReason, _ outputs: inout OutputBuffer
    ) -> UInt32 {
        var cancelled: UInt32 = 0
        var next = instrument.map { orders.firstOpen(of: strategy, instrument: $0) } ?? orders.firstOpen(of: strategy)
        while let index = next {
            next = instrument == nil ? orders.nextOpen(after: index) : orders.nextOpenInInstrument(after: index)
            _ = venue.cancel(orders[index], index)
            if move(index, .cancel, reason, &outputs) { cancelled += 1 }
        }
        return cancelled
    }
}

extension Subscriptions {
    /// Whether nobody was ever told of the instrument.
    func isUnknown(_ instrument: UInt32) -> Bool { !contains(instrument) || asking(instrument) == 0 }
}
