/// Messages of ITCH 5.0 as bytes, for tests that play a market by hand. Prices are in the feed's own
/// unit, 1/10,000; times in ns since midnight.

public enum ITCHMessage {
    private static func begin(_ type: Character, _ locate: UInt16, _ time: Int64) -> [UInt8] {
        var bytes: [UInt8] = [type.asciiValue ?? 0]
        bytes.put(locate)
        bytes.put(UInt16(0))
        for shift in stride(from: 40, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: time >> shift)) }
        return bytes
    }

    private static func stock(_ symbol: String) -> [UInt8] {
        Array((Array(symbol.utf8) + [UInt8](repeating: 0x20, count: 8)).prefix(8))
    }

    /// S: `O`, `S`, `Q` open, `M` close of the market, `E`, `C`.
    public static func system(_ code: Character, time: Int64 = 0) -> [UInt8] {
        begin("S", 0, time) + [code.asciiValue ?? 0]
    }

    public static func directory(_ locate: UInt16, _ symbol: String, lot: UInt32 = 100, time: Int64 = 0) -> [UInt8] {
        var bytes = begin("R", locate, time) + stock(symbol) + Array("QN".utf8)
        bytes.put(lot)
        bytes += [UInt8](repeating: 0x20, count: 39 - bytes.count)
        return bytes
    }

    /// H: `T` trading, `H` halted, `P` paused, `Q` quotation only.
    public static func trading(_ locate: UInt16, _ state: Character, time: Int64 = 0) -> [UInt8] {
        begin("H", locate, time) + stock("") + [state.asciiValue ?? 0] + Array("     ".utf8)
    }

    public static func add(
        _ locate: UInt16, _ reference: UInt64, isBuy: Bool, _ shares: UInt32, at price: UInt32, time: Int64 = 0
    ) -> [UInt8] {
        var bytes = begin("A", locate, time)
        bytes.put(reference)
        bytes.append(isBuy ? 0x42 : 0x53)
        bytes.put(shares)
        bytes += stock("")
        bytes.put(price)
        return bytes
    }

    public static func execute(
        _ locate: UInt16, _ reference: UInt64, _ shares: UInt32, match: UInt64 = 1, time: Int64 = 0
    ) -> [UInt8] {
        var bytes = begin("E", locate, time)
        bytes.put(reference)
        bytes.put(shares)
        bytes.put(match)
        return bytes
    }

    public static func cancel(_ locate: UInt16, _ reference: UInt64, _ shares: UInt32, time: Int64 = 0) -> [UInt8] {
        var bytes = begin("X", locate, time)
        bytes.put(reference)
        bytes.put(shares)
        return bytes
    }

    public static func delete(_ locate: UInt16, _ reference: UInt64, time: Int64 = 0) -> [UInt8] {
        var bytes = begin("D", locate, time)
        bytes.put(reference)
        return bytes
    }

    public static func replace(
        _ locate: UInt16, _ reference: UInt64, by new: UInt64, _ shares: UInt32, at price: UInt32, time: Int64 = 0
    ) -> [UInt8] {
        var bytes = begin("U", locate, time)
        bytes.put(reference)
        bytes.put(new)
        bytes.put(shares)
        bytes.put(price)
        return bytes
    }

    /// P: a trade with an order that was not displayed.
    public static func hiddenTrade(
        _ locate: UInt16, _ shares: UInt32, at price: UInt32, match: UInt64 = 1, time: Int64 = 0
    ) -> [UInt8] {
        var bytes = begin("P", locate, time)
        bytes.put(UInt64(0))
        bytes.append(0x42)
        bytes.put(shares)
        bytes += stock("")
        bytes.put(price)
        bytes.put(match)
        return bytes
    }

    /// B: a trade is void.
    public static func broken(_ locate: UInt16, match: UInt64, time: Int64 = 0) -> [UInt8] {
        var bytes = begin("B", locate, time)
        bytes.put(match)
        return bytes
    }

    /// Q: an opening, closing or halt cross.
    public static func cross(_ locate: UInt16, _ shares: UInt64, at price: UInt32, time: Int64 = 0) -> [UInt8] {
        var bytes = begin("Q", locate, time)
        bytes.put(shares)
        bytes += stock("")
        bytes.put(price)
        bytes.put(UInt64(1))
        bytes.append(0x4F)
        return bytes
    }
}

extension [UInt8] {
    /// Appends a number, big end first.
    fileprivate mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
