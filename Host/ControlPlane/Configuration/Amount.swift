/// Prices and money between their 1e-9 integers and the decimal text that people and JSON have.

public enum Amount {
    static let scale: Int64 = 1_000_000_000

    /// `12.5` for 12'500'000'000; no trailing zeros.
    public static func text(_ value: Int64) -> String {
        let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: scale.magnitude)
        let sign = value < 0 ? "-" : ""
        guard part != 0 else { return "\(sign)\(whole)" }
        var digits = String(part)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    /// Nil for anything but a decimal number with at most nine digits behind the point.
    public static func value(_ text: String) -> Int64? {
        var rest = Substring(text.filter { $0 != "_" })
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        func isDigits(_ text: Substring) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard let first = parts.first, isDigits(first), let whole = Int64(first) else { return nil }
        var part: Int64 = 0
        if parts.count == 2 {
            let digits = parts[1]
            guard isDigits(digits), digits.utf8.count <= 9,
                let value = Int64(digits + String(repeating: "0", count: 9 - digits.utf8.count))
            else { return nil }
            part = value
        }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: scale)
        let (sum, overflowSum) = scaled.addingReportingOverflow(part)
        return overflow || overflowSum ? nil : isNegative ? -sum : sum
    }
}
