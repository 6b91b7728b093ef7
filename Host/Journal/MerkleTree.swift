/// A Merkle tree over the frames of a journal, hashed as RFC 6962 (section 2.1) says: a leaf is
/// SHA-256 of 0x00 and its bytes, a node SHA-256 of 0x01 and its two children.
internal import CCrypto

/// Takes leaves one by one and keeps only the roots of whole subtrees: O(log n) memory.
public struct MerkleTree: ~Copyable {
    /// 32 bytes for each level; the level's bit in `count` says whether it holds a root.
    private let levels: UnsafeMutablePointer<UInt8>
    private let context: OpaquePointer?
    /// Leaves so far.
    public private(set) var count: UInt64 = 0

    public init() {
        levels = .allocate(capacity: 64 * 32)
        levels.initialize(repeating: 0, count: 64 * 32)
        context = EVP_MD_CTX_new()
    }

    deinit {
        levels.deallocate()
        EVP_MD_CTX_free(context)
    }

    public mutating func append(_ leaf: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { hash in
            guard let target = hash.baseAddress else { return }
            digest(0, leaf.baseAddress, leaf.count, nil, target)
            var level = 0
            while count & (1 << UInt64(level)) != 0 {
                digest(1, levels + 32 * level, 32, UnsafeRawPointer(target), target)
                level += 1
            }
            (levels + 32 * level).update(from: target, count: 32)
        }
        count &+= 1
    }

    /// The root; of no leaves it is SHA-256 of nothing.
    public var root: [UInt8] {
        var root: [UInt8] = []
        for level in 0..<64 where count & (1 << UInt64(level)) != 0 {
            if root.isEmpty {
                root = Array(UnsafeBufferPointer(start: levels + 32 * level, count: 32))
            } else {
                let right = root
                right.withUnsafeBufferPointer { right in
                    root.withUnsafeMutableBufferPointer { target in
                        if let out = target.baseAddress { digest(1, levels + 32 * level, 32, right.baseAddress, out) }
                    }
                }
            }
        }
        guard !root.isEmpty else {
            var empty = [UInt8](repeating: 0, count: 32)
            EVP_DigestInit_ex(context, EVP_sha256(), nil)
            EVP_DigestFinal_ex(context, &empty, nil)
            return empty
        }
        return root
    }

    /// SHA-256 of a prefix byte, some bytes, and 32 more when given.
    private func digest(
        _ prefix: UInt8, _ bytes: UnsafeRawPointer?, _ count: Int, _ more: UnsafeRawPointer?,
        _ target: UnsafeMutablePointer<UInt8>
    ) {
        var prefix = prefix
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
        EVP_DigestUpdate(context, &prefix, 1)
        EVP_DigestUpdate(context, bytes, count)
        if let more { EVP_DigestUpdate(context, more, 32) }
        EVP_DigestFinal_ex(context, target, nil)
    }
}

extension [UInt8] {
    /// Lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = [UInt8]("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
