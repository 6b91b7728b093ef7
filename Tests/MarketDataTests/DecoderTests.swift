// Every message type of ITCH 5.0 from hand-made bytes: each field at its offset, each fault at its place.
import MarketData
import TestSupport
import Testing

/// Eight letters as the decoder gives them.
func letters(_ text: String) -> UInt64 {
    Array((text + "        ").utf8.prefix(8)).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
}

func letters4(_ text: String) -> UInt32 {
    Array((text + "    ").utf8.prefix(4)).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
}

@Suite struct DecoderTests {
    /// Decodes one message as a type and checks the head.
    private func read<Message: ITCHMessageView>(
        _ message: ITCHBytes, as type: Message.Type, _ check: (Message) -> Void
    ) {
        let bytes = message.bytes
        #expect(bytes.count == type.type.length)
        bytes.withUnsafeBytes { raw in
            guard let view = Message(raw) else {
                Issue.record("\(type) does not take its own bytes")
                return
            }
            #expect(view.locate == 1 && view.tracking == 0x0203 && view.time == 0x0405_0607_0809)
            check(view)
            #expect(Message(UnsafeRawBufferPointer(rebasing: raw.dropLast())) == nil, "one byte too few")
        }
    }

    @Test func addOrders() {
        for (letter, isAttributed) in [(Character("A"), false), ("F", true)] {
            var message = ITCHBytes(letter)
            message.put(UInt64(0x1122_3344_5566_7788))
            message.put("S", 1)
            message.put(UInt32(700))
            message.put("TXAAB", 8)
            message.put(UInt32(1_234_500))
            if isAttributed { message.put("MMKR", 4) }
            func check(_ reference: UInt64, _ side: UInt8, _ shares: UInt32, _ symbol: UInt64, _ price: UInt32) {
                #expect(reference == 0x1122_3344_5566_7788 && side == 0x53 && shares == 700)
                #expect(symbol == letters("TXAAB") && price == 1_234_500)
            }
            if isAttributed {
                read(message, as: AddAttributedOrderMessage.self) {
                    check($0.reference, $0.sideLetter, $0.shares, $0.symbol, $0.price)
                    #expect($0.participant == letters4("MMKR"))
                }
            } else {
                read(message, as: AddOrderMessage.self) {
                    check($0.reference, $0.sideLetter, $0.shares, $0.symbol, $0.price)
                }
            }
        }
    }

    @Test func changesOfOrders() {
        var executed = ITCHBytes("E")
        executed.put(UInt64(5))
        executed.put(UInt32(6))
        executed.put(UInt64(7))
        read(executed, as: OrderExecutedMessage.self) {
            #expect($0.reference == 5 && $0.shares == 6 && $0.match == 7)
        }
        var priced = ITCHBytes("C")
        priced.put(UInt64(5))
        priced.put(UInt32(6))
        priced.put(UInt64(7))
        priced.put("N", 1)
        priced.put(UInt32(8))
        read(priced, as: OrderExecutedWithPriceMessage.self) {
            #expect($0.reference == 5 && $0.shares == 6 && $0.match == 7 && $0.printableLetter == 0x4E && $0.price == 8)
        }
        var cancelled = ITCHBytes("X")
        cancelled.put(UInt64(5))
        cancelled.put(UInt32(6))
        read(cancelled, as: OrderCancelMessage.self) { #expect($0.reference == 5 && $0.shares == 6) }
        var deleted = ITCHBytes("D")
        deleted.put(UInt64(5))
        read(deleted, as: OrderDeleteMessage.self) { #expect($0.reference == 5) }
        var replaced = ITCHBytes("U")
        replaced.put(UInt64(5))
        replaced.put(UInt64(6))
        replaced.put(UInt32(7))
        replaced.put(UInt32(8))
        read(replaced, as: OrderReplaceMessage.self) {
            #expect($0.reference == 5 && $0.newReference == 6 && $0.shares == 7 && $0.price == 8)
        }
    }

    @Test func trades() {
        var hidden = ITCHBytes("P")
        hidden.put(UInt64(5))
        hidden.put("B", 1)
        hidden.put(UInt32(6))
        hidden.put("TXAAB", 8)
        hidden.put(UInt32(7))
        hidden.put(UInt64(8))
        read(hidden, as: TradeMessage.self) {
            #expect($0.reference == 5 && $0.sideLetter == 0x42 && $0.shares == 6 && $0.symbol == letters("TXAAB"))
            #expect($0.price == 7 && $0.match == 8)
        }
        var cross = ITCHBytes("Q")
        cross.put(UInt64(1) << 40)
        cross.put("TXAAB", 8)
        cross.put(UInt32(7))
        cross.put(UInt64(8))
        cross.put("C", 1)
        read(cross, as: CrossTradeMessage.self) {
            #expect($0.shares == 1 << 40 && $0.symbol == letters("TXAAB") && $0.price == 7 && $0.match == 8)
            #expect($0.crossLetter == 0x43)
        }
        var broken = ITCHBytes("B")
        broken.put(UInt64(8))
        read(broken, as: BrokenTradeMessage.self) { #expect($0.match == 8) }
    }

    @Test func auctions() {
        var imbalance = ITCHBytes("I")
        imbalance.put(UInt64(1))
        imbalance.put(UInt64(2))
        imbalance.put("B", 1)
        imbalance.put("TXAAB", 8)
        for price in UInt32(3)...5 { imbalance.put(price) }
        imbalance.put("O", 1)
        imbalance.put("L", 1)
        read(imbalance, as: ImbalanceMessage.self) {
            #expect($0.paired == 1 && $0.imbalance == 2 && $0.directionLetter == 0x42 && $0.symbol == letters("TXAAB"))
            #expect($0.farPrice == 3 && $0.nearPrice == 4 && $0.referencePrice == 5)
            #expect($0.crossLetter == 0x4F && $0.variationLetter == 0x4C)
        }
        var retail = ITCHBytes("N")
        retail.put("TXAAB", 8)
        retail.put("A", 1)
        read(retail, as: RetailInterestMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.interestLetter == 0x41)
        }
        var listing = ITCHBytes("O")
        listing.put("TXAAB", 8)
        listing.put("Y", 1)
        for price in UInt32(1)...3 { listing.put(price) }
        listing.put(UInt64(4))
        listing.put(UInt32(5))
        listing.put(UInt32(6))
        read(listing, as: DirectListingMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.eligibilityLetter == 0x59)
            #expect($0.lowestPrice == 1 && $0.highestPrice == 2 && $0.nearPrice == 3 && $0.nearTime == 4)
            #expect($0.lowerCollar == 5 && $0.upperCollar == 6)
        }
    }
}
