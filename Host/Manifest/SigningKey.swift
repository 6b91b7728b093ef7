/// Ed25519 keys in the text form of OpenBSD's signify, so that its own tools read ours and ours theirs: a comment line,
/// then one line of Base64.
internal import CCrypto

/// Why a key or a signature can not be used.
public struct SignatureError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// The number that a key file, and every signature by that key, begins with.
public struct KeyID: Hashable, Sendable, CustomStringConvertible {
    /// 8 bytes.
    let bytes: [UInt8]

    /// 16 hexadecimal digits.
    public var description: String { Hexadecimal.text(bytes) }
}

public struct PublicKey: Equatable, Sendable {
    public let id: KeyID
    /// What its file says of it, for people; nothing vouches for it.
    public let comment: String
    /// 32 bytes.
    let point: [UInt8]

    /// All keys of a file, one behind the other.
    public static func list(_ text: String) throws(SignatureError) -> [PublicKey] {
        var keys: [PublicKey] = []
        for entry in try SignifyText.entries(text) {
            guard let bytes = entry.bytes, bytes.count == 42, bytes.starts(with: SignifyText.algorithm) else {
                throw SignatureError("\"\(entry.comment)\" is not a public key")
            }
            keys.append(
                PublicKey(id: KeyID(bytes: Array(bytes[2..<10])), comment: entry.comment, point: Array(bytes[10...])))
        }
        guard !keys.isEmpty else { throw SignatureError("there is no public key in it") }
        return keys
    }

    public var text: String { SignifyText.text(comment, SignifyText.algorithm + id.bytes + point) }
}

public struct SigningKey: Sendable {
    public let publicKey: PublicKey
    /// 32 bytes.
    private let seed: [UInt8]

    /// A new key of the system's randomness.
    public init(comment: String) throws(SignatureError) {
        // The system's generator is getrandom(2).
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let point = try Self.point(of: seed)
        // Of the key itself, so that it says which one it is.
        let id = KeyID(bytes: Array(Self.sha512(point).prefix(8)))
        self.seed = seed
        publicKey = PublicKey(id: id, comment: comment, point: point)
    }

    /// Reads a secret key's file; one under a pass phrase is refused.
    public init(reading text: String) throws(SignatureError) {
        guard let entry = try SignifyText.entries(text).first, let bytes = entry.bytes, bytes.count == 104,
            bytes.starts(with: SignifyText.algorithm + Array("BK".utf8))
        else { throw SignatureError("it is not a secret key") }
        guard bytes[4..<8].allSatisfy({ $0 == 0 }) else {
            throw SignatureError("it is under a pass phrase; make a key without one (signify -G -n)")
        }
        let secret = Array(bytes[40...])
        guard Array(Self.sha512(secret).prefix(8)) == Array(bytes[24..<32]) else {
            throw SignatureError("it is damaged: its checksum is another")
        }
        seed = Array(secret.prefix(32))
        publicKey = PublicKey(
            id: KeyID(bytes: Array(bytes[32..<40])), comment: entry.comment, point: Array(secret.suffix(32)))
        guard try Self.point(of: seed) == publicKey.point else {
            throw SignatureError("it is damaged: its two halves do not belong together")
        }
    }

    /// The secret key's file; nobody but its owner may read it.
    public var text: String {
        let secret = seed + publicKey.point
        let head = SignifyText.algorithm + Array("BK".utf8) + [UInt8](repeating: 0, count: 4 + 16)
        return SignifyText.text(
            publicKey.comment, head + Self.sha512(secret).prefix(8) + publicKey.id.bytes + secret)
    }

    /// Signs bytes as they are.
    public func sign(_ message: [UInt8]) throws(SignatureError) -> ManifestSignature {
        let key = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
        defer { EVP_PKEY_free(key) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var length = signature.count
        guard key != nil, EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &length, message, message.count) == 1, length == 64
        else { throw SignatureError("libcrypto could not sign") }
        return ManifestSignature(key: publicKey.id, bytes: signature)
    }

    private static func point(of seed: [UInt8]) throws(SignatureError) -> [UInt8] {
        let key = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
        defer { EVP_PKEY_free(key) }
        var point = [UInt8](repeating: 0, count: 32)
        var length = point.count
        guard key != nil, EVP_PKEY_get_raw_public_key(key, &point, &length) == 1, length == 32 else {
            throw SignatureError("libcrypto could not make a key")
        }
        return point
    }

    private static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        SHA512(bytes, bytes.count, &digest)
        return digest
    }
}
