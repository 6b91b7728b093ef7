/// Tells a strategy that leaks from one that has warmed up: private memory that has only ever risen, over many looks
/// and by more than noise. Pure: sizes go in, a verdict comes out.

struct MemoryWatch: Equatable {
    /// Looks without a fall that make a leak, and the bytes it must have grown by over them.
    static let looks = 30
    static let growth: UInt64 = 4 << 20

    /// Bytes at the last look.
    private(set) var bytes: UInt64 = 0
    private(set) var isGrowing = false
    private var least: UInt64 = 0
    private var risen = 0

    /// One look.
    ///
    /// - Returns: true once, when it has become a leak; a fall makes it well again.
    mutating func look(_ now: UInt64) -> Bool {
        defer { bytes = now }
        guard bytes > 0, now >= bytes else {
            (least, risen, isGrowing) = (now, 0, false)
            return false
        }
        // Standing still for a look is not falling, nor rising.
        if now > bytes { risen += 1 }
        guard !isGrowing, risen >= Self.looks, now - least >= Self.growth else { return false }
        isGrowing = true
        return true
    }
}
