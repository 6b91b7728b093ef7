/// Realistic ITCH days from a seed: the same bytes on every machine, because only integers are used.
///
/// Each symbol has a hidden fair price that moves by the day's regime, and a small book of its own
/// around it; messages are drawn so that references are valid and books never cross.

/// What the day is like.
public enum DayRegime: String, Sendable, CaseIterable {
    case trend
    case meanRevert = "mean-revert"
    /// Symbols move in pairs.
    case pairs
    /// A fall of some percent within minutes, and a slow way back.
    case crash
}

/// What to make.
public struct DayPlan: Sendable {
    public var messages: Int
    public var symbols: Int
    public var seed: UInt64
    public var regime: DayRegime
    /// Auctions, pauses, short-sale restrictions and broken trades too; without them all symbols trade all day.
    public var hasEvents: Bool

    public init(messages: Int, symbols: Int, seed: UInt64, regime: DayRegime, hasEvents: Bool = false) {
        self.messages = messages
        self.symbols = symbols
        self.seed = seed
        self.regime = regime
        self.hasEvents = hasEvents
    }
}

/// Makes a day message by message.
public struct DayGenerator {
    struct Live {
        var reference: UInt64
        var price: UInt32
        var quantity: UInt32
        var isBuy: Bool
    }

    struct Symbol {
        var name: [UInt8]
        /// Fair price in 1/100 of an ITCH unit, so that it can drift slowly.
        var fair: Int64
        var anchor: Int64
        var drift: Int64
        var orders: [Live] = []
        /// Activity after which a pause ends; nil while it trades.
        var pausedUntil: Int?
        var isRestricted = false
    }

    let plan: DayPlan
    private var random: UInt64
    var symbols: [Symbol]
    private var nextReference: UInt64 = 1
    var nextMatch: UInt64 = 1
    var time: Int64 = 0
    private var stage = 0
    private(set) var made = 0
    var pending: [[UInt8]] = []
    /// Lately executed: which symbol's, and under which number. Kept where trades may be broken.
    var recentMatches: [(symbol: Int, match: UInt64)] = []

    static let open: Int64 = 34_200_000_000_000
    static let close: Int64 = 57_600_000_000_000
    /// One cent in ITCH units.
    static let cent: Int64 = 100

