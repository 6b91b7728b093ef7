/// Amounts in 1e-9 as people write them, without floating point and without Foundation.
internal import Records

enum Decimal9 {
    /// `12.5` for 12'500'000'000; no trailing zeros.
    static func text(_ value: Int64) -> String {
        let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: Price.scale.magnitude)
        let sign = value < 0 ? "-" : ""
        guard part != 0 else { return "\(sign)\(whole)" }
        var digits = String(part)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    /// The value of a decimal number with at most nine digits behind the point, or nil.
    static func value(_ text: String) -> Int64? {
        var rest = Substring(text.filter { $0 != "_" })
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = whole(first) else { return nil }
        var part: Int64 = 0
        if parts.count == 2 {
            guard (1...9).contains(parts[1].utf8.count),
                let value = Self.whole(parts[1] + String(repeating: "0", count: 9 - parts[1].utf8.count))
            else { return nil }
            part = value
        }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: Price.scale)
        let (sum, overflowSum) = scaled.addingReportingOverflow(part)
        guard !overflow, !overflowSum else { return nil }
        return isNegative ? -sum : sum
    }

    /// The value of ASCII digits and nothing else, or nil.
    static func whole(_ digits: Substring) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(digits)
    }
}
