/// Zero-padded texts of the contract's records, which Swift sees as tuples of bytes.

/// The text up to the first zero. A byte that is not UTF-8 becomes the replacement character.
func text<Bytes: BitwiseCopyable>(of bytes: Bytes) -> String {
    withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

/// Fills `bytes` with `text`, cut between characters so that at least one zero is left at the end.
func store<Bytes: BitwiseCopyable>(_ text: String, in bytes: inout Bytes) {
    withUnsafeMutableBytes(of: &bytes) { destination in
        var used = 0
        for character in text.unicodeScalars {
            let encoded = UTF8.encode(character)
            guard let encoded, used + encoded.count < destination.count else { break }
            for byte in encoded {
                destination[used] = byte
                used += 1
            }
        }
        destination[used...].initializeMemory(as: UInt8.self, repeating: 0)
    }
}

/// Whether the text up to the first zero is `other`, without making a string.
func isEqual<Bytes: BitwiseCopyable>(_ bytes: Bytes, _ other: String) -> Bool {
    withUnsafeBytes(of: bytes) { $0.prefix { $0 != 0 }.elementsEqual(other.utf8) }
}
