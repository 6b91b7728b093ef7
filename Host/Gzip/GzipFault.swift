/// What is wrong with a gzip file, and where.

public struct GzipFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The file ends before its last member does.
        case truncated
        /// The bytes are no deflate stream, or its checksum or length is another.
        case damaged(reason: String)
        /// Behind the last member is something that is neither another nor padding.
        case trailing
        /// There is no memory for the decompressor, which needs some 50 KiB.
        case memory
    }

    public let kind: Kind
    /// How far the compressed file was read, in bytes. Damage lies at it or shortly before: a wrong byte
    /// often shows only behind it.
    public let offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    public var description: String {
        switch kind {
        case .truncated: "the gzip file is cut off at byte \(offset); fetch it again"
        case .damaged(let reason): "the gzip file is damaged at or before byte \(offset): \(reason); fetch it again"
        case .trailing: "something follows the gzip data at byte \(offset)"
        case .memory: "no memory to decompress with, at byte \(offset)"
        }
    }
}
