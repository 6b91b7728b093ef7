/// The bench's services as the contract's table of C functions.
internal import PluginABI
internal import TectraStrategy

extension BenchHost {
    private static func of(_ context: UnsafeMutableRawPointer?) -> BenchHost? {
        context.map { Unmanaged<BenchHost>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A table whose context is this host, which must outlive it.
    func makeTable() -> tectra_host {
        var table = tectra_host()
        table.struct_size = UInt32(MemoryLayout<tectra_host>.size)
        table.revision = 1
        table.context = Unmanaged.passUnretained(self).toOpaque()
        fillRequests(&table)
        fillReads(&table)
        return table
    }

    private func fillRequests(_ table: inout tectra_host) {
        table.submit = { context, request, id in
            guard let host = BenchHost.of(context), let request, let id else { return Refusal.invalid.rawValue }
            let (refusal, order) = host.submit(request.pointee)
            if refusal == nil { id.pointee = order.rawValue }
            return refusal?.rawValue ?? 0
        }
        table.modify = { context, id, price, quantity in
            guard let host = BenchHost.of(context) else { return Refusal.invalid.rawValue }
            if let refusal = host.refusal { return refusal.rawValue }
            guard host.open(id) != nil else { return Refusal.unknown.rawValue }
            host.modifies.append(
                ModifyRequest(id: OrderID(id), price: Price(billionths: price), quantity: quantity))
            return 0
        }
        table.cancel = { context, id in
            guard let host = BenchHost.of(context) else { return Refusal.invalid.rawValue }
            if let refusal = host.refusal { return refusal.rawValue }
            guard host.open(id) != nil else { return Refusal.unknown.rawValue }
            host.cancels.append(OrderID(id))
            return 0
        }
        table.cancel_all = { context, instrument in
            guard let host = BenchHost.of(context) else { return Refusal.invalid.rawValue }
            if let refusal = host.refusal { return refusal.rawValue }
            host.cancelAlls.append(instrument == .max ? nil : InstrumentID(instrument))
            return 0
        }
        table.emit_signal = { context, timestamp, instrument, type, confidence, metadata, length in
            guard let host = BenchHost.of(context), let type = SignalType(rawValue: type), confidence.isFinite,
                (0...1).contains(confidence)
            else { return Refusal.invalid.rawValue }
            host.signals.append(
                EmittedSignal(
                    type: type, instrument: InstrumentID(instrument), confidence: confidence,
                    metadata: text(metadata, min(length, 63)), timestamp: timestamp))
            return 0
        }
        table.set_timer = { context, id, due in
            guard let host = BenchHost.of(context) else { return Refusal.invalid.rawValue }
            if let refusal = host.refusal { return refusal.rawValue }
            host.timers[id] = due == 0 ? nil : due
            return 0
        }
        table.log = { context, level, bytes, length in
            guard let host = BenchHost.of(context) else { return }
            host.logs.append(
                LogLine(level: LogLevel(rawValue: level) ?? .error, text: text(bytes, min(length, 208))))
        }
    }

    private func fillReads(_ table: inout tectra_host) {
        table.now = { context in BenchHost.of(context)?.now ?? 0 }
        table.random = { context in BenchHost.of(context)?.random() ?? 0 }
        table.position = { context, instrument, position in
            guard let host = BenchHost.of(context), let position else { return Refusal.invalid.rawValue }
            guard host.isKnown(instrument) else { return Refusal.unknown.rawValue }
            position.pointee = host.account.position(in: instrument)
            return 0
        }
        table.pnl = { context, pnl in
            guard let host = BenchHost.of(context), let pnl else { return Refusal.invalid.rawValue }
            pnl.pointee = host.account.profitAndLoss
            return 0
        }
        table.open_orders = { context, orders, capacity, count in
            guard let host = BenchHost.of(context), let count else { return Refusal.invalid.rawValue }
            let open = host.orders.filter(\.isOpen)
            count.pointee = UInt32(open.count)
            for (index, order) in open.prefix(Int(capacity)).enumerated() { orders?[index] = order.record }
            return 0
        }
        table.book = { context, instrument, book in
            guard let host = BenchHost.of(context), let book else { return Refusal.invalid.rawValue }
            guard let known = host.books[instrument] else { return Refusal.unknown.rawValue }
            book.pointee = known
            return 0
        }
        table.instrument = { context, id, definition in
            guard let host = BenchHost.of(context), let definition else { return Refusal.invalid.rawValue }
            guard let known = host.instruments.first(where: { $0.instrument == id }) else {
                return Refusal.unknown.rawValue
            }
            definition.pointee = known
            return 0
        }
        table.extension = { _, _ in nil }
    }
}

private func text(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : length), as: UTF8.self)
}
