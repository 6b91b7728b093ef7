/// Decoding alone, from memory: every field that its type has is read, and no book is kept.
internal import MarketData

enum DecodeBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        let tape = MessageTape(plan)
        var sum = FieldSum()
        _ = ITCHDecoder.decode(tape.bytes, into: &sum)
        let rounds = 5
        let seconds = Timing.seconds {
            for _ in 0..<rounds { _ = ITCHDecoder.decode(tape.bytes, into: &sum) }
        }
        guard sum.faults == 0, sum.messages > 0 else { throw BenchError("the synthetic day has faults: \(sum.faults)") }
        return [
            Figure(
                "decode", unit: "message", count: rounds * tape.count,
                perSecond: Double(rounds * tape.count) / seconds,
                note: "\(plan.symbols) symbols, \(tape.bytes.count >> 20) MiB, one core, every field read")
        ]
    }

    /// Adds up all fields, so that none of them is optimized away.
    private struct FieldSum: ITCHVisitor {
        var sum: UInt64 = 0
        var messages = 0
        var faults = 0

        @inline(__always)
        private mutating func add(_ message: some ITCHMessageView, _ fields: UInt64) {
            sum &+= fields &+ UInt64(message.locate) &+ UInt64(message.tracking)
            sum &+= UInt64(truncatingIfNeeded: message.time)
            messages &+= 1
        }

        @inline(__always)
        mutating func visit(_ message: AddOrderMessage) {
            let flat = UInt64(message.sideLetter) &+ UInt64(message.shares) &+ UInt64(message.price)
            add(message, message.reference &+ message.symbol &+ flat)
        }

        @inline(__always)
        mutating func visit(_ message: AddAttributedOrderMessage) {
            let flat = UInt64(message.sideLetter) &+ UInt64(message.shares) &+ UInt64(message.price)
            add(message, message.reference &+ message.symbol &+ flat &+ UInt64(message.participant))
        }

        @inline(__always)
        mutating func visit(_ message: OrderExecutedMessage) {
            add(message, message.reference &+ UInt64(message.shares) &+ message.match)
        }

        @inline(__always)
        mutating func visit(_ message: OrderExecutedWithPriceMessage) {
            let flat = UInt64(message.shares) &+ UInt64(message.printableLetter) &+ UInt64(message.price)
            add(message, message.reference &+ message.match &+ flat)
        }

        @inline(__always)
        mutating func visit(_ message: OrderCancelMessage) { add(message, message.reference &+ UInt64(message.shares)) }

        @inline(__always)
        mutating func visit(_ message: OrderDeleteMessage) { add(message, message.reference) }

        @inline(__always)
        mutating func visit(_ message: OrderReplaceMessage) {
            let flat = UInt64(message.shares) &+ UInt64(message.price)
            add(message, message.reference &+ message.newReference &+ flat)
        }

        @inline(__always)
        mutating func visit(_ message: TradeMessage) {
            let flat = UInt64(message.sideLetter) &+ UInt64(message.shares) &+ UInt64(message.price)
            add(message, message.reference &+ message.symbol &+ message.match &+ flat)
        }

        mutating func visit(_ fault: FeedFault, at offset: Int) { faults += 1 }
    }
}
