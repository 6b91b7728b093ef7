/// Rows to a block: columns, planes, LZ4, checksums, in memory taken once.
internal import CLZ4
internal import CLinux
internal import PluginABI
internal import Records

/// Gathers up to `BlockHeader.rowsMax` rows of one symbol and kind, then makes the block's bytes.
struct BlockEncoder: ~Copyable {
    private let values = UnsafeMutablePointer<UInt64>.allocate(capacity: 7 * BlockHeader.rowsMax)
    private let plain = UnsafeMutablePointer<UInt8>.allocate(capacity: BlockHeader.plainMax)
    private let block = UnsafeMutableRawPointer.allocate(
        byteCount: BlockHeader.size + BlockHeader.storedMax + 8, alignment: 64)
    private let state: UnsafeMutableRawPointer
    private var kind = TickKind.ticks
    private var rows = 0
    private var flags: UInt32 = 0
    private var unit = PriceUnit.cent
    /// The last price of each price column, which an absent one repeats.
    private var lastBid: Int64 = 0
    private var lastAsk: Int64 = 0

    init() { state = .allocate(byteCount: Int(LZ4_sizeofState()), alignment: 16) }

    deinit {
        values.deallocate()
        plain.deallocate()
        block.deallocate()
        state.deallocate()
    }

    mutating func begin(_ kind: TickKind) {
        self.kind = kind
        rows = 0
        flags = 0
        unit = .cent
        lastBid = 0
        lastAsk = 0
    }

    @inline(__always)
    private func column(_ number: Int) -> UnsafeMutablePointer<UInt64> { values + number &* BlockHeader.rowsMax }

    /// Adds rows as records of the kind; together at most `BlockHeader.rowsMax`.
    mutating func add(_ records: UnsafeRawPointer, count: Int) {
        switch kind {
        case .ticks: add(records.assumingMemoryBound(to: tectra_tick.self), count: count)
        case .trades: add(records.assumingMemoryBound(to: tectra_trade.self), count: count)
        }
    }

    private mutating func add(_ ticks: UnsafePointer<tectra_tick>, count: Int) {
        let base = values + rows
        let step = BlockHeader.rowsMax
        for index in 0..<count {
            let tick = ticks + index
            let row = base + index
            let bid = tick.pointee.bid_price
            let ask = tick.pointee.ask_price
            let hasBid = bid != Price.none
            let hasAsk = ask != Price.none
            lastBid = hasBid ? bid : lastBid
            lastAsk = hasAsk ? ask : lastAsk
            unit.cover(lastBid)
            unit.cover(lastAsk)
            flags |= tick.pointee.flags
            row[TickColumn.time &* step] = UInt64(bitPattern: tick.pointee.time)
            row[TickColumn.sequence &* step] = tick.pointee.sequence
            row[TickColumn.marks &* step] = UInt64(tick.pointee.flags) &<< 2 | (hasBid ? 0 : 1) | (hasAsk ? 0 : 2)
            row[TickColumn.bid &* step] = UInt64(bitPattern: lastBid)
            row[TickColumn.ask &* step] = UInt64(bitPattern: lastAsk)
            row[TickColumn.bidQuantity &* step] = UInt64(bitPattern: tick.pointee.bid_quantity)
            row[TickColumn.askQuantity &* step] = UInt64(bitPattern: tick.pointee.ask_quantity)
        }
        rows += count
    }

    private mutating func add(_ trades: UnsafePointer<tectra_trade>, count: Int) {
        let base = values + rows
        let step = BlockHeader.rowsMax
        for index in 0..<count {
            let trade = trades + index
            let row = base + index
            let hasPrice = trade.pointee.price != Price.none
            lastBid = hasPrice ? trade.pointee.price : lastBid
            unit.cover(lastBid)
            flags |= trade.pointee.flags
            row[TradeColumn.time &* step] = UInt64(bitPattern: trade.pointee.time)
            row[TradeColumn.sequence &* step] = trade.pointee.sequence
            row[TradeColumn.marks &* step] =
                UInt64(trade.pointee.flags) &<< 9 | UInt64(trade.pointee.aggressor) &<< 1 | (hasPrice ? 0 : 1)
            row[TradeColumn.price &* step] = UInt64(bitPattern: lastBid)
            row[TradeColumn.quantity &* step] = UInt64(bitPattern: trade.pointee.quantity)
            row[TradeColumn.match &* step] = trade.pointee.match_id
        }
        rows += count
    }

