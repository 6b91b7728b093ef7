/// The bounds of a session's books: the engine's, and those of whoever follows its journal.
public import MarketData
public import PluginABI

extension BookCapacity {
    public init(_ session: tectra_session) {
        self.init(
            instruments: Int(session.instruments_max), orders: Int(session.orders_max),
            levels: Int(session.orders_max) * 2)
    }
}
