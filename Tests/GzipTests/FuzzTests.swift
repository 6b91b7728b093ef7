// Damaged gzip files, read as streams and as days: no trap, no endless loop, no byte too many.
import Foundation
import Gzip
import TestSupport
import Testing

@Suite struct GzipFuzzTests {
    @Test func damagedFiles() throws {
        let random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        var corpus: [[UInt8]] = []
        for (size, level) in [(0, 6), (40, 9), (700, 1), (3000, 6)] {
            try GzipFile.write(
                (0..<size).map { UInt8(truncatingIfNeeded: $0 / 3 * $0) }, to: directory.file("f"), level: level)
            corpus.append(try GzipFile.bytes(directory.file("f")))
        }
        corpus.append(corpus[1] + corpus[2])
        var mutator = Mutator(corpus, random: random)
        var (whole, faults) = (0, 0)
        var room = [UInt8](repeating: 0, count: 1024)
        for round in 0..<Mutator.iterations {
            let bytes = mutator.next()
            bytes.withUnsafeBytes { raw in
                var stream = GzipStream(raw)
                var total = 0
                while true {
                    let count = room.withUnsafeMutableBytes { stream.read(into: $0) }
                    guard count > 0 else { break }
                    total += count
                    // Deflate makes at most 1032 bytes of one.
                    guard total <= raw.count * 1032 + 1024 else {
                        Issue.record("round \(round): \(total) bytes of \(raw.count)")
                        break
                    }
                }
                if stream.consumed > raw.count || total != stream.produced || stream.isAtEnd == (stream.fault != nil) {
                    Issue.record("round \(round): \(stream.consumed) of \(raw.count)")
                }
                if stream.fault == nil { whole += 1 } else { faults += 1 }
            }
        }
        #expect(whole > 0 && faults > 0)
    }
}
