// A file of messages: by number, and refused with the place where it is cut.
import FeedTransport
import TestSupport
import Testing

@Suite struct MessageFileTests {
    @Test func everyMessageIsFoundByItsNumber() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("f")
        let messages = (0..<1000).map { [UInt8](repeating: UInt8($0 & 255), count: 1 + $0 % 50) }
        try BinaryFile.write(messages.flatMap { [0, UInt8($0.count)] + $0 }, to: path)
        let file = try MessageFile(path)
        #expect(file.count == 1000 && file.longest == 50)
        for (index, message) in messages.enumerated() {
            #expect(file.message(UInt64(index + 1)).map(Array.init) == message)
        }
        #expect(file.message(0) == nil && file.message(1001) == nil && file.message(.max) == nil)
    }

    @Test func aCutFileSaysWhere() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("f")
        let whole: [UInt8] = [0, 2, 7, 7, 0, 1, 8]
        for (size, count, offset) in [
            (0, 0, nil), (1, 0, 0), (3, 0, 0), (4, 1, nil), (5, 0, 4), (6, 0, 4), (7, 2, nil),
        ] {
            try BinaryFile.write(Array(whole[..<size]), to: path)
            do throws(TransportError) {
                let file = try MessageFile(path)
                #expect(offset == nil && file.count == count, "size \(size)")
            } catch {
                #expect(offset.map { error == .cut(path: path, offset: $0) } == true, "size \(size): \(error)")
            }
        }
        try BinaryFile.write(whole + [0, 0], to: path)
        let ended = try MessageFile(path)
        #expect(ended.count == 2 && ended.empty == 0, "a length of 0 is the mark of the end")
    }

    @Test func messagesOfNoBytesArePassedOver() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("f")
        let messages = (0..<300).map { [UInt8](repeating: UInt8($0 & 255), count: 1 + $0 % 50) }
        var bytes: [UInt8] = [0, 0]
        for (index, message) in messages.enumerated() {
            bytes += [0, UInt8(message.count)] + message + [UInt8](repeating: 0, count: index % 7 == 0 ? 4 : 0)
        }
        try BinaryFile.write(bytes + [0, 0], to: path)
        let file = try MessageFile(path)
        #expect(file.count == 300 && file.empty == 1 + 2 * 43)
        for (index, message) in messages.enumerated() {
            #expect(file.message(UInt64(index + 1)).map(Array.init) == message)
        }
        #expect(file.message(301) == nil)
    }

    @Test func whatIsNotAFileIsRefused() {
        #expect(throws: TransportError.self) { _ = try MappedFile("/nonexistent/file").bytes }
        #expect(throws: TransportError.self) { _ = try MappedFile("/tmp").bytes }
    }
}
