/// Exact decimal text for the 1e-9 integers that prices and money are.

/// A number that counts billionths of one unit in an `Int64`.
public protocol Decimal9: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Billionths of one unit.
    var billionths: Int64 { get }
    init(billionths: Int64)
}

extension Decimal9 {
    /// How many billionths make one unit.
    @inlinable @inline(__always)
    public static var scale: Int64 { 1_000_000_000 }

    @inlinable
    public static var zero: Self { Self(billionths: 0) }

    /// Reads plain decimal text such as `12.34` or `-0.005`, exactly.
    ///
    /// - Returns: nil when the text is anything else, has more than nine decimals or is out of
    ///   range. There is no rounding: what can not be held is refused.
    public init?(_ text: some StringProtocol) {
        guard let value = parseBillionths(text.utf8) else { return nil }
        self.init(billionths: value)
    }

    /// The nearest value to a floating-point number of units; nil when it is not finite or out of range.
    @inlinable
    public init?(rounding units: Double) {
        guard let value = Int64(exactly: (units * 1e9).rounded()) else { return nil }
        self.init(billionths: value)
    }

    /// The value in units as floating point, for statistics; not for sums of money.
    @inlinable @inline(__always)
    public var units: Double { Double(billionths) / 1e9 }

    /// Plain decimal text with no trailing zeros; reading it back gives the same value.
    public var description: String {
        let magnitude = billionths.magnitude
        let (whole, part) = magnitude.quotientAndRemainder(dividingBy: UInt64(Self.scale))
        var text = (billionths < 0 ? "-" : "") + String(whole)
        guard part > 0 else { return text }
        let digits = String(part)
        var decimals = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        while decimals.utf8.last == UInt8(ascii: "0") { decimals.removeLast() }
        text += "." + decimals
        return text
    }

    @inlinable @inline(__always)
    public static func < (left: Self, right: Self) -> Bool { left.billionths < right.billionths }
    @inlinable @inline(__always)
    public static func + (left: Self, right: Self) -> Self { Self(billionths: left.billionths + right.billionths) }
    @inlinable @inline(__always)
    public static func - (left: Self, right: Self) -> Self { Self(billionths: left.billionths - right.billionths) }
    @inlinable @inline(__always)
    public static prefix func - (value: Self) -> Self { Self(billionths: -value.billionths) }
    @inlinable @inline(__always)
    public static func * (value: Self, count: Int64) -> Self { Self(billionths: value.billionths * count) }
    @inlinable @inline(__always)
    public static func += (left: inout Self, right: Self) { left = left + right }
    @inlinable @inline(__always)
    public static func -= (left: inout Self, right: Self) { left = left - right }
}

/// `[+-]digits[.digits]` with at most nine decimals, as billionths.
private func parseBillionths(_ bytes: some Collection<UInt8>) -> Int64? {
    var rest = bytes[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var value: Int64 = 0
    var digits = 0
    var decimals: Int?
    for byte in rest {
        if byte == UInt8(ascii: "."), decimals == nil {
            decimals = 0
            continue
        }
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        if let count = decimals {
            guard count < 9 else { return nil }
            decimals = count + 1
        }
        guard let next = appending(byte - UInt8(ascii: "0"), to: value, isNegative) else { return nil }
        value = next
        digits += 1
    }
    guard digits > 0, decimals != 0 else { return nil }
    for _ in (decimals ?? 0)..<9 {
        guard let next = appending(0, to: value, isNegative) else { return nil }
        value = next
    }
    return value
}

/// `value` with one more decimal digit. It grows away from zero, so that the least Int64 can be read.
private func appending(_ digit: UInt8, to value: Int64, _ isNegative: Bool) -> Int64? {
    let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
    guard !overflow else { return nil }
    let (sum, carry) = tens.addingReportingOverflow(isNegative ? -Int64(digit) : Int64(digit))
    return carry ? nil : sum
}
