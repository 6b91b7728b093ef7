/// One order through a journal: the tick that moved the strategy, its signals, its request, the
/// verdict, what became of the order, its fills; with the host's time at each hop.
internal import PluginABI
internal import Records

/// One step on an order's way.
public struct TraceHop: Sendable {
    public enum Kind: String, Sendable {
        case tick, signal, request, verdict, order, fill, done
    }

    public let kind: Kind
    /// Of the input that the step is, or was caused by.
    public let sequence: UInt64
    /// Event time, ns since the epoch; 0 where a record has none.
    public let eventTime: Int64
    /// When the host took that input in, or for `done` was done with it; ns since the epoch.
    public internal(set) var hostTime: Int64
    public internal(set) var text: String
}

public struct OrderTrace: Sendable {
    public let orderID: UInt64
    public let strategy: UInt8
    public private(set) var hops: [TraceHop] = []

    /// Walks the journal three times: for the order, for the inputs that moved it, for what led to it.
    ///
    /// - Returns: nil when no order has the number.
    public init?(_ orderID: UInt64, in directory: String) throws(JournalError) {
        self.orderID = orderID
        var request: (sequence: UInt64, strategy: UInt8)?
        var own: [TraceHop] = []
        var reader = try JournalReader(directory)
        while let frame = try reader.next() {
            guard frame.kind == .output, let hop = Self.hop(frame, of: orderID) else { continue }
            if request == nil { request = (frame.sequence, frame.strategy) }
            own.append(hop)
        }
        guard let request else { return nil }
        strategy = request.strategy
        let inputs = try Inputs(movingTo: own, from: request.sequence, directory)
        for index in own.indices { inputs.tell(&own[index], from: request.sequence) }
        let end = own.firstIndex { $0.sequence != request.sequence } ?? own.endIndex
        if let done = inputs.done { own.insert(done, at: end) }
        hops = try Self.before(request.sequence, request.strategy, inputs, directory) + own
    }

    /// An output that concerns the order.
    private static func hop(_ frame: JournalFrame, of orderID: UInt64) -> TraceHop? {
        switch Int(frame.template) {
        case Int(TECTRA_VERDICT):
            tectra_verdict(copying: frame.record).flatMap { $0.order_id == orderID ? hop($0) : nil }
        case Int(TECTRA_ORDER):
            tectra_order(copying: frame.record).flatMap { $0.order_id == orderID ? hop($0) : nil }
        case Int(TECTRA_FILL):
            tectra_fill(copying: frame.record).flatMap { $0.order_id == orderID ? hop($0) : nil }
        default: nil
        }
    }

    /// The tick, the signals and the request.
    private static func before(
        _ sequence: UInt64, _ strategy: UInt8, _ inputs: Inputs, _ directory: String
    ) throws(JournalError) -> [TraceHop] {
        var hops: [TraceHop] = []
        var symbol: String?
        var reader = try JournalReader(directory)
        while let frame = try reader.next(), frame.sequence <= sequence {
            guard frame.kind == .input else { continue }
            if let feed = tectra_feed_message(copying: frame.record) {
                if let named = directoryEntry(feed), named.instrument == inputs.instrument { symbol = named.symbol }
                guard frame.sequence == inputs.cause else { continue }
                hops.append(
                    TraceHop(
                        kind: .tick, sequence: frame.sequence, eventTime: feed.time, hostTime: frame.received,
                        text: inputName(frame)))
            } else if frame.sequence == inputs.cause {
                hops.append(
                    TraceHop(
                        kind: .tick, sequence: frame.sequence, eventTime: 0, hostTime: frame.received,
                        text: inputName(frame)))
            } else if frame.strategy == strategy, let signal = tectra_signal(copying: frame.record),
                signal.cause == inputs.cause
            {
                hops.append(hop(signal, frame))
            }
        }
        guard var request = inputs.request else { return hops }
        if let symbol { request.text += " (\(symbol))" }
        return hops + [request]
    }
}

/// The inputs that moved an order: when each was taken in and what it was.
private struct Inputs {
    private var seen: [UInt64: (received: Int64, name: String)] = [:]
    private(set) var request: TraceHop?
    /// Sequence of the event that the strategy was handling when it asked.
    private(set) var cause: UInt64 = 0
    private(set) var instrument = UInt32.max
    private(set) var done: TraceHop?

    init(movingTo hops: [TraceHop], from sequence: UInt64, _ directory: String) throws(JournalError) {
        let wanted = Set(hops.map(\.sequence)).union([sequence])
        var reader = try JournalReader(directory)
        while let frame = try reader.next() {
            if frame.kind == .note, let stamp = tectra_stamp(copying: frame.record), stamp.sequence == sequence {
                done = TraceHop(
                    kind: .done, sequence: sequence, eventTime: 0, hostTime: stamp.published,
                    text: "judged, sent and answered")
            }
            guard frame.kind == .input, wanted.contains(frame.sequence) else { continue }
            seen[frame.sequence] = (frame.received, OrderTrace.inputName(frame))
            guard frame.sequence == sequence else { continue }
            // Only a strategy's request names the event that it was handling.
            let asking = [TECTRA_SUBMIT, TECTRA_MODIFY, TECTRA_CANCEL, TECTRA_CANCEL_ALL]
            if asking.contains(Int(frame.template)), frame.record.count >= 24 {
                cause = frame.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            }
            if let submit = tectra_submit(copying: frame.record) { instrument = submit.instrument }
            request = TraceHop(
                kind: .request, sequence: sequence, eventTime: 0, hostTime: frame.received,
                text: OrderTrace.requestText(frame))
        }
    }

    /// Gives a hop its host time and, when it came of another input than the request, that input's name.
    func tell(_ hop: inout TraceHop, from sequence: UInt64) {
        guard let input = seen[hop.sequence] else { return }
        hop.hostTime = input.received
        if hop.sequence != sequence { hop.text += ", by \(input.name)" }
    }
}
