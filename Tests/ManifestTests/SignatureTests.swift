// Keys and signatures: what is signed verifies, and nothing else does; the files are signify's, byte for byte.
import Manifest
import TestSupport
import Testing

@Suite struct SignatureTests {
    /// A key and a signature in the form of OpenBSD's signify, of the first test vector of RFC 8032 (7.1).
    private static let vector = """
        untrusted comment: RFC 8032, test 1
        RWQBAgMEBQYHCNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea
        """
    private static let rfc = """
        untrusted comment: of the empty message
        RWQBAgMEBQYHCOVWQwDDYKxykIbizIBugoqEh38euOXZdNhz4GUiSQFVX7iCFZCjO6zGHjlwHPm0a9Jb9fBZW74kZVFBQ456EAs=
        """

    @Test func aKeyIsReadAsItWasWritten() throws {
        let key = try SigningKey(comment: "Jane\nDoe")
        let again = try SigningKey(reading: key.text)
        #expect(again.publicKey.id == key.publicKey.id && again.publicKey.comment == "Jane Doe")
        let trusted = try PublicKey.list(key.publicKey.text + "\n" + again.publicKey.text)
        #expect(trusted.count == 2 && trusted[1] == again.publicKey)
        #expect(key.publicKey.id.description.count == 16)
        #expect(try SigningKey(comment: "").publicKey.id != key.publicKey.id)
    }

    @Test func whatIsSignedVerifiesAndNothingElse() throws {
        var random = SplitMix64.printed()
        let (key, other) = (try SigningKey(comment: "a"), try SigningKey(comment: "b"))
        let trusted = [other.publicKey, key.publicKey]
        for length in [0, 1, 63, 64, 1000] {
            let message = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let signature = try ManifestSignature(reading: try key.sign(message).text(comment: "x"))
            #expect(try signature.verify(message, trusting: trusted) == key.publicKey)
            #expect(throws: SignatureError.self) { try signature.verify(message + [0], trusting: trusted) }
            #expect(throws: SignatureError.self) { try signature.verify(message, trusting: [other.publicKey]) }
            #expect(throws: SignatureError.self) { try signature.verify(message, trusting: []) }
            guard length > 0 else { continue }
            var altered = message
            altered[Int(random.next() % UInt64(length))] ^= 1 << UInt8(random.next() % 8)
            #expect(throws: SignatureError.self) { try signature.verify(altered, trusting: trusted) }
        }
    }

    /// Every changed character of a file is refused or says what it said: nothing traps, nothing else verifies.
    @Test func aDamagedFileIsRefused() throws {
        var random = SplitMix64.printed()
        let key = try SigningKey(comment: "a")
        let message = Array("the manifest".utf8)
        let text = try key.sign(message).text(comment: "")
        let secret = key.text
        for _ in 0..<2000 {
            for (whole, isSecret) in [(text, false), (secret, true)] {
                var bytes = Array(whole.utf8)
                let place = Int(random.next() % UInt64(bytes.count))
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
                if random.next() % 8 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
                let damaged = String(decoding: bytes, as: UTF8.self)
                if isSecret {
                    guard let read = try? SigningKey(reading: damaged) else { continue }
                    #expect(try key.sign(message) == read.sign(message) || read.publicKey.id != key.publicKey.id)
                } else if let read = try? ManifestSignature(reading: damaged),
                    (try? read.verify(message, trusting: [key.publicKey])) != nil
                {
                    #expect(read == (try ManifestSignature(reading: text)))
                }
            }
        }
    }

    @Test func aKnownKeyAndSignatureOfTheRFC() throws {
        let keys = try PublicKey.list(Self.vector)
        #expect(keys.first?.id.description == "0102030405060708")
        let signature = try ManifestSignature(reading: Self.rfc)
        #expect(try signature.verify([], trusting: keys) == keys.first)
        #expect(throws: SignatureError.self) { try signature.verify([0], trusting: keys) }
        #expect(throws: SignatureError.self) { try PublicKey.list(Self.rfc) }
        #expect(throws: SignatureError.self) { try ManifestSignature(reading: Self.vector) }
    }
}