    /// Makes the block of the rows added, of which there is at least one.
    ///
    /// - Parameters:
    ///   - offset: where in its segment the block will lie.
    ///   - header: gets the block's header.
    /// - Returns: the bytes to write, a multiple of 8; valid until the next `finish`.
    mutating func finish(
        symbol: TickSymbol, instrument: UInt32, offset: Int, header: inout BlockHeader
    ) -> UnsafeRawBufferPointer {
        header = BlockHeader()
        header.kind = kind
        header.symbol = symbol
        header.instrument = instrument
        header.offset = UInt64(offset)
        header.rows = UInt32(rows)
        header.flags = flags
        header.priceUnit = unit.rawValue
        // Time and sequence are the first two columns of either kind.
        header.firstTime = Int64(bitPattern: column(0)[0])
        header.lastTime = Int64(bitPattern: column(0)[rows - 1])
        header.firstSequence = column(1)[0]
        header.lastSequence = column(1)[rows - 1]
        switch kind {
        case .ticks:
            unit.divide(column(TickColumn.bid), count: rows)
            unit.divide(column(TickColumn.ask), count: rows)
        case .trades: unit.divide(column(TradeColumn.price), count: rows)
        }
        let plainSize = lay()
        header.plainSize = UInt32(plainSize)
        let payload = block + BlockHeader.size
        let stored = LZ4_compress_fast_extState(
            state, plain, payload.assumingMemoryBound(to: CChar.self), Int32(plainSize),
            Int32(BlockHeader.storedMax), 1)
        header.storedSize = UInt32(stored)
        (payload + Int(stored)).initializeMemory(as: UInt8.self, repeating: 0, count: 8)
        header.payloadChecksum = tectra_crc32c(0, payload, Int(stored))
        header.write(to: block)
        return UnsafeRawBufferPointer(start: block, count: header.span)
    }

    /// Lays descriptors, then planes, into `plain`; returns how many bytes that is.
    private func lay() -> Int {
        let columns = kind.columns
        var size = columns * BytePlanes.descriptorSize
        for number in 0..<columns {
            let descriptor = UnsafeMutableRawPointer(plain + number * BytePlanes.descriptorSize)
            descriptor.storeBytes(of: column(number)[0].littleEndian, toByteOffset: 8, as: UInt64.self)
            let planes = BytePlanes.fold(column(number), count: rows)
            descriptor.storeBytes(of: UInt64(planes).littleEndian, as: UInt64.self)
            BytePlanes.split(column(number), count: rows, planes: planes, to: plain + size)
            size += planes * rows
        }
        return size
    }
}

/// The largest of a few steps that all prices of a block are multiples of, so that their differences are
/// small numbers.
enum PriceUnit: Int64 {
    case cent = 10_000_000
    /// ITCH's own, 1/10,000.
    case itch = 100_000
    case one = 1

    /// Falls to a step that `price` is a multiple of.
    @inline(__always)
    mutating func cover(_ price: Int64) {
        switch self {
        case .cent:
            if price % 10_000_000 != 0 { self = price % 100_000 == 0 ? .itch : .one }
        case .itch:
            if price % 100_000 != 0 { self = .one }
        case .one: break
        }
    }

    /// Turns prices into multiples of the step, in place.
    func divide(_ prices: UnsafeMutablePointer<UInt64>, count: Int) {
        switch self {
        case .cent:
            for index in 0..<count { prices[index] = UInt64(bitPattern: Int64(bitPattern: prices[index]) / 10_000_000) }
        case .itch:
            for index in 0..<count { prices[index] = UInt64(bitPattern: Int64(bitPattern: prices[index]) / 100_000) }
        case .one: break
        }
    }
}
