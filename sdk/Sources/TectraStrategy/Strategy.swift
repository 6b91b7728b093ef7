/// What the author of a strategy writes: one final class, the callbacks it wants, three lines of export.

/// A trading strategy.
///
///     import TectraStrategy
///
///     final class Momentum: Strategy {
///         static let descriptor = Descriptor(
///             name: "momentum", version: "1.0.0", author: "Jane", wants: .ticks)
///         let host: Host
///
///         init(host: Host, parameters: borrowing Parameters) throws(StrategyError) { self.host = host }
///
///         func onTick(_ tick: Tick) { … }
///     }
///
///     @c @implementation
///     public func tectra_strategy_entry(_ hostABI: UInt32) -> UnsafePointer<tectra_strategy_vtable>? {
///         Plugin.entry(Momentum.self, hostABI)
///     }
///
/// The host calls from one thread, one callback at a time. A strategy starts no thread, opens no
/// file and asks no clock: its sandbox would end it. All that it knows comes from its events and
/// its `Host`, so the same events give the same orders, every time.
public protocol Strategy: AnyObject {
    static var descriptor: Descriptor { get }

    /// Makes the strategy. Throwing refuses the parameters with a text for the operator. The host's
    /// services other than `log` refuse until `start`.
    init(host: Host, parameters: borrowing Parameters) throws(StrategyError)

    /// Market events may come from now on.
    func start() throws(StrategyError)

    /// The best bid or ask of an instrument has changed.
    func onTick(_ tick: Tick)
    /// A book has changed in its best ten levels.
    func onBook(_ book: borrowing Book)
    /// Somebody has traded.
    func onTrade(_ trade: Trade)
    /// A bar is finished.
    func onBar(_ bar: Bar)
    /// An instrument's trading state has changed, its auction has an imbalance, or has traded.
    func onStatus(_ status: MarketStatus)

    /// The feed lost messages for good, or is sound again.
    func onFeedState(_ state: FeedState)

    /// One of the strategy's orders has changed its state.
    func onOrder(_ order: Order)
    /// One of the strategy's orders was executed. `Host.position(in:)` already has it.
    func onFill(_ fill: Fill)
    /// A timer has come due.
    func onTimer(_ timer: TimerEvent)

    /// Takes other parameters: the whole change, or by throwing nothing of it. What is not named
    /// stays as it is.
    func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError)
    /// Trading was stopped. The host cancels open orders by itself; new ones are refused.
    func onKill(_ kill: Kill)

    /// Tells the parameters as they are in force.
    func configuration(_ parameters: inout ParameterWriter)
    /// Writes what a successor needs. Positions and open orders are the host's and need no saving.
    func saveState(_ state: inout StateWriter)
    /// Takes over a state that revision `schema` of this strategy saved.
    func loadState(_ state: inout StateReader, schema: UInt32) throws(StrategyError)
    /// The last call.
    func shutdown()
}

extension Strategy {
    public func start() throws(StrategyError) {}
    public func onTick(_ tick: Tick) {}
    public func onBook(_ book: borrowing Book) {}
    public func onTrade(_ trade: Trade) {}
    public func onBar(_ bar: Bar) {}
    public func onStatus(_ status: MarketStatus) {}
    public func onFeedState(_ state: FeedState) {}
    public func onOrder(_ order: Order) {}
    public func onFill(_ fill: Fill) {}
    public func onTimer(_ timer: TimerEvent) {}
    public func onConfigUpdate(_ parameters: borrowing Parameters) throws(StrategyError) {
        guard parameters.count == 0 else {
            throw StrategyError("this strategy takes parameters only at its start; deploy it again")
        }
    }
    public func onKill(_ kill: Kill) {}
    public func configuration(_ parameters: inout ParameterWriter) {}
    public func saveState(_ state: inout StateWriter) {}
    public func loadState(_ state: inout StateReader, schema: UInt32) throws(StrategyError) {
        throw StrategyError("this strategy keeps no state")
    }
    public func shutdown() {}
}
