/// Reading the strategy's account and the market as of the event being handled.
public import PluginABI

extension Host {
    /// The position in an instrument; zero when there never was one or it is not known.
    @inlinable
    public func position(in instrument: InstrumentID) -> Position {
        var record = tectra_position()
        _ = table.pointee.position?(context, instrument.rawValue, &record)
        return Position(record)
    }

    /// Profit and loss of the whole strategy.
    @inlinable
    public var profitAndLoss: ProfitAndLoss {
        var record = tectra_pnl()
        _ = table.pointee.pnl?(context, &record)
        return ProfitAndLoss(record)
    }

    /// The definition of an instrument; nil before it was announced.
    @inlinable
    public func instrument(_ id: InstrumentID) -> Instrument? {
        var record = tectra_instrument()
        guard table.pointee.instrument?(context, id.rawValue, &record) == 0 else { return nil }
        return Instrument(record)
    }

    /// Looks at the latest known book of an instrument: ten levels where the strategy is sent
    /// books, else the top. nil, and no look, when it is not known.
    @inlinable
    public func withBook<Result>(of instrument: InstrumentID, _ body: (borrowing Book) -> Result) -> Result? {
        var record = tectra_book()
        guard table.pointee.book?(context, instrument.rawValue, &record) == 0 else { return nil }
        return withUnsafePointer(to: &record) { body(Book($0)) }
    }
}
