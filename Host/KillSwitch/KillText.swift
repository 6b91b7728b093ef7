/// The fixed texts of kill records: read without trusting a final zero, written without allocating.
internal import PluginABI

enum KillText {
    /// The text of a fixed field up to its first zero, with bytes that are not UTF-8 replaced.
    static func string<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// Whether nobody is named in a record: blanks are no name.
    static func isAnonymous(_ record: tectra_kill_switch) -> Bool {
        withUnsafeBytes(of: record.operator_name) { bytes in
            var index = 0
            while index < bytes.count, bytes[index] != 0 {
                if bytes[index] != UInt8(ascii: " ") { return false }
                index += 1
            }
            return true
        }
    }

    /// Copies a string into a fixed field, cut at a whole character, zero-padded and ending in a zero.
    static func fill<Field>(_ field: inout Field, _ text: String) {
        withUnsafeMutableBytes(of: &field) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            var end = 0
            for character in text {
                let utf8 = character.utf8
                guard end + utf8.count < bytes.count else { break }
                for byte in utf8 {
                    bytes[end] = byte
                    end += 1
                }
            }
        }
    }

    /// "name: reason" in 64 bytes ending in a zero; a character that would be cut is left out.
    static func sentence(_ record: tectra_kill_switch) -> Text64 {
        var sentence = tectra_kill_state().text
        withUnsafeMutableBytes(of: &sentence) { target in
            var end = 0
            withUnsafeBytes(of: record.operator_name) { copy($0, into: target, at: &end) }
            withUnsafeBytes(of: record.text) { text in
                if end > 0, end + 3 < target.count, text.count > 0, text[0] != 0 {
                    target[end] = UInt8(ascii: ":")
                    target[end + 1] = UInt8(ascii: " ")
                    end += 2
                }
                copy(text, into: target, at: &end)
            }
        }
        return sentence
    }

    private static func copy(
        _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, at end: inout Int
    ) {
        for index in 0..<source.count {
            let byte = source[index]
            if byte == 0 { return }
            guard end < target.count - 1 else {
                // The next byte goes on with a character that began before: take its beginning away.
                while byte & 0xC0 == 0x80, end > 0 {
                    end -= 1
                    let isBeginning = target[end] & 0xC0 != 0x80
                    target[end] = 0
                    if isBeginning { return }
                }
                return
            }
            target[end] = byte
            end += 1
        }
    }

    /// A text of 64 bytes as C declares it.
    typealias Text64 = (
        CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar,
        CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar,
        CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar,
        CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar
    )
}
