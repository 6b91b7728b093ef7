/// What is known of an instrument's trading, as the record that strategies and people are shown.
public import PluginABI
internal import Records

/// An auction's trade.
public struct CrossPrint: BitwiseCopyable, Sendable, Equatable {
    /// ns since midnight; 0 before the first.
    public var time: Int64 = 0
    /// 1e-9.
    public var price: Int64 = 0
    public var quantity: Int64 = 0
    /// O opening, C closing, H halt or IPO, I intraday.
    public var cross: UInt8 = 0

    public init() {}
}

extension MarketBooks {
    /// The last auction that traded today.
    public func lastCross(of instrument: UInt32) -> CrossPrint {
        Int(instrument) < capacity.instruments ? crosses[Int(instrument)] : CrossPrint()
    }

    /// Writes state, restriction, collars, imbalance and last cross into a record.
    public func fillStatus(of instrument: UInt32, into record: inout tectra_market_status) {
        let status = status(of: instrument)
        record.state = status.state
        record.venue_halted = status.isOperationallyHalted ? 1 : 0
        record.short_sale = status.shortSale
        record.market_wide = marketWideLevel
        withUnsafeMutableBytes(of: &record.reason) { room in
            withUnsafeBytes(of: status.reason) { room.copyMemory(from: $0) }
        }
        record.collar_extensions = status.collarExtensions
        record.collar_reference = status.collarReference
        record.collar_lower = status.collarLower
        record.collar_upper = status.collarUpper
        let imbalance = imbalance(of: instrument)
        record.direction = imbalance.direction
        record.cross = imbalance.cross
        record.variation = imbalance.variation
        record.paired = imbalance.paired
        record.imbalance = imbalance.imbalance
        record.reference_price = imbalance.referencePrice
        record.near_price = imbalance.nearPrice
        record.far_price = imbalance.farPrice
        let cross = lastCross(of: instrument)
        record.cross_price = cross.price
        record.cross_quantity = cross.quantity
    }
}
