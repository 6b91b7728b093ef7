/// Division with the one rounding rule that money here has.
extension Int128 {
    /// The quotient rounded to nearest, ties away from zero. `divisor` is not 0.
    @inlinable
    func divided(roundingToNearest divisor: Int128) -> Int128 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        // Compares remainder with what is left to the divisor, because twice the remainder may overflow.
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude, remainder != 0 else { return quotient }
        return (self < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }
}
