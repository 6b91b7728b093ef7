/// A block back to rows, in memory taken once. The bytes may be anything: what does not fit is a reason.
internal import CLZ4
internal import CLinux
internal import PluginABI
internal import Records

struct BlockDecoder: ~Copyable {
    /// Rows that are put together at a time, so that their columns stay in the nearest cache.
    private static let strip = 256

    /// Room for a block's payload as it lies in the file.
    let payload = UnsafeMutableRawPointer.allocate(byteCount: BlockHeader.storedMax, alignment: 64)
    private let plain = UnsafeMutablePointer<UInt8>.allocate(capacity: BlockHeader.plainMax)
    private let lanes = UnsafeMutablePointer<UInt64>.allocate(capacity: 7 * BlockDecoder.strip)
    /// The decoded rows, `BlockHeader.rowsMax` records of 64 bytes.
    let rows = UnsafeMutableRawPointer.allocate(
        byteCount: BlockHeader.rowsMax * TickKind.rowSize, alignment: TickKind.rowSize)

    deinit {
        payload.deallocate()
        plain.deallocate()
        lanes.deallocate()
        rows.deallocate()
    }

    /// Checks and decodes the block whose payload is in `payload` into `rows`.
    ///
    /// - Returns: why it can not be, or nil when it was done.
    mutating func decode(_ header: BlockHeader) -> StaticString? {
        let stored = Int(header.storedSize)
        let rows = Int(header.rows)
        let columns = header.kind.columns
        guard stored <= BlockHeader.storedMax, rows <= BlockHeader.rowsMax,
            Int(header.plainSize) <= BlockHeader.plainMax
        else { return "its sizes are out of bounds" }
        guard tectra_crc32c(0, payload, stored) == header.payloadChecksum else {
            return "the checksum of the block is wrong"
        }
        let size = LZ4_decompress_safe(
            payload.assumingMemoryBound(to: CChar.self),
            UnsafeMutableRawPointer(plain).assumingMemoryBound(to: CChar.self),
            Int32(stored), Int32(BlockHeader.plainMax))
        guard Int(size) == Int(header.plainSize), Int(size) >= columns * BytePlanes.descriptorSize else {
            return "it does not decompress to its size"
        }
        var at = columns * BytePlanes.descriptorSize
        var places = InlineArray<7, Int>(repeating: 0)
        var planes = InlineArray<7, Int>(repeating: 0)
        var sums = InlineArray<7, UInt64>(repeating: 0)
        for column in 0..<columns {
            let descriptor = UnsafeRawPointer(plain + column * BytePlanes.descriptorSize)
            let count = UInt64(littleEndian: descriptor.loadUnaligned(as: UInt64.self))
            guard count <= 8, at + Int(count) * rows <= Int(size) else { return "its columns are longer than it is" }
            places[column] = at
            planes[column] = Int(count)
            sums[column] = UInt64(littleEndian: descriptor.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            at += Int(count) * rows
        }
        guard at == Int(size) else { return "its columns are shorter than it is" }
        var first = 0
        while first < rows {
            let count = min(Self.strip, rows - first)
            for column in 0..<columns {
                BytePlanes.join(
                    plain + places[column], rows: rows, planes: planes[column], first: first, count: count,
                    to: lanes + column * Self.strip)
            }
            switch header.kind {
            case .ticks: joinTicks(header, first, count, &sums)
            case .trades: joinTrades(header, first, count, &sums)
            }
            first += count
        }
        guard sums[0] == UInt64(bitPattern: header.lastTime), sums[1] == header.lastSequence else {
            return "its last row is not the one that its header names"
        }
        return nil
    }

    /// One strip of columns to records. The sums go on from strip to strip.
    private func joinTicks(_ header: BlockHeader, _ first: Int, _ count: Int, _ sums: inout InlineArray<7, UInt64>) {
        let strip = Self.strip
        let unit = header.priceUnit
        var record = tectra_tick.blank
        record.instrument = header.instrument
        let target = rows.assumingMemoryBound(to: tectra_tick.self) + first
        for index in 0..<count {
            let lane = lanes + index
            sums[0] &+= BytePlanes.unfold(lane[0])
            sums[1] &+= BytePlanes.unfold(lane[strip])
            sums[2] &+= BytePlanes.unfold(lane[2 &* strip])
            sums[3] &+= BytePlanes.unfold(lane[3 &* strip])
            sums[4] &+= BytePlanes.unfold(lane[4 &* strip])
            sums[5] &+= BytePlanes.unfold(lane[5 &* strip])
            sums[6] &+= BytePlanes.unfold(lane[6 &* strip])
            let marks = sums[TickColumn.marks]
            record.time = Int64(bitPattern: sums[TickColumn.time])
            record.sequence = sums[TickColumn.sequence]
            record.flags = UInt32(truncatingIfNeeded: marks &>> 2)
            record.bid_price = marks & 1 == 0 ? Int64(bitPattern: sums[TickColumn.bid]) &* unit : Price.none
            record.ask_price = marks & 2 == 0 ? Int64(bitPattern: sums[TickColumn.ask]) &* unit : Price.none
            record.bid_quantity = Int64(bitPattern: sums[TickColumn.bidQuantity])
            record.ask_quantity = Int64(bitPattern: sums[TickColumn.askQuantity])
            target[index] = record
        }
    }

    private func joinTrades(_ header: BlockHeader, _ first: Int, _ count: Int, _ sums: inout InlineArray<7, UInt64>) {
        let strip = Self.strip
        let unit = header.priceUnit
        var record = tectra_trade.blank
        record.instrument = header.instrument
        let target = rows.assumingMemoryBound(to: tectra_trade.self) + first
        for index in 0..<count {
            let lane = lanes + index
            sums[0] &+= BytePlanes.unfold(lane[0])
            sums[1] &+= BytePlanes.unfold(lane[strip])
            sums[2] &+= BytePlanes.unfold(lane[2 &* strip])
            sums[3] &+= BytePlanes.unfold(lane[3 &* strip])
            sums[4] &+= BytePlanes.unfold(lane[4 &* strip])
            sums[5] &+= BytePlanes.unfold(lane[5 &* strip])
            let marks = sums[TradeColumn.marks]
            record.time = Int64(bitPattern: sums[TradeColumn.time])
            record.sequence = sums[TradeColumn.sequence]
            record.flags = UInt32(truncatingIfNeeded: marks &>> 9)
            record.aggressor = UInt8(truncatingIfNeeded: marks &>> 1)
            record.price = marks & 1 == 0 ? Int64(bitPattern: sums[TradeColumn.price]) &* unit : Price.none
            record.quantity = Int64(bitPattern: sums[TradeColumn.quantity])
            record.match_id = sums[TradeColumn.match]
            target[index] = record
        }
    }
}
