/// One message of the feed and what it does.
internal import PluginABI
internal import Records

extension MarketBooks {
    /// Decodes one ITCH 5.0 message, without its length prefix, and applies it. A message that is
    /// refused is a fault event and changes nothing.
    public mutating func apply(_ message: UnsafeRawBufferPointer) -> MarketEvent {
        var event = MarketEvent()
        apply(message, into: &event)
        return event
    }

    /// The same into an event that the caller keeps, which spares a copy of it.
    public mutating func apply(_ message: UnsafeRawBufferPointer, into event: inout MarketEvent) {
        event = MarketEvent()
        guard let base = message.baseAddress, message.count > 0 else { return refuse(&event, .empty) }
        let letter = base.u8(0)
        // One look for type and length: a message of no known type has length 0 here.
        guard message.count == Int(lengths[Int(letter)]) else { return refuseFrame(&event, letter) }
        event.time = base.itchTime
        event.instrument = UInt32(base.u16(1))
        guard Int(event.instrument) < capacity.instruments else { return refuse(&event, .instrumentOutOfRange) }
        hear(&event)
        // By the letter itself: an enum of letters is one more jump than the processor can foresee.
        switch letter {
        // A and F are the same up to the attribution.
        case 0x41, 0x46: add(&event, AddOrderMessage(base: base))
        case 0x44:  // D
            take(&event, reference: OrderDeleteMessage(base: base).reference, quantity: 0, isWhole: true, kind: .delete)
        case 0x45: execute(&event, OrderExecutedMessage(base: base))
        case 0x43: execute(&event, OrderExecutedWithPriceMessage(base: base))
        case 0x58:  // X
            let cancel = OrderCancelMessage(base: base)
            take(&event, reference: cancel.reference, quantity: cancel.shares, isWhole: false, kind: .cancel)
        case 0x55: replace(&event, OrderReplaceMessage(base: base))
        case 0x50: trade(&event, TradeMessage(base: base))
        case 0x51: cross(&event, CrossTradeMessage(base: base))
        case 0x42: breakTrade(&event, BrokenTradeMessage(base: base))
        case 0x49: imbalance(&event, ImbalanceMessage(base: base))
        default: noteOther(&event, letter, base)
        }
    }

    /// Notes that the instrument was heard of, in the line that its book is in.
    @inline(__always)
    private mutating func hear(_ event: inout MarketEvent) {
        let heard = ladders.base + 2 &* Int(event.instrument)
        let before = heard.pointee.heard
        heard.pointee.heard = event.time
        if event.time &- before > Self.staleAfter, before > 0 { endSilence(&event) }
    }

    @inline(never)
    private mutating func endSilence(_ event: inout MarketEvent) {
        if isTrading(event.instrument) { event.flags = UInt32(TECTRA_DATA_STALE) }
    }

    @inline(never)
    private mutating func noteOther(_ event: inout MarketEvent, _ letter: UInt8, _ base: UnsafeRawPointer) {
        guard let type = ITCHMessageType(rawValue: letter) else { return refuse(&event, .unknownType) }
        note(&event, type, base)
    }

    @inline(never)
    private mutating func refuseFrame(_ event: inout MarketEvent, _ letter: UInt8) {
        refuse(&event, ITCHMessageType(rawValue: letter) == nil ? .unknownType : .wrongLength)
    }

    @inline(__always)
    private mutating func add(_ event: inout MarketEvent, _ message: AddOrderMessage) {
        let letter = message.sideLetter
        let reference = message.reference
        // B or S, in one look: which of them nobody can foresee.
        let isSide = letter & 0xE0 == 0x40 && UInt32(1 << 2 | 1 << 19) &>> UInt32(letter & 0x1F) & 1 == 1
        guard isSide, reference != 0, message.shares != 0 else { return refuse(&event, .badField) }
        add(
            &event, reference: reference, sell: UInt32(letter & 1), quantity: message.shares,
            price: message.price)
    }
}
