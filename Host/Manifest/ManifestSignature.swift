/// A signature over the exact bytes of a manifest, in a file of its own beside it. The manifest carries the library's
/// SHA-256, so that who signs it answers for the library too.
internal import CCrypto

public struct ManifestSignature: Equatable, Sendable {
    /// The file beside the manifest.
    public static let fileName = "manifest.sig"

    /// Of the key that made it.
    public let key: KeyID
    /// 64 bytes.
    let bytes: [UInt8]

    init(key: KeyID, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }

    public init(reading text: String) throws(SignatureError) {
        let entries = try SignifyText.entries(text)
        guard entries.count == 1, let bytes = entries[0].bytes, bytes.count == 74,
            bytes.starts(with: SignifyText.algorithm)
        else { throw SignatureError("it is not a signature") }
        self.init(key: KeyID(bytes: Array(bytes[2..<10])), bytes: Array(bytes[10...]))
    }

    public func text(comment: String) -> String {
        SignifyText.text(comment, SignifyText.algorithm + key.bytes + bytes)
    }

    /// Finds the trusted key that made it and holds it against the bytes.
    ///
    /// - Returns: the key.
    /// - Throws: when no trusted key has its number, or the bytes are not those that were signed.
    public func verify(_ message: [UInt8], trusting keys: [PublicKey]) throws(SignatureError) -> PublicKey {
        let candidates = keys.filter { $0.id == key }
        guard !candidates.isEmpty else {
            throw SignatureError(
                "it is signed with key \(key), which is not trusted here"
                    + (keys.isEmpty ? "" : "; trusted are \(keys.map { "\($0.id)" }.joined(separator: ", "))"))
        }
        guard let signer = candidates.first(where: { isBy($0, message) }) else {
            throw SignatureError("the signature with key \(key) is not of these bytes")
        }
        return signer
    }

    private func isBy(_ signer: PublicKey, _ message: [UInt8]) -> Bool {
        let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, signer.point, signer.point.count)
        defer { EVP_PKEY_free(key) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        return key != nil && EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, bytes, bytes.count, message, message.count) == 1
    }
}
