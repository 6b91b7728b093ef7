// A day of ITCH, compressed: the same messages as of the plain file, wherever a file is taken.
import FeedTransport
import Gzip
import MarketData
import TestSupport
import Testing

@Suite struct CompressedDayTests {
    private static func messages() -> [[UInt8]] {
        var day = DayGenerator(DayPlan(messages: 40_000, symbols: 5, seed: 9, regime: .meanRevert))
        var messages: [[UInt8]] = []
        while let message = day.next() { messages.append(Array(message)) }
        return messages
    }

    @Test func theMessagesAreThoseOfThePlainFile() throws {
        let directory = TemporaryDirectory()
        let messages = Self.messages()
        let plain = MadeDay.framed(messages)
        try GzipFile.write(plain, to: directory.file("day.gz"))
        let day = try ITCHFile(path: directory.file("day.gz"))
        let isCompressed = day.isCompressed
        #expect(isCompressed)
        for _ in 0..<2 {
            var offset = 0
            for (index, message) in messages.enumerated() {
                let found = day.next(&offset).map(Array.init)
                #expect(found == message, "message \(index)")
            }
            let (none, ending, read, size) = (day.next(&offset), day.ending(offset), day.progress(offset), day.size)
            #expect(none == nil && ending == nil && offset == plain.count && read == size)
        }
    }

    @Test func aDayThatIsNotWholeSaysWhere() throws {
        let directory = TemporaryDirectory()
        let plain = MadeDay.framed(Self.messages())
        try GzipFile.write(plain, to: directory.file("day.gz"))
        let packed = try GzipFile.bytes(directory.file("day.gz"))
        try GzipFile.put(Array(packed[..<(packed.count / 2)]), directory.file("cut.gz"))
        let cut = try ITCHFile(path: directory.file("cut.gz"))
        var offset = 0
        var count = 0
        while cut.next(&offset) != nil { count += 1 }
        #expect(count > 1000)
        let ending = cut.ending(offset)
        #expect(ending == .gzip(GzipFault(.truncated, at: packed.count / 2), offset: offset))

        // Whole as gzip, cut as a file of messages.
        try GzipFile.write(Array(plain.dropLast()), to: directory.file("short.gz"))
        let short = try ITCHFile(path: directory.file("short.gz"))
        offset = 0
        while short.next(&offset) != nil {}
        let shortEnding = short.ending(offset)
        #expect(shortEnding == .cut(offset: offset))
    }

    @Test func aPublishedFileIsTheSame() throws {
        let directory = TemporaryDirectory()
        let messages = Self.messages()
        let plain = MadeDay.framed(messages)
        try GzipFile.write(plain, to: directory.file("day.gz"))
        let file = try MessageFile(directory.file("day.gz"))
        let total = file.count
        #expect(total == messages.count)
        for number in stride(from: messages.count, through: 1, by: -997) {
            let found = file.message(UInt64(number)).map(Array.init)
            #expect(found == messages[number - 1])
        }
        let packed = try GzipFile.bytes(directory.file("day.gz"))
        try GzipFile.put(Array(packed.dropLast(9)), directory.file("cut.gz"))
        #expect(
            throws: TransportError.gzip(path: directory.file("cut.gz"), GzipFault(.truncated, at: packed.count - 9))
        ) {
            _ = try MessageFile(directory.file("cut.gz"))
        }
    }
}
