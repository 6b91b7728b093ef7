/// Whole stretches of a feed at once, which lets memory be asked for before it is needed.
///
/// A market's books are far larger than a cache, and a message waits for its order's line longer than
/// all its work takes. So the stretch is read twice: a scout runs some messages ahead and asks for the
/// line of each order, and halfway for the best levels of its book.
internal import CLinux

/// Who is shown what each message did.
public protocol MarketEventSink: ~Copyable {
    /// - Parameters:
    ///   - offset: of the message's length prefix in the stretch.
    ///   - books: as they are after the message, to be read. Lent to be changed only because the compiler
    ///     copies a large value that it lends to be read.
    mutating func take(_ event: MarketEvent, at offset: Int, _ books: inout MarketBooks)
}

/// What runs ahead of a stretch, a group of messages at a time, so that the processor looks for the memory of
/// all of a group at once: a look for a page holds up what comes behind it.
@usableFromInline
struct Scout {
    /// Messages of a group.
    @usableFromInline static var group: Int { 8 }

    var cursor: ITCHCursor
    /// Messages of the group that are about an instrument, where they begin, and the line of their order.
    var count = 0
    var offsets = InlineArray<8, Int>(repeating: 0)
    var lines = InlineArray<8, Int>(repeating: 0)

    @usableFromInline init(_ bytes: UnsafeRawBufferPointer) { cursor = ITCHCursor(bytes) }
}

extension MarketBooks {
    /// Applies the framed messages of `bytes` in order.
    /// - Returns: where it stopped: `bytes.count`, or the prefix of the message that is cut.
    @inlinable
    public mutating func apply<Sink: MarketEventSink & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, to sink: inout Sink
    ) -> Int {
        var scout = Scout(bytes)
        var cursor = ITCHCursor(bytes)
        var event = MarketEvent()
        expectOrders(&scout)
        while true {
            expectLevels(&scout)
            expectOrders(&scout)
            for _ in 0..<Scout.group {
                let offset = cursor.offset
                guard let message = cursor.next() else { return offset }
                apply(message, into: &event)
                sink.take(event, at: offset, &self)
            }
        }
    }

    /// Asks for the orders of the next group, for the best prices of their books and for figures of the day.
    @usableFromInline
    mutating func expectOrders(_ scout: inout Scout) {
        let slots = orders.slots
        let instruments = capacity.instruments
        let (ladders, states) = (ladders.base, states.base)
        var cursor = scout.cursor
        let end = cursor.bytes.count
        var count = 0
        for _ in 0..<Scout.group {
            guard let message = cursor.next() else { break }
            // One byte more than the shortest is read, which the last message does not have.
            guard message.count >= 19, cursor.offset < end, let base = message.baseAddress else { continue }
            let instrument = Int(base.u16(1))
            guard instrument < instruments else { continue }
            let line = slots.line(base.u64(11))
            tectra_prefetch(slots.base + line)
            scout.offsets[unchecked: count] = cursor.offset &- message.count
            scout.lines[unchecked: count] = line
            count &+= 1
            let letter = base.u8(0)
            if letter == ITCHMessageType.orderReplace.rawValue {
                tectra_prefetch(slots.base + slots.line(base.u64(min(19, message.count &- 8))))
            }
            tectra_prefetch(ladders + 2 &* instrument)
            // What trades moves the day's figures: C, E, P or Q; any other asks for what is there already.
            let trades: UInt32 = 1 << 3 | 1 << 5 | 1 << 16 | 1 << 17
            let isTrade = Int32(truncatingIfNeeded: trades &>> UInt32(letter & 31) & 1)
            tectra_prefetch(states + Int(tectra_choose(isTrade, UInt32(instrument), 0)))
        }
        scout.cursor = cursor
        scout.count = count
    }

    /// Asks for the levels that a group is about, when its orders should be there.
    @usableFromInline
    mutating func expectLevels(_ scout: inout Scout) {
        let slots = orders.slots
        let blocks = pool.blocks
        let ladders = ladders.base
        guard let bytes = scout.cursor.bytes.baseAddress else { return }
        for at in 0..<scout.count {
            let base = bytes + scout.offsets[unchecked: at]
            // Computed and not jumped to: which side it is, and whether at the best price, nobody can foresee.
            let reference = base.u64(11)
            let order = slots.base + slots.likely(reference, scout.lines[unchecked: at])
            let isOrder = order.pointee.reference == reference
            // The side of an add. Any other message is of an order that rests, and this is a byte of the next.
            let side = tectra_choose(isOrder ? 1 : 0, order.pointee.ladder, UInt32(base.u8(19))) & 1
            let ladder = ladders + (2 &* Int(base.u16(1)) &+ Int(side))
            // At the best level nothing but the ladder is touched, except when it goes.
            let isQuiet =
                (isOrder ? 1 : 0) & (order.pointee.key == ladder.pointee.bestKey ? 1 : 0)
                & (ladder.pointee.bestOrders > 1 ? 1 : 0)
            // Else the keys that a search begins with, and what stands at the best eight levels or less.
            var block = Ladder()
            block.start = tectra_choose(Int32(isQuiet), 0, ladder.pointee.start)
            block.sizeClass = ladder.pointee.sizeClass
            let last = max(Int(ladder.pointee.count), 1) &- 1
            tectra_prefetch(blocks.keys(block) + last)
            tectra_prefetch(blocks.sizes(block) + last)
            tectra_prefetch(blocks.sizes(block) + (last &- 4))
        }
    }
}
