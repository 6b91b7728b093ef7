/// The host that a strategy on the bench sees: it keeps what the strategy asks for, and nothing moves
/// unless the test moves it.
internal import PluginABI
internal import TectraStrategy

final class BenchHost {
    var now: Int64
    var sequence: UInt64 = 0
    var randomState: UInt64
    /// What every request is answered with instead of being taken.
    var refusal: Refusal?

    var instruments: [tectra_instrument] = []
    var books: [UInt32: tectra_book] = [:]
    var account = BenchAccount()

    var orders: [SubmittedOrder] = []
    var modifies: [ModifyRequest] = []
    var cancels: [OrderID] = []
    /// nil in it stands for all instruments.
    var cancelAlls: [InstrumentID?] = []
    var signals: [EmittedSignal] = []
    var logs: [LogLine] = []
    var timers: [UInt64: Int64] = [:]

    init(now: Int64, seed: UInt64) {
        self.now = now
        randomState = seed
    }

    /// SplitMix64, as good as any: what matters is that it is the same every time.
    func random() -> UInt64 {
        randomState &+= 0x9E37_79B9_7F4A_7C15
        var mixed = randomState
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    func isKnown(_ instrument: UInt32) -> Bool { instruments.contains { $0.instrument == instrument } }

    func open(_ id: UInt64) -> Int? { orders.firstIndex { $0.id.rawValue == id && $0.isOpen } }

    func submit(_ request: tectra_order_request) -> (Refusal?, OrderID) {
        let id = OrderID(UInt64(orders.count + 1))
        if let refusal { return (refusal, id) }
        guard isKnown(request.instrument) else { return (.unknown, id) }
        guard let side = Side(rawValue: request.side), let type = OrderType(rawValue: request.type),
            let timeInForce = TimeInForce(rawValue: request.time_in_force), request.quantity > 0
        else { return (.invalid, id) }
        var record = tectra_order()
        record.header = header(tectra_order.self, TECTRA_ORDER)
        record.order_id = id.rawValue
        record.client_id = id.rawValue
        record.instrument = request.instrument
        record.state = OrderState.new.rawValue
        record.side = request.side
        record.type = request.type
        record.time_in_force = request.time_in_force
        record.flags = request.flags
        record.price = request.price
        record.quantity = request.quantity
        orders.append(
            SubmittedOrder(
                id: id, instrument: InstrumentID(request.instrument), side: side, type: type,
                timeInForce: timeInForce, isPostOnly: request.flags & UInt8(TECTRA_POST_ONLY) != 0,
                price: type == .market ? nil : Price(record: request.price), quantity: request.quantity, time: now,
                record: record))
        return (nil, id)
    }
}

/// A true header for a record type.
func header<Record>(_ type: Record.Type, _ template: Int) -> tectra_header {
    tectra_header(
        block_length: UInt16(MemoryLayout<Record>.size - MemoryLayout<tectra_header>.size),
        template_id: UInt16(template), schema_id: UInt16(TECTRA_SCHEMA_ID), version: UInt16(TECTRA_SCHEMA_VERSION))
}
