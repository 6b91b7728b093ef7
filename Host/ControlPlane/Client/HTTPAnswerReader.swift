/// Reads one HTTP/1.1 answer from bytes as they come: status line, headers, and a body by
/// Content-Length, in chunks, or up to the end. The bytes may be anything.
internal import Foundation

struct HTTPAnswerReader {
    private static let headMax = 64 * 1024
    private var bytes: [UInt8] = []
    private var head: Head?

    private struct Head {
        let status: Int
        let headers: [String: String]
        /// Where the body begins.
        let end: Int
    }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    /// The whole answer; nil while there must be more.
    mutating func answer() throws(ControlError) -> HTTPAnswer? {
        guard bytes.count <= HTTPClient.answerMax else { throw .malformed("an answer without end") }
        guard let head = try readHead() else { return nil }
        if head.status == 204 || head.status == 304 { return finish(head, []) }
        if head.headers["transfer-encoding"]?.lowercased().contains("chunked") == true {
            return try chunks(from: head.end).map { finish(head, $0) }
        }
        guard let text = head.headers["content-length"] else { return nil }
        guard let length = Int(text), length >= 0, length <= HTTPClient.answerMax else {
            throw .malformed("Content-Length \"\(text)\"")
        }
        guard bytes.count - head.end >= length else { return nil }
        return finish(head, bytes[head.end..<(head.end + length)])
    }

    /// The answer when the other side has closed: a body without a length ends there.
    mutating func answerAtEnd() throws(ControlError) -> HTTPAnswer? {
        guard let head = try readHead(), head.headers["content-length"] == nil,
            head.headers["transfer-encoding"] == nil
        else { return nil }
        return finish(head, bytes[head.end...])
    }

    private func finish(_ head: Head, _ body: some Sequence<UInt8>) -> HTTPAnswer {
        HTTPAnswer(status: head.status, headers: head.headers, body: Data(body))
    }

    private mutating func readHead() throws(ControlError) -> Head? {
        if let head { return head }
        guard let end = Self.find([13, 10, 13, 10], in: bytes, from: 0) else {
            guard bytes.count <= Self.headMax else { throw .malformed("headers without end") }
            return nil
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]), (100...599).contains(status)
        else { throw .malformed("\"\(lines[0].prefix(60))\" is not HTTP") }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw .malformed("a header without a colon") }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        if status < 200 {
            bytes.removeFirst(end + 4)
            return try readHead()
        }
        let found = Head(status: status, headers: headers, end: end + 4)
        head = found
        return found
    }

    /// All chunks put together; nil while the last has not come.
    private func chunks(from start: Int) throws(ControlError) -> [UInt8]? {
        var body: [UInt8] = []
        var at = start
        while true {
            guard let end = Self.find([13, 10], in: bytes, from: at) else { return nil }
            let text = String(decoding: bytes[at..<end], as: UTF8.self).prefix { $0 != ";" }
            guard let size = Int(text.trimmingCharacters(in: .whitespaces), radix: 16), size >= 0,
                size <= HTTPClient.answerMax
            else { throw .malformed("a chunk of \"\(text.prefix(20))\"") }
            let first = end + 2
            if size == 0 {
                // Trailers, if any, end with an empty line.
                let isOver = Self.find([13, 10], in: bytes, from: first) == first
                return isOver || Self.find([13, 10, 13, 10], in: bytes, from: first) != nil ? body : nil
            }
            guard bytes.count >= first + size + 2 else { return nil }
            body.append(contentsOf: bytes[first..<(first + size)])
            at = first + size + 2
        }
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard start >= 0, bytes.count >= pattern.count, start <= bytes.count - pattern.count else { return nil }
        return (start...(bytes.count - pattern.count)).first { at in
            pattern.indices.allSatisfy { bytes[at + $0] == pattern[$0] }
        }
    }
}
