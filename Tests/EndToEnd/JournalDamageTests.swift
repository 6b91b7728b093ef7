// A journal that somebody or something has changed: verify never says that it is whole.
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct JournalDamageTests {
    @Test func noChangedByteGoesUnnoticed() async throws {
        try await blocking {
            let host = try LiveHost(messages: 3_000, strategies: ["passthrough"], yaml: "journal: {segment: 2MiB}")
            try host.start()
            try host.playToTheEnd()
            try host.shutDown()
            try expectWholeJournal(host)
            let path = host.journal + "/000001.seg"
            let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let frames = Self.frames(whole)
            var random = SplitMix64.printed()
            for round in 0..<24 {
                var damaged = whole
                let frame = frames[random.below(frames.count)]
                switch round % 4 {
                case 0: damaged[frame.lowerBound + random.below(24)] ^= UInt8(1 + random.below(255))
                // The last bytes of a frame only fill it up.
                case 1: damaged[frame.lowerBound + 24 + random.below(16)] ^= UInt8(1 + random.below(255))
                // Its length gone, a frame is no frame.
                case 2: damaged.replaceSubrange((frame.lowerBound + 4)..<(frame.lowerBound + 6), with: [0, 0])
                default: damaged.removeSubrange((frame.lowerBound + 8)...)
                }
                try Data(damaged).write(to: URL(filePath: path))
                let verify = try LiveHost.offline("journal", "verify", host.path)
                #expect(verify.status == 1, "round \(round), frame at \(frame.lowerBound): \(verify.output)")
                #expect(verify.output.contains("damaged at byte") || verify.output.contains("ends inside a frame"))
            }
            // A tail torn off inside the last frame costs that frame and no more.
            let last = try #require(frames.last)
            var torn = whole
            for index in (last.lowerBound + 30)..<last.upperBound { torn[index] = 0 }
            try Data(torn).write(to: URL(filePath: path))
            let verify = try LiveHost.offline("journal", "verify", host.path)
            #expect(verify.output.contains("ends inside a frame at byte \(last.lowerBound)"), "\(verify.output)")
            let replay = try LiveHost.offline("replay", host.path)
            #expect(replay.status == 0 && replay.output.contains(", 0 differences"), "\(replay.error)")
        }
    }

    /// Where each frame of a segment lies.
    private static func frames(_ bytes: [UInt8]) -> [Range<Int>] {
        var frames: [Range<Int>] = []
        var at = 4096
        while at + 24 <= bytes.count {
            let length = Int(bytes[at + 4]) | Int(bytes[at + 5]) << 8
            guard length > 0 else { break }
            let end = at + 24 + ((length + 7) & ~7)
            frames.append(at..<end)
            at = end
        }
        return frames
    }
}
