/// The table of services that a strategy is given: plain C functions over one `WorkerState`.
///
/// Each function takes what it needs from the state in one short access, so that a callback in
/// progress (which reached us from the event loop) never holds the state.
internal import PluginABI
internal import Records

enum HostTable {
    typealias State = UnsafeMutablePointer<WorkerState>

    @inline(__always)
    private static func state(_ context: UnsafeMutableRawPointer?) -> State? {
        context?.assumingMemoryBound(to: WorkerState.self)
    }

    /// A table for `state`, alive as long as the process.
    static func make(for state: State) -> UnsafePointer<tectra_host> {
        let table = UnsafeMutablePointer<tectra_host>.allocate(capacity: 1)
        table.initialize(to: tectra_host())
        table.pointee.struct_size = UInt32(MemoryLayout<tectra_host>.size)
        table.pointee.revision = 1
        table.pointee.context = UnsafeMutableRawPointer(state)
        fillRequests(table)
        fillReads(table)
        fillRest(table)
        return UnsafePointer(table)
    }

    private static func fillRequests(_ table: UnsafeMutablePointer<tectra_host>) {
        table.pointee.submit = { context, request, client in
            guard let state = HostTable.state(context), let request, let client else { return TECTRA_INVALID }
            guard state.pointee.state.maySubmit else { return TECTRA_NOT_NOW }
            let order = request.pointee
            var record = tectra_submit.blank
            record.client_id = state.pointee.nextClient
            record.instrument = order.instrument
            record.side = order.side
            record.type = order.type
            record.time_in_force = order.time_in_force
            record.flags = order.flags
            record.price = order.price
            record.quantity = order.quantity
            let status = state.pointee.send(&record)
            if status == TECTRA_OK {
                client.pointee = record.client_id
                state.pointee.nextClient &+= 1
            }
            return status
        }
        table.pointee.modify = { context, client, price, quantity in
            guard let state = HostTable.state(context) else { return TECTRA_INVALID }
            guard state.pointee.state.maySubmit else { return TECTRA_NOT_NOW }
            guard client != 0, client < state.pointee.nextClient else { return TECTRA_UNKNOWN }
            var record = tectra_modify.blank
            record.client_id = client
            record.price = price
            record.quantity = quantity
            return state.pointee.send(&record)
        }
        table.pointee.cancel = { context, client in
            guard let state = HostTable.state(context) else { return TECTRA_INVALID }
            guard state.pointee.state.mayCancel else { return TECTRA_NOT_NOW }
            guard client != 0, client < state.pointee.nextClient else { return TECTRA_UNKNOWN }
            var record = tectra_cancel.blank
            record.client_id = client
            return state.pointee.send(&record)
        }
        table.pointee.cancel_all = { context, instrument in
            guard let state = HostTable.state(context) else { return TECTRA_INVALID }
            guard state.pointee.state.mayCancel else { return TECTRA_NOT_NOW }
            var record = tectra_cancel_all.blank
            record.instrument = instrument
            return state.pointee.send(&record)
        }
        table.pointee.set_timer = { context, timer, due in
            guard let state = HostTable.state(context) else { return TECTRA_INVALID }
            guard state.pointee.state.maySubmit else { return TECTRA_NOT_NOW }
            var record = tectra_set_timer.blank
            record.timer_id = timer
            record.due = due
            return state.pointee.send(&record)
        }
        table.pointee.emit_signal = { context, timestamp, instrument, type, confidence, metadata, length in
            guard let state = HostTable.state(context) else { return TECTRA_INVALID }
            guard state.pointee.state.maySignal else { return TECTRA_NOT_NOW }
            guard confidence >= 0, confidence <= 1 else { return TECTRA_INVALID }
            guard state.pointee.maySignal() else { return TECTRA_FULL }
            var record = tectra_signal.blank
            record.timestamp = timestamp
            record.instrument = instrument
            record.type = type
            record.confidence = confidence
            if let metadata {
                let kept = UnsafeRawBufferPointer(start: metadata, count: min(length, 63))
                withUnsafeMutableBytes(of: &record.metadata) { $0.copyMemory(from: kept) }
            }
            return state.pointee.send(&record)
        }
    }

    private static func fillReads(_ table: UnsafeMutablePointer<tectra_host>) {
        table.pointee.position = { context, instrument, position in
            guard let state = HostTable.state(context), let position else { return TECTRA_INVALID }
            guard let known = state.pointee.view.position(in: instrument) else { return TECTRA_UNKNOWN }
            position.pointee = known
            return TECTRA_OK
        }
        table.pointee.pnl = { context, pnl in
            guard let state = HostTable.state(context), let pnl else { return TECTRA_INVALID }
            pnl.pointee = state.pointee.view.profitAndLoss()
            return TECTRA_OK
        }
        table.pointee.open_orders = { context, orders, capacity, count in
            guard let state = HostTable.state(context), let count else { return TECTRA_INVALID }
            count.pointee = UInt32(state.pointee.view.orders.count)
            state.pointee.view.orders.copy(into: orders, room: Int(capacity))
            return TECTRA_OK
        }
        table.pointee.book = { context, instrument, book in
            guard let state = HostTable.state(context), let book else { return TECTRA_INVALID }
            return state.pointee.view.book(of: instrument, into: book) ? TECTRA_OK : TECTRA_UNKNOWN
        }
        table.pointee.instrument = { context, instrument, definition in
            guard let state = HostTable.state(context), let definition else { return TECTRA_INVALID }
            guard let known = state.pointee.view.definition(of: instrument) else { return TECTRA_UNKNOWN }
            definition.pointee = known
            return TECTRA_OK
        }
    }

    private static func fillRest(_ table: UnsafeMutablePointer<tectra_host>) {
        table.pointee.log = { context, level, text, length in
            guard let state = HostTable.state(context), let text else { return }
            guard state.pointee.mayLog() else { return }
            var record = tectra_log.blank
            record.level = level
            let kept = min(length, Int(TECTRA_LOG_TEXT))
            record.length = UInt32(kept)
            let bytes = UnsafeRawBufferPointer(start: text, count: kept)
            withUnsafeMutableBytes(of: &record.text) { $0.copyMemory(from: bytes) }
            _ = state.pointee.send(&record)
        }
        table.pointee.now = { context in HostTable.state(context)?.pointee.now ?? 0 }
        table.pointee.random = { context in HostTable.state(context)?.pointee.random.next() ?? 0 }
        table.pointee.extension = { _, _ in nil }
    }
}

/// The status codes as `tectra_status`; the C enum imports them as `Int`.
let TECTRA_OK: tectra_status = 0
let TECTRA_INVALID: tectra_status = -1
let TECTRA_FULL: tectra_status = -2
let TECTRA_UNKNOWN: tectra_status = -3
let TECTRA_NOT_NOW: tectra_status = -4
