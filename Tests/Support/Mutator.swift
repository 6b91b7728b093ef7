/// Damages bytes the way that finds faults in parsers: seeded, so that a find can be repeated.
internal import Glibc

public struct Mutator {
    private var random: SplitMix64
    private let corpus: [[UInt8]]

    /// Inputs of a fuzz test: few by default; TECTRA_FUZZ_COUNT sets how many.
    public static var iterations: Int { count(or: 20_000) }

    /// The same for a test whose inputs cost more, with its own default.
    public static func count(or few: Int) -> Int {
        guard let text = getenv("TECTRA_FUZZ_COUNT"), let count = Int(String(cString: text)) else { return few }
        return max(count, 1)
    }

    public init(_ corpus: [[UInt8]], random: SplitMix64) {
        self.corpus = corpus
        self.random = random
    }

    public mutating func below(_ bound: Int) -> Int { random.below(bound) }

    /// One of the corpus with none to eight damages.
    public mutating func next() -> [UInt8] {
        var bytes = corpus[random.below(corpus.count)]
        for _ in 0..<random.below(9) { damage(&bytes) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes.append(UInt8(truncatingIfNeeded: random.next()))
            return
        }
        let place = random.below(bytes.count)
        switch random.below(8) {
        case 0: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeLast(random.below(min(bytes.count, 40)) + 1)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
        case 4: bytes.insert(contentsOf: bytes[place...].prefix(1 + random.below(32)), at: random.below(bytes.count))
        case 5: overwrite(&bytes, at: place, size: 2)
        case 6: overwrite(&bytes, at: place, size: 4)
        default: overwrite(&bytes, at: place, size: 8)
        }
    }

    /// Numbers at which arithmetic goes wrong, in either byte order.
    private mutating func overwrite(_ bytes: inout [UInt8], at place: Int, size: Int) {
        let numbers: [UInt64] = [0, 1, 2, 19, 20, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, .max - 1, .max]
        let number = numbers[random.below(numbers.count)]
        let isBig = random.below(2) == 0
        for index in 0..<size where place + index < bytes.count {
            let shift = UInt64(8 * (isBig ? size - 1 - index : index))
            bytes[place + index] = UInt8(truncatingIfNeeded: number >> shift)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Lies wholly within `whole`.
    public func lies(in whole: UnsafeRawBufferPointer) -> Bool {
        guard let own = baseAddress, let base = whole.baseAddress else { return isEmpty }
        return own >= base && own + count <= base + whole.count
    }
}
