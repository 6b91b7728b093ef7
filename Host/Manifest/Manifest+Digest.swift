/// The SHA-256 that a manifest has of its library.
internal import CCrypto

extension Manifest {
    /// Hexadecimal SHA-256 of some bytes, lower case.
    public static func digest(of bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        SHA256(bytes, bytes.count, &digest)
        return Hexadecimal.text(digest)
    }
}
