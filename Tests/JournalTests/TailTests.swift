// Following a journal that is being written: what is half there is waited for, never taken for damage.
import Foundation
import Journal
import TestSupport
import Testing

@Suite struct TailTests {
    @Test func aSegmentInTheMakingIsWaitedFor() throws {
        let folder = TemporaryDirectory()
        var writer = try JournalWriter(directory: folder.file("journal"), segmentSize: 1 << 16)
        let record = [UInt8](repeating: 7, count: 1_000)
        var tail = JournalTail(folder.file("journal"))
        var seen: UInt64 = 0
        func write() throws {
            try record.withUnsafeBytes {
                try writer.append($0, kind: .input, strategy: 0, sequence: writer.frames, received: 0)
            }
        }
        while writer.frames < 50 { try write() }
        while let frame = try tail.next() {
            #expect(frame.sequence == seen)
            seen += 1
        }
        // The next segment's file comes before its size, and that before its header.
        let next = folder.file("journal/000002.seg")
        for bytes in [Data(), Data(count: 100), Data(count: 1 << 16)] {
            try bytes.write(to: URL(filePath: next))
            #expect(try tail.next() == nil)
        }
        try FileManager.default.removeItem(atPath: next)
        while writer.segment < 3 { try write() }
        while let frame = try tail.next() {
            #expect(frame.sequence == seen)
            seen += 1
        }
        #expect(seen == writer.frames)
    }
}
