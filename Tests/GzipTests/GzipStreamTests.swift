// gzip files as the gzip program writes them: every byte comes back, and damage is told with its place.
import Gzip
import TestSupport
import Testing

@Suite struct GzipStreamTests {
    /// Everything that comes out, in pieces of a size, and the fault.
    private static func all(_ bytes: [UInt8], piece: Int) -> (bytes: [UInt8], fault: GzipFault?, consumed: Int) {
        bytes.withUnsafeBytes { raw in
            var stream = GzipStream(raw)
            var room = [UInt8](repeating: 0, count: piece)
            var found: [UInt8] = []
            while true {
                let count = room.withUnsafeMutableBytes { stream.read(into: $0) }
                guard count > 0 else { break }
                found += room[..<count]
            }
            return (found, stream.fault, stream.consumed)
        }
    }

    private static func text(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
        (0..<count).map { $0 % 7 == 0 ? UInt8(truncatingIfNeeded: random.next()) : UInt8($0 & 15) }
    }

    @Test func everyByteComesBack() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        for (size, level) in [(0, 6), (1, 1), (100_000, 9), (3_000_000, 1)] {
            let plain = Self.text(size, &random)
            try GzipFile.write(plain, to: directory.file("f.gz"), level: level)
            let packed = try GzipFile.bytes(directory.file("f.gz"))
            for piece in [1 << 20, 4093] {
                let read = Self.all(packed, piece: piece)
                #expect(read.bytes == plain && read.fault == nil && read.consumed == packed.count, "size \(size)")
            }
        }
    }

    @Test func severalMembersAreOneFile() throws {
        let directory = TemporaryDirectory()
        try GzipFile.write([1, 2, 3], to: directory.file("a"))
        try GzipFile.write([4, 5], to: directory.file("b"))
        let packed = try GzipFile.bytes(directory.file("a")) + GzipFile.bytes(directory.file("b"))
        #expect(Self.all(packed, piece: 2).bytes == [1, 2, 3, 4, 5])
        #expect(Self.all(packed + [0, 0, 0], piece: 100).fault == nil, "zeros are padding")
        let followed = Self.all(packed + [7], piece: 100)
        #expect(followed.bytes == [1, 2, 3, 4, 5] && followed.fault == GzipFault(.trailing, at: packed.count))
    }

    @Test func aCutFileSaysWhere() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let plain = Self.text(200_000, &random)
        try GzipFile.write(plain, to: directory.file("f"))
        let packed = try GzipFile.bytes(directory.file("f"))
        for _ in 0..<50 {
            let size = 2 + Int(random.next() % UInt64(packed.count - 2))
            let read = Self.all(Array(packed[..<size]), piece: 65_536)
            #expect(read.fault == GzipFault(.truncated, at: size), "cut to \(size)")
            #expect(plain.starts(with: read.bytes))
        }
    }

    @Test func damageIsFoundAndNothingTraps() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let plain = Self.text(100_000, &random)
        try GzipFile.write(plain, to: directory.file("f"))
        let packed = try GzipFile.bytes(directory.file("f"))
        for _ in 0..<300 {
            var damaged = packed
            // Behind the header, whose time and name mean nothing.
            let at = 10 + Int(random.next() % UInt64(packed.count - 10))
            damaged[at] ^= UInt8(1 << (random.next() & 7))
            let read = Self.all(damaged, piece: 10_000)
            guard let fault = read.fault else {
                // Unused bits of the last block's padding mean nothing either.
                #expect(read.bytes == plain, "a changed byte \(at) went unseen")
                continue
            }
            #expect(fault.offset >= at && fault.offset <= packed.count, "\(fault), damaged at \(at)")
        }
    }

    @Test func aWindowGivesAnyPlaceAndBeginsAnew() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let plain = Self.text(5 * GzipWindow.capacity + 77, &random)
        try GzipFile.write(plain, to: directory.file("f"), level: 1)
        try GzipFile.bytes(directory.file("f")).withUnsafeBytes { raw in
            var window = GzipWindow(raw)
            for _ in 0..<40 {
                let offset = Int(random.next() % UInt64(plain.count + 100))
                let count = Int(random.next() % 70_000)
                let found = window.bytes(at: offset, count: count).map(Array.init)
                let isThere = offset + count <= plain.count
                #expect(found == (isThere ? Array(plain[offset..<(offset + count)]) : nil), "\(count) at \(offset)")
            }
            let (tooMany, before) = (
                window.bytes(at: 0, count: GzipWindow.capacity + 1), window.bytes(at: -1, count: 1)
            )
            #expect(tooMany == nil && before == nil)
        }
    }
}
