/// The text form of signify: `untrusted comment: …`, a line feed, and Base64 in one line. Entries may follow each
/// other.
internal import CCrypto

enum SignifyText {
    static let algorithm = Array("Ed".utf8)
    private static let prefix = "untrusted comment: "

    /// - Throws: when a line is where it does not belong.
    static func entries(_ text: String) throws(SignatureError) -> [(comment: String, bytes: [UInt8]?)] {
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.count % 2 == 0, !lines.isEmpty else {
            throw SignatureError("it is not a comment line and a line of Base64")
        }
        var entries: [(comment: String, bytes: [UInt8]?)] = []
        for index in stride(from: 0, to: lines.count, by: 2) {
            guard lines[index].hasPrefix(prefix) else {
                throw SignatureError("line \(index + 1) does not begin with \"\(prefix)\"")
            }
            entries.append((String(lines[index].dropFirst(prefix.count)), decoded(lines[index + 1])))
        }
        return entries
    }

    static func text(_ comment: String, _ bytes: [UInt8]) -> String {
        let line = comment.replacing("\n", with: " ").replacing("\r", with: " ")
        return "\(prefix)\(line)\n\(encoded(bytes))\n"
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let length = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(length)), as: UTF8.self)
    }

    /// Nil for anything but whole groups of Base64.
    private static func decoded(_ text: String) -> [UInt8]? {
        let source = Array(text.utf8)
        guard source.count % 4 == 0, (4...4096).contains(source.count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: source.count / 4 * 3)
        guard EVP_DecodeBlock(&bytes, source, Int32(source.count)) == Int32(bytes.count) else { return nil }
        // libcrypto counts the padding as bytes.
        return bytes.dropLast(source.suffix(2).count { $0 == UInt8(ascii: "=") })
    }
}

enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
