/// The tables that a store's rows are given out as: their columns, the same in every format.
public import Parquet
internal import PluginABI

public enum TickTable: String, Sendable, CaseIterable {
    case ticks, trades, bars

    /// The columns in order. Prices are decimals of nine digits behind the point; a missing one is null.
    public var columns: [ParquetColumn] {
        let price = ParquetColumn.Kind.decimal(scale: 9)
        let begin = [ParquetColumn("symbol", .text), ParquetColumn("time", .timestamp)]
        switch self {
        case .ticks:
            return begin + [
                ParquetColumn("sequence", .uint64), ParquetColumn("bid_price", price, isOptional: true),
                ParquetColumn("ask_price", price, isOptional: true), ParquetColumn("bid_quantity", .int64),
                ParquetColumn("ask_quantity", .int64), ParquetColumn("flags", .uint32),
            ]
        case .trades:
            return begin + [
                ParquetColumn("sequence", .uint64), ParquetColumn("price", price, isOptional: true),
                ParquetColumn("quantity", .int64), ParquetColumn("match_id", .uint64),
                ParquetColumn("aggressor", .text), ParquetColumn("flags", .uint32),
            ]
        case .bars:
            return begin + [
                ParquetColumn("open", price), ParquetColumn("high", price), ParquetColumn("low", price),
                ParquetColumn("close", price), ParquetColumn("volume", .int64), ParquetColumn("vwap", price),
                ParquetColumn("trades", .uint32), ParquetColumn("flags", .uint32),
            ]
        }
    }

    /// The word for the side that took liquidity.
    static func aggressor(_ side: UInt8) -> String {
        switch Int(side) {
        case TECTRA_BUY: "buy"
        case TECTRA_SELL: "sell"
        default: "none"
        }
    }
}
