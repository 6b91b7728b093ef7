// The HTTP client against answers as servers give them, and as they should not.
import Foundation
import TestSupport
import Testing

/// The small HTTP client: bodies in every form, in every size of pieces, and answers that are none.
@testable import ControlClient

@Suite struct HTTPClientTests {
    private func read(_ text: String, pieces: Int) throws -> HTTPAnswer? {
        var reader = HTTPAnswerReader()
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            if let answer = try reader.answer() { return answer }
            reader.append(Array(bytes[at..<min(at + pieces, bytes.count)]))
            at += pieces
        }
        return try reader.answer() ?? reader.answerAtEnd()
    }

    @Test(arguments: [1, 2, 3, 7, 1000]) func bodiesInEveryForm(pieces: Int) throws {
        let length = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello"
        #expect(try read(length, pieces: pieces)?.body == Data("hello".utf8))
        let chunked = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
        let answer = try #require(try read(chunked, pieces: pieces))
        #expect(answer.status == 404)
        #expect(answer.body == Data("hello".utf8))
        let trailers = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n"
        #expect(try read(trailers, pieces: pieces)?.body == Data("hello".utf8))
        let open = "HTTP/1.0 200 OK\r\n\r\nhello"
        #expect(try read(open, pieces: pieces)?.body == Data("hello".utf8))
        let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
        #expect(try read(interim, pieces: pieces)?.status == 204)
    }

    @Test func whatIsNoHTTPIsSaidSo() {
        let wrong = [
            "hello\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ]
        for text in wrong {
            #expect(throws: ControlError.self, "\(text)") { _ = try read(text, pieces: 1000) }
        }
    }

    @Test func anyBytesAtAllAreTaken() {
        var random = SplitMix64.printed()
        let parts = [
            "HTTP/1.1 200 OK\r\n", "Content-Length: ", "Transfer-Encoding: chunked", "\r\n", "\r\n\r\n", "5",
            "ffffffff", ";",
            "-", "\u{0}", ":", "9999999999999999999",
        ]
        for _ in 0..<20_000 {
            var text = random.below(2) == 0 ? parts[0] : ""
            for _ in 0..<random.below(12) { text += parts[random.below(parts.count)] }
            _ = try? read(text, pieces: 1 + random.below(20))
        }
    }
}
