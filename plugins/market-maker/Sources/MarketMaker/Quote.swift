/// One side's quote and its way through the host: at most one order, one request on its way.
import TectraStrategy

struct Quote {
    let side: Side
    private(set) var order: OrderID?
    private var price: Price = .zero
    /// A request is on its way: what the order is like will be told.
    private var isPending = false
    /// Event time until which a rejection keeps the side quiet.
    private var quietUntil: Int64 = 0

    init(_ side: Side) { self.side = side }

    /// Brings the quote to where it should be; nil is nowhere.
    mutating func move(
        to wanted: Price?, of instrument: InstrumentID, _ settings: Settings, _ host: Host, now: Int64
    ) {
        guard !isPending else { return }
        switch (order, wanted) {
        case (nil, let wanted?):
            guard now >= quietUntil else { return }
            order = try? host.submit(.limit(side, settings.quantity, of: instrument, at: wanted, postOnly: true))
            isPending = order != nil
            price = wanted
        case (let order?, let wanted?):
            let distance = price < wanted ? wanted - price : price - wanted
            guard distance >= settings.requote, distance != .zero, now >= quietUntil else { return }
            // Cancelled and not modified: a modify in flight while the order fills is one more state
            // to get wrong, and the place in the queue is lost either way.
            isPending = (try? host.cancel(order)) != nil
        case (let order?, nil):
            isPending = (try? host.cancel(order)) != nil
        case (nil, nil):
            break
        }
    }

    /// Takes note of what became of its order.
    mutating func take(_ order: Order, pause: Int64) {
        guard order.id == self.order else { return }
        isPending = order.state == .new || order.state == .pendingCancel
        guard order.state.isFinal else { return }
        self.order = nil
        if order.state == .rejected { quietUntil = order.time + pause }
    }
}
