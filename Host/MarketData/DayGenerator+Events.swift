/// What happens to a day besides orders: the auctions that open and close it, pauses with an auction behind them,
/// restrictions of short sales, trades that are broken. Made from the same seed, only where the plan asks for it.

extension DayGenerator {
    /// One activity of so many has one of them; and no day is without some.
    private static let rarity: UInt64 = 2000

    /// Index levels, restrictions, and three indications of each symbol's auction.
    mutating func beforeTheOpen() {
        time = Self.open - 150_000_000_000
        var levels = begin("V", -1)
        for level in [372_000, 348_000, 320_000] as [UInt64] { levels.put(level * 1_000_000) }
        pending.append(levels)
        for index in symbols.indices { restrict(index, "0") }
        for round in 1...3 as ClosedRange<Int64> {
            time = Self.open - 120_000_000_000 + round * 30_000_000_000
            for index in symbols.indices { indicate(index, "O") }
        }
    }

    /// Pauses end, the auction is indicated, and then it is held.
    mutating func atTheClose() {
        for index in symbols.indices where symbols[index].pausedUntil != nil { resume(index) }
        for index in symbols.indices { indicate(index, "C") }
        auction("C")
    }

    /// A cross in each symbol, after which it trades.
    mutating func auction(_ kind: Character) {
        for index in symbols.indices {
            cross(index, kind)
            if kind == "O" { emitTrading(index, "T") }
        }
    }

    /// Ends pauses that are over, and draws whether something happens to this symbol.
    mutating func emitEvents(_ index: Int) {
        if let end = symbols[index].pausedUntil {
            if made >= end { resume(index) } else if draw(40) == 0 { indicate(index, "H") }
            return
        }
        let often = min(Self.rarity, UInt64(max(1, plan.messages / 50)))
        guard draw(often) == 0 else { return }
        switch draw(3) {
        case 0: pause(index)
        case 1 where !symbols[index].isRestricted:
            symbols[index].isRestricted = true
            restrict(index, "1")
        default: breakATrade()
        }
    }

    /// The trade that is being made may be broken later.
    mutating func remember(_ index: Int) {
        if recentMatches.count == 64 { recentMatches.removeFirst() }
        recentMatches.append((index, nextMatch))
    }

    // MARK: - Pauses

    /// Limit up, limit down: a pause with the collar of the auction that ends it.
    private mutating func pause(_ index: Int) {
        symbols[index].pausedUntil = made + max(40, plan.messages / 40)
        emitTrading(index, "P", reason: "LUDP")
        let reference = fair(index)
        var message = begin("J", index)
        message += symbols[index].name
        message.put(reference)
        message.put(reference / 100 * 105)
        message.put(reference / 100 * 95)
        message.put(UInt32(0))
        pending.append(message)
    }

    private mutating func resume(_ index: Int) {
        symbols[index].pausedUntil = nil
        emitTrading(index, "Q", reason: "LUDP")
        indicate(index, "H")
        cross(index, "H")
        emitTrading(index, "T", reason: "LUDP")
    }

    // MARK: - Messages

    /// The fair price on the grid, ITCH units.
    private func fair(_ index: Int) -> UInt32 { UInt32(max(1, symbols[index].fair / 100 / Self.cent) * Self.cent) }

    /// I: paired shares, imbalance and indicative prices of the auction to come.
    private mutating func indicate(_ index: Int, _ kind: Character) {
        time += 1000
        var message = begin("I", index)
        message.put((1 + draw(200)) * 100)
        let imbalance = draw(4) == 0 ? 0 : (1 + draw(50)) * 100
        message.put(imbalance)
        message.append(imbalance == 0 ? 0x4E : draw(2) == 0 ? 0x42 : 0x53)
        message += symbols[index].name
        let price = fair(index)
        for value in [price, price, price] { message.put(value) }
        message.append(kind.asciiValue ?? 0)
        message.append(0x4C)
        pending.append(message)
    }

    /// Q: the auction's one price.
    private mutating func cross(_ index: Int, _ kind: Character) {
        time += 1000
        var message = begin("Q", index)
        message.put((1 + draw(200)) * 100)
        message += symbols[index].name
        message.put(fair(index))
        message.put(nextMatch)
        message.append(kind.asciiValue ?? 0)
        pending.append(message)
        nextMatch += 1
    }

    /// Y: whether short sales are restricted.
    private mutating func restrict(_ index: Int, _ action: Character) {
        time += 1000
        var message = begin("Y", index)
        message += symbols[index].name
        message.append(action.asciiValue ?? 0)
        pending.append(message)
    }

    /// B: a trade of some time ago did not count.
    private mutating func breakATrade() {
        guard !recentMatches.isEmpty else { return }
        let broken = recentMatches.remove(at: Int(draw(UInt64(recentMatches.count))))
        var message = begin("B", broken.symbol)
        message.put(broken.match)
        pending.append(message)
    }
}
