/// Rows as a Parquet file.
public import Parquet
public import PluginABI
internal import Records

public final class ParquetSink: TickSink {
    private var writer: ParquetWriter?

    /// Begins a file, which must not be there.
    public init(
        _ table: TickTable, path: String, compression: ParquetCompression = .lz4, groupRows: Int = 262_144
    ) throws(TickExportError) {
        do throws(ParquetError) {
            writer = try ParquetWriter.make(
                path, columns: table.columns, compression: compression, groupRows: groupRows,
                metadata: [("tectra.table", table.rawValue)])
        } catch {
            throw .parquet(error)
        }
    }

    private func row(_ body: (inout ParquetWriter) throws(ParquetError) -> Void) throws(TickExportError) {
        guard var open = writer.take() else { return }
        do throws(ParquetError) {
            try body(&open)
            try open.endRow()
        } catch {
            throw .parquet(error)
        }
        writer = consume open
    }

    private static func price(_ column: Int, _ value: Int64, _ row: inout ParquetWriter) throws(ParquetError) {
        if value == Price.none { try row.setNull(column) } else { try row.set(column, value) }
    }

    public func put(_ tick: tectra_tick, of symbol: String) throws(TickExportError) {
        try row { (row: inout ParquetWriter) throws(ParquetError) in
            try row.set(0, symbol)
            try row.set(1, tick.time)
            try row.set(2, tick.sequence)
            try Self.price(3, tick.bid_price, &row)
            try Self.price(4, tick.ask_price, &row)
            try row.set(5, tick.bid_quantity)
            try row.set(6, tick.ask_quantity)
            try row.set(7, Int64(tick.flags))
        }
    }

    public func put(_ trade: tectra_trade, of symbol: String) throws(TickExportError) {
        try row { (row: inout ParquetWriter) throws(ParquetError) in
            try row.set(0, symbol)
            try row.set(1, trade.time)
            try row.set(2, trade.sequence)
            try Self.price(3, trade.price, &row)
            try row.set(4, trade.quantity)
            try row.set(5, trade.match_id)
            try row.set(6, TickTable.aggressor(trade.aggressor))
            try row.set(7, Int64(trade.flags))
        }
    }

    public func put(_ bar: tectra_bar, of symbol: String) throws(TickExportError) {
        try row { (row: inout ParquetWriter) throws(ParquetError) in
            try row.set(0, symbol)
            try row.set(1, bar.time)
            try row.set(2, bar.open)
            try row.set(3, bar.high)
            try row.set(4, bar.low)
            try row.set(5, bar.close)
            try row.set(6, bar.volume)
            try row.set(7, bar.vwap)
            try row.set(8, Int64(bar.trades))
            try row.set(9, Int64(bar.flags))
        }
    }

    public func finish() throws(TickExportError) -> Int {
        guard let open = writer.take() else { return 0 }
        do throws(ParquetError) {
            return try open.finish()
        } catch {
            throw .parquet(error)
        }
    }
}
