// The message types about the day and the securities, each field at its offset.
import MarketData
import TestSupport
import Testing

@Suite struct DecoderStatusTests {
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
            check(view)
        }
    }

    @Test func directory() {
        var message = ITCHBytes("R")
        message.put("TXAAB", 8)
        message.put("QN", 2)
        message.put(UInt32(100))
        message.put("NCZ PNN1N", 9)
        message.put(UInt32(3))
        message.put("Y", 1)
        read(message, as: StockDirectoryMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.categoryLetter == 0x51 && $0.financialLetter == 0x4E)
            #expect($0.roundLot == 100 && $0.roundLotsOnlyLetter == 0x4E && $0.classificationLetter == 0x43)
            #expect($0.subtype == 0x5A20 && $0.authenticityLetter == 0x50 && $0.shortSaleThresholdLetter == 0x4E)
            #expect($0.ipoLetter == 0x4E && $0.luldTierLetter == 0x31 && $0.etpLetter == 0x4E)
            #expect($0.etpLeverage == 3 && $0.inverseLetter == 0x59)
        }
    }

    @Test func statesOfASecurity() {
        var action = ITCHBytes("H")
        action.put("TXAAB", 8)
        action.put("P", 1)
        action.put(" ", 1)
        action.put("LUDP", 4)
        read(action, as: TradingActionMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.stateLetter == 0x50 && $0.reason == letters4("LUDP"))
        }
        var halt = ITCHBytes("h")
        halt.put("TXAAB", 8)
        halt.put("Q", 1)
        halt.put("H", 1)
        read(halt, as: OperationalHaltMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.marketLetter == 0x51 && $0.actionLetter == 0x48)
        }
        var short = ITCHBytes("Y")
        short.put("TXAAB", 8)
        short.put("1", 1)
        read(short, as: ShortSaleMessage.self) { #expect($0.symbol == letters("TXAAB") && $0.actionLetter == 0x31) }
        var collar = ITCHBytes("J")
        collar.put("TXAAB", 8)
        for price in UInt32(1)...4 { collar.put(price) }
        read(collar, as: AuctionCollarMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.referencePrice == 1 && $0.upperPrice == 2)
            #expect($0.lowerPrice == 3 && $0.extensions == 4)
        }
        var quoting = ITCHBytes("K")
        quoting.put("TXAAB", 8)
        quoting.put(UInt32(36_000))
        quoting.put("A", 1)
        quoting.put(UInt32(5))
        read(quoting, as: IPOQuotingMessage.self) {
            #expect($0.symbol == letters("TXAAB") && $0.releaseTime == 36_000 && $0.qualifierLetter == 0x41)
            #expect($0.price == 5)
        }
        var maker = ITCHBytes("L")
        maker.put("MMKR", 4)
        maker.put("TXAAB", 8)
        maker.put("YNA", 3)
        read(maker, as: ParticipantMessage.self) {
            #expect($0.participant == letters4("MMKR") && $0.symbol == letters("TXAAB"))
            #expect($0.primaryLetter == 0x59 && $0.modeLetter == 0x4E && $0.stateLetter == 0x41)
        }
    }

    @Test func statesOfTheMarket() {
        var event = ITCHBytes("S")
        event.put("Q", 1)
        read(event, as: SystemEventMessage.self) { #expect($0.code == 0x51) }
        var levels = ITCHBytes("V")
        for level in UInt64(1)...3 { levels.put(level) }
        read(levels, as: DeclineLevelsMessage.self) { #expect($0.level1 == 1 && $0.level2 == 2 && $0.level3 == 3) }
        var status = ITCHBytes("W")
        status.put("2", 1)
        read(status, as: MarketWideStatusMessage.self) { #expect($0.levelLetter == 0x32) }
    }

    /// Counts what it is shown.
    private struct Count: ITCHVisitor {
        var messages = 0
        var faults: [Int: FeedFault] = [:]
        mutating func visit(_ message: AddOrderMessage) { messages += 1 }
        mutating func visit(_ message: OrderDeleteMessage) { messages += 1 }
        mutating func visit(_ message: SystemEventMessage) { messages += 1 }
        mutating func visit(_ fault: FeedFault, at offset: Int) { faults[offset] = fault }
    }

    @Test func faultsHaveTheirPlace() {
        let add = ITCHBytes.add(1, "B", 100, 10_000)
        var bytes = ITCHBytes.framed([add, [0x7A, 0, 0], [], Array(add.dropLast()), ITCHBytes.delete(1)])
        let whole = bytes.count
        bytes += [0, 36] + add.prefix(20)
        var count = Count()
        let end = bytes.withUnsafeBytes { ITCHDecoder.decode($0, into: &count) }
        #expect(count.messages == 2)
        #expect(count.faults == [38: .unknownType, 43: .empty, 45: .wrongLength])
        #expect(end == whole, "it stops at the prefix of the message that is cut")
        var nothing = Count()
        let empty = [UInt8(0), 0].withUnsafeBytes { ITCHDecoder.decode($0, into: &nothing) }
        let short = [UInt8(9)].withUnsafeBytes { ITCHDecoder.decode($0, into: &nothing) }
        #expect(empty == 2 && short == 0)
    }

    @Test(arguments: ITCHMessageType.allCases) func everyLengthButTheTypesIsAFault(type: ITCHMessageType) {
        for length in 1...60 {
            var message = [UInt8](repeating: 0, count: length)
            message[0] = type.rawValue
            var count = Count()
            _ = ITCHBytes.framed([message]).withUnsafeBytes { ITCHDecoder.decode($0, into: &count) }
            #expect(count.faults == (length == type.length ? [:] : [0: .wrongLength]))
        }
    }
}
