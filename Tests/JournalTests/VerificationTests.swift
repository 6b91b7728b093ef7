// Verification: counts, order, and the root, which is RFC 6962's.
import Foundation
import Journal
import TestSupport
import Testing

@Suite struct VerificationTests {
    /// The leaves and roots of the reference test of RFC 6962's authors.
    @Test func rootsAreThoseOfRFC6962() {
        let leaves: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            Array(0x50...0x57), Array(0x60...0x6F),
        ]
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var tree = MerkleTree()
        #expect(tree.root.hexadecimal == roots[0])
        for (index, leaf) in leaves.enumerated() {
            leaf.withUnsafeBytes { tree.append($0) }
            #expect(tree.root.hexadecimal == roots[index + 1])
        }
    }

    @Test func aWholeJournalIsCountedAndHasItsRoot() throws {
        var random = SplitMix64.printed()
        let journal = try Scratch(&random, count: 1500)
        let found = try JournalVerification(journal.directory)
        #expect(found.isClean, "\(found.problems)")
        for (kind, count) in [(FrameKind.input, found.inputs), (.output, found.outputs), (.note, found.notes)] {
            #expect(count == UInt64(journal.written.count { $0.kind == kind }))
        }
        #expect(found.segments == journal.segments)
        // Over inputs and outputs: the frame without its checksum, and the record.
        var tree = MerkleTree()
        for frame in journal.written where frame.kind != .note {
            var leaf: [UInt8] = []
            withUnsafeBytes(of: UInt16(frame.record.count).littleEndian) { leaf += $0 }
            leaf += [frame.kind.rawValue, frame.strategy]
            withUnsafeBytes(of: frame.sequence.littleEndian) { leaf += $0 }
            withUnsafeBytes(of: frame.received.littleEndian) { leaf += $0 }
            leaf += frame.record
            leaf.withUnsafeBytes { tree.append($0) }
        }
        #expect(found.root == tree.root.hexadecimal)
    }

    @Test func aGapInTheSequenceIsTold() throws {
        let folder = TemporaryDirectory()
        do {
            var writer = try JournalWriter(directory: folder.file("journal"), segmentSize: 65_536)
            for (kind, sequence) in [
                (FrameKind.input, UInt64(0)), (.input, 1), (.output, 1), (.input, 3), (.output, 2),
            ] {
                try [UInt8](repeating: 1, count: 24).withUnsafeBytes { bytes in
                    try writer.append(bytes, kind: kind, strategy: 0, sequence: sequence, received: 0)
                }
            }
        }
        let found = try JournalVerification(folder.file("journal"))
        #expect(found.problems.count == 2)
        #expect(found.problems.first?.contains("input 3 behind input 1") == true)
        #expect(found.problems.last?.contains("output of input 2 behind input 3") == true)
    }
}
