/// What most strategies that take a view need: get from the position held to the position wanted.

/// Works one instrument's position toward a target, with one immediate-or-cancel order at a time at
/// the other side's best price. What does not fill is tried again when `work` is called next.
public struct TargetPosition {
    /// Shares held; negative is short.
    public private(set) var position: Int64
    /// Shares to hold.
    public var target: Int64
    /// The order on its way.
    public private(set) var working: OrderID?
    /// Event time until which a rejection keeps it quiet.
    private var quietUntil: Int64 = .min

    /// Event time to wait after a rejection, nanoseconds: a limit that said no would say it again.
    public static let pause: Int64 = 1_000_000_000

    /// - Parameter position: what the host already holds, `Host.position(in:)`; after a restart it is not 0.
    public init(position: Int64) {
        self.position = position
        target = position
    }

    /// Whether there is nothing to do and nothing under way.
    public var isSettled: Bool { working == nil && position == target }

    /// Sends the next order if one is due.
    @inlinable
    public mutating func work(_ instrument: InstrumentID, _ top: TopOfBook, _ host: Host) {
        guard position != target, working == nil else { return }
        send(instrument, top, host)
    }

    @usableFromInline
    mutating func send(_ instrument: InstrumentID, _ top: TopOfBook, _ host: Host) {
        guard host.now >= quietUntil else { return }
        let missing = target - position
        let order: NewOrder =
            missing > 0
            ? .limit(.buy, missing, of: instrument, at: top.ask.price, .immediateOrCancel)
            : .limit(.sell, -missing, of: instrument, at: top.bid.price, .immediateOrCancel)
        // Refused means no room or not running: the next call asks again.
        working = try? host.submit(order)
    }

    /// Counts a fill of this instrument.
    public mutating func take(_ fill: Fill) { position += fill.signedQuantity }

    /// Takes note of what became of an order.
    ///
    /// - Returns: whether it was rejected. The target is then the position, and whatever the strategy
    ///   wants next has to wait for `pause`.
    public mutating func take(_ order: Order) -> Bool {
        guard order.id == working, order.state.isFinal else { return false }
        working = nil
        guard order.state == .rejected else { return false }
        target = position
        quietUntil = order.time + Self.pause
        return true
    }
}
