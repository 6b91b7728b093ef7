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

extension MarketBooks {
    /// Messages that the scout is ahead.
    @usableFromInline static var ahead: Int { 8 }

    /// Applies the framed messages of `bytes` in order.
    /// - Returns: where it stopped: `bytes.count`, or the prefix of the message that is cut.
    @inlinable
    public mutating func apply<Sink: MarketEventSink & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, to sink: inout Sink
    ) -> Int {
        var scout = ITCHCursor(bytes)
        var middle = ITCHCursor(bytes)
        var cursor = ITCHCursor(bytes)
        var event = MarketEvent()
        for _ in 0..<Self.ahead { expectOrder(scout.next()) }
        for _ in 0..<Self.ahead / 2 { expectLevels(middle.next()) }
        while true {
            expectOrder(scout.next())
            expectLevels(middle.next())
            let offset = cursor.offset
            guard let message = cursor.next() else { return offset }
            apply(message, into: &event)
            sink.take(event, at: offset, &self)
        }
    }

    /// Asks for the order of a message that comes soon.
    @inlinable @inline(__always)
    mutating func expectOrder(_ message: UnsafeRawBufferPointer?) {
        if let message { expectOrder(message) }
    }

    @inlinable @inline(__always)
    mutating func expectLevels(_ message: UnsafeRawBufferPointer?) {
        if let message { expectLevels(message) }
    }

    /// Asks for the memory of the order that a message is about, some messages before `apply`.
    @usableFromInline
    mutating func expectOrder(_ message: UnsafeRawBufferPointer) {
        guard message.count >= 19, let base = message.baseAddress else { return }
        let slots = orders.slots
        tectra_prefetch(slots.base + slots.line(base.u64(11)))
        if base.u8(0) == ITCHMessageType.orderReplace.rawValue, message.count >= 27 {
            tectra_prefetch(slots.base + slots.line(base.u64(19)))
        }
        let instrument = Int(base.u16(1))
        if instrument < capacity.instruments { tectra_prefetch(ladders.base + 2 * instrument) }
    }

    /// Asks for the best levels of the book that a message is about, few messages before `apply`.
    @usableFromInline
    mutating func expectLevels(_ message: UnsafeRawBufferPointer) {
        guard message.count >= 19, let base = message.baseAddress else { return }
        let instrument = Int(base.u16(1))
        guard instrument < capacity.instruments else { return }
        // Computed and not jumped to: which side it is, and whether at the best price, nobody can foresee.
        let slots = orders.slots
        let reference = base.u64(11)
        let order = slots.base + slots.likely(reference, slots.line(reference))
        let isOrder = order.pointee.reference == reference
        let said = UInt32(base.u8(19 < message.count ? 19 : 0))
        let side = tectra_choose(isOrder ? 1 : 0, order.pointee.ladder, said) & 1
        let ladder = ladders.base + (2 &* instrument &+ Int(side))
        // At the best level nothing but the ladder is touched, except when it goes.
        let isQuiet =
            (isOrder ? 1 : 0) & (order.pointee.key == ladder.pointee.bestKey ? 1 : 0)
            & (ladder.pointee.bestOrders > 1 ? 1 : 0)
        let level = tectra_choose(
            Int32(isQuiet), UInt32(LevelPool.padding), ladder.pointee.start &+ UInt32(ladder.pointee.count))
        let end = Int(level)
        // A search reads sixteen keys, which may begin in the line before.
        tectra_prefetch(pool.keys.base + (end &- 1))
        tectra_prefetch(pool.keys.base + (end &- 16))
        tectra_prefetch(pool.sizes.base + (end &- 1))
        tectra_prefetch(pool.sizes.base + (end &- 5))
    }
}