    public init(_ plan: DayPlan) {
        self.plan = plan
        random = plan.seed
        symbols = []
        for index in 0..<max(1, plan.symbols) {
            var name = Array("TX".utf8)
            var rest = index
            for _ in 0..<3 {
                name.append(UInt8(65 + rest % 26))
                rest /= 26
            }
            while name.count < 8 { name.append(0x20) }
            let price = Int64(20 + draw(180)) * 10_000 * 100
            let drift = Int64(draw(9)) - 4
            symbols.append(Symbol(name: name, fair: price, anchor: price, drift: drift == 0 ? 1 : drift))
        }
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    private mutating func bits() -> UInt64 {
        random &+= 0x9E37_79B9_7F4A_7C15
        var word = random
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number below `bound`.
    mutating func draw(_ bound: UInt64) -> UInt64 { bits() % max(1, bound) }

    /// The next message, without its length prefix; nil at the end of the day.
    public mutating func next() -> [UInt8]? {
        if pending.isEmpty { fill() }
        guard !pending.isEmpty else { return nil }
        return pending.removeFirst()
    }

    private mutating func fill() {
        switch stage {
        case 0:
            time = 14_400_000_000_000
            emit(system: "O")
            for index in symbols.indices { emitDirectory(index) }
            emit(system: "S")
            for index in symbols.indices { emitTrading(index, plan.hasEvents ? "Q" : "T") }
            if plan.hasEvents { beforeTheOpen() }
            stage = 1
        case 1:
            time = Self.open
            emit(system: "Q")
            if plan.hasEvents { auction("O") }
            stage = 2
        case 2:
            let body = max(0, plan.messages)
            guard made < body else {
                time = max(time, Self.close)
                if plan.hasEvents { atTheClose() }
                emit(system: "M")
                emit(system: "E")
                emit(system: "C")
                stage = 3
                return
            }
            // Uneven steps that end at the close.
            let step = (Self.close - Self.open) / Int64(body)
            let due = min(Self.close, Self.open + Int64(made) * step + Int64(draw(UInt64(max(1, step)))))
            time = plan.hasEvents ? max(time, due) : due
            let index = Int(draw(UInt64(symbols.count)))
            if plan.hasEvents { emitEvents(index) }
            emitActivity(index)
            made += 1
        default: break
        }
    }

    // MARK: - The hidden price

    private mutating func move(_ index: Int) {
        let leader = plan.regime == .pairs ? index & ~1 : index
        var step = Int64(draw(2 * 600 + 1)) - 600
        switch plan.regime {
        case .trend: step += symbols[index].drift * 25
        case .meanRevert: step += (symbols[index].anchor - symbols[index].fair) / 400
        case .pairs:
            if index != leader {
                // Follows its leader's distance from the anchor, with noise that returns.
                let target =
                    symbols[index].anchor
                    + (symbols[leader].fair - symbols[leader].anchor) * symbols[index].anchor / symbols[leader].anchor
                step += (target - symbols[index].fair) / 40
            }
        case .crash:
            let progress = made * 1000 / max(1, plan.messages)
            if (400..<430).contains(progress) { step -= symbols[index].anchor / 900 }
            if (430..<900).contains(progress) { step += (symbols[index].anchor - symbols[index].fair) / 3000 }
        }
        symbols[index].fair = max(10_000 * 100, symbols[index].fair + step)
    }

    // MARK: - Activity

    private mutating func emitActivity(_ index: Int) {
        move(index)
        let count = symbols[index].orders.count
        let choice = draw(100)
        if count < 12 || (choice < 46 && count < 400) { return add(index) }
        let pick = oldOrder(index)
        let trades = symbols[index].pausedUntil == nil
        switch choice {
        case 46..<84: remove(index, pick)
        case 84..<92 where trades: execute(index)
        case 92..<95: cancelPart(index, pick)
        case 95..<99: replace(index, pick)
        default: if trades { emitHidden(index) } else { replace(index, pick) }
        }
    }

    /// Orders far from the price leave first, so that the book follows the fair price.
    private mutating func oldOrder(_ index: Int) -> Int {
        let fair = symbols[index].fair / 100
        var best = Int(draw(UInt64(symbols[index].orders.count)))
        for _ in 0..<3 {
            let other = Int(draw(UInt64(symbols[index].orders.count)))
            let near = abs(Int64(symbols[index].orders[best].price) - fair)
            if abs(Int64(symbols[index].orders[other].price) - fair) > near { best = other }
        }
        return best
    }

    private func best(_ index: Int, isBuy: Bool) -> UInt32? {
        var best: UInt32?
        for order in symbols[index].orders where order.isBuy == isBuy {
            best = best.map { isBuy ? max($0, order.price) : min($0, order.price) } ?? order.price
        }
        return best
    }

    /// A price on a side that never crosses the book.
    private mutating func price(_ index: Int, isBuy: Bool) -> UInt32? {
        let fair = symbols[index].fair / 100
        var depth = Int64(1 + draw(4))
        while depth < 60, draw(3) == 0 { depth += Int64(draw(8)) }
        let grid = fair / Self.cent
        var cents = isBuy ? grid - depth + 1 : grid + depth
        if let other = best(index, isBuy: !isBuy) {
            let limit = Int64(other) / Self.cent
            cents = isBuy ? min(cents, limit - 1) : max(cents, limit + 1)
        }
        guard cents > 0 else { return nil }
        return UInt32(cents * Self.cent)
    }

    private mutating func add(_ index: Int) {
        let isBuy = draw(2) == 0
        guard let price = price(index, isBuy: isBuy) else { return }
        let quantity = UInt32(1 + draw(9)) * 100
        let reference = nextReference
        nextReference += 1
        symbols[index].orders.append(Live(reference: reference, price: price, quantity: quantity, isBuy: isBuy))
        let isAttributed = draw(20) == 0
        var message = begin(isAttributed ? "F" : "A", index)
        message.put(reference)
        message.append(isBuy ? 0x42 : 0x53)
        message.put(quantity)
        message += symbols[index].name
        message.put(price)
        if isAttributed { message += Array("MMKR".utf8) }
        pending.append(message)
    }

    private mutating func remove(_ index: Int, _ pick: Int) {
        var message = begin("D", index)
        message.put(symbols[index].orders[pick].reference)
        symbols[index].orders.remove(at: pick)
        pending.append(message)
    }

    /// The best order of a side trades, wholly or in part.
    private mutating func execute(_ index: Int) {
        let isBuy = draw(2) == 0
        guard let best = best(index, isBuy: isBuy),
            let pick = symbols[index].orders.firstIndex(where: { $0.isBuy == isBuy && $0.price == best })
        else { return add(index) }
        let order = symbols[index].orders[pick]
        let part = draw(3) == 0 ? order.quantity : UInt32(1 + draw(UInt64(order.quantity)))
        let isPriced = draw(25) == 0
        var message = begin(isPriced ? "C" : "E", index)
        message.put(order.reference)
        message.put(part)
        message.put(nextMatch)
        if plan.hasEvents { remember(index) }
        nextMatch += 1
        if isPriced {
            message.append(0x59)
            message.put(order.price)
        }
        pending.append(message)
        if part == order.quantity {
            symbols[index].orders.remove(at: pick)
        } else {
            symbols[index].orders[pick].quantity -= part
        }
    }

    private mutating func cancelPart(_ index: Int, _ pick: Int) {
        let order = symbols[index].orders[pick]
        guard order.quantity > 1 else { return remove(index, pick) }
        let part = UInt32(1 + draw(UInt64(order.quantity - 1)))
        var message = begin("X", index)
        message.put(order.reference)
        message.put(part)
        symbols[index].orders[pick].quantity -= part
        pending.append(message)
    }

    private mutating func replace(_ index: Int, _ pick: Int) {
        let order = symbols[index].orders.remove(at: pick)
        guard let price = price(index, isBuy: order.isBuy) else {
            symbols[index].orders.append(order)
            return remove(index, symbols[index].orders.count - 1)
        }
        let quantity = UInt32(1 + draw(9)) * 100
        let reference = nextReference
        nextReference += 1
        var message = begin("U", index)
        message.put(order.reference)
        message.put(reference)
        message.put(quantity)
        message.put(price)
        symbols[index].orders.append(Live(reference: reference, price: price, quantity: quantity, isBuy: order.isBuy))
        pending.append(message)
    }

    /// A trade with a hidden order, between the best prices.
    private mutating func emitHidden(_ index: Int) {
        guard let bid = best(index, isBuy: true), let ask = best(index, isBuy: false) else { return add(index) }
        var message = begin("P", index)
        message.put(UInt64(0))
        message.append(0x42)
        message.put(UInt32(1 + draw(5)) * 100)
        message += symbols[index].name
        message.put((bid + ask) / 2)
        message.put(nextMatch)
        nextMatch += 1
        pending.append(message)
    }

    // MARK: - Frames of messages

    func begin(_ type: Character, _ index: Int) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(52)
        message.append(type.asciiValue ?? 0)
        message.put(UInt16(index + 1))
        message.put(UInt16(0))
        for shift in stride(from: 40, through: 0, by: -8) { message.append(UInt8(truncatingIfNeeded: time >> shift)) }
        return message
    }

    private mutating func emit(system code: Character) {
        var message = begin("S", -1)
        message.append(code.asciiValue ?? 0)
        pending.append(message)
    }

    private mutating func emitDirectory(_ index: Int) {
        time += 1000
        var message = begin("R", index)
        message += symbols[index].name
        message += Array("QN".utf8)
        message.put(UInt32(100))
        message += Array("NCZ PNN1N".utf8)
        message.put(UInt32(0))
        message.append(0x4E)
        while message.count < ITCHMessageType.stockDirectory.length { message.append(0x20) }
        message.removeLast(message.count - ITCHMessageType.stockDirectory.length)
        pending.append(message)
    }

    mutating func emitTrading(_ index: Int, _ state: Character, reason: String = "    ") {
        time += 1000
        var message = begin("H", index)
        message += symbols[index].name
        message.append(state.asciiValue ?? 0)
        message.append(0x20)
        message += Array(reason.utf8)
        pending.append(message)
    }
}

extension [UInt8] {
    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
