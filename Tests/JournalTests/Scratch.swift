// A journal of random frames for the tests, what went into it, and its bytes in hand.
import Foundation
import Journal
import TestSupport

struct Written: Equatable {
    let kind: FrameKind
    let strategy: UInt8
    let sequence: UInt64
    let received: Int64
    let record: [UInt8]
}

final class Scratch {
    let folder = TemporaryDirectory()
    private(set) var written: [Written] = []
    let directory: String

    /// Writes `count` frames of 1 to `longest` random bytes: inputs in sequence, with outputs and notes
    /// among them.
    init(_ random: inout SplitMix64, count: Int, longest: Int = 400, segment: Int = 65_536) throws {
        directory = folder.file("journal")
        var writer = try JournalWriter(directory: directory, segmentSize: segment)
        var sequence: UInt64 = 0
        for index in 0..<count {
            let kind: FrameKind = index == 0 ? .input : [.input, .output, .output, .note][random.below(4)]
            if kind == .input, index > 0 { sequence += 1 }
            let frame = Written(
                kind: kind, strategy: UInt8(random.below(64)), sequence: sequence,
                received: Int64(bitPattern: random.next()),
                record: (0..<(1 + random.below(longest))).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            try frame.record.withUnsafeBytes { bytes in
                try writer.append(
                    bytes, kind: kind, strategy: frame.strategy, sequence: sequence, received: frame.received)
            }
            written.append(frame)
        }
        segments = writer.segment
    }

    private(set) var segments = 0

    /// All frames, as a reader finds them, with their places.
    func read() throws -> (frames: [Written], places: [(segment: Int, offset: Int)], end: JournalEnd) {
        var frames: [Written] = []
        var places: [(segment: Int, offset: Int)] = []
        var reader = try JournalReader(directory)
        while let frame = try reader.next() {
            frames.append(
                Written(
                    kind: frame.kind, strategy: frame.strategy, sequence: frame.sequence, received: frame.received,
                    record: Array(frame.record)))
            places.append((frame.segment, frame.offset))
        }
        return (frames, places, reader.end)
    }

    func path(_ segment: Int) -> String { directory + "/" + String(format: "%06d.seg", segment) }

    /// Changes bytes of a segment behind the journal's back.
    func edit(_ segment: Int, _ body: (inout Data) -> Void) throws {
        var bytes = try Data(contentsOf: URL(filePath: path(segment)))
        body(&bytes)
        try bytes.write(to: URL(filePath: path(segment)))
    }
}
