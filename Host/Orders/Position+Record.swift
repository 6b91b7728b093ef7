/// Positions as records of the contract.
public import PluginABI
internal import Records

extension Position {
    /// The record that tells a strategy its position, valued at `mark`; sums beyond Int64 saturate.
    public func record(instrument: UInt32, mark: Int64, sequence: UInt64, time: Int64) -> tectra_position {
        var record = tectra_position.blank
        record.sequence = sequence
        record.time = time
        record.instrument = instrument
        record.quantity = quantity
        record.average_price = averagePrice
        record.realized = Int64(saturating: realized)
        record.unrealized = Int64(saturating: unrealized(at: mark))
        record.fees = Int64(saturating: fees)
        return record
    }
}
