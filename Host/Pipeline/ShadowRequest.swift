/// What counts of a request when two versions of a strategy are compared: all that it asks for, and
/// nothing of when or under which number it was asked.
internal import PluginABI

public struct ShadowRequest: BitwiseCopyable, Equatable, Sendable {
    /// Sequence of the event that caused it.
    public var cause: UInt64 = 0
    /// Of every byte behind the cause, but for a new order's client id.
    public var digest: UInt64 = 0
    public var template: UInt16 = 0
    /// Zeros where the request has no such field.
    public var client: UInt64 = 0
    public var price: Int64 = 0
    public var quantity: Int64 = 0

    public init() {}

    /// - Parameter record: a request as it was copied out of its ring.
    /// - Returns: nil for what asks for nothing: log lines, states, laps.
    public init?(_ record: UnsafeRawBufferPointer) {
        guard record.count >= 24 else { return nil }
        template = record.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
        cause = record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        var start = 24
        switch Int(template) {
        case TECTRA_SUBMIT where record.count >= 56:
            client = record.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            price = record.loadUnaligned(fromByteOffset: 40, as: Int64.self)
            quantity = record.loadUnaligned(fromByteOffset: 48, as: Int64.self)
            start = 32
        case TECTRA_MODIFY where record.count >= 48:
            client = record.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            price = record.loadUnaligned(fromByteOffset: 32, as: Int64.self)
            quantity = record.loadUnaligned(fromByteOffset: 40, as: Int64.self)
        case TECTRA_CANCEL where record.count >= 32:
            client = record.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        case TECTRA_CANCEL_ALL, TECTRA_SET_TIMER, TECTRA_SIGNAL:
            break
        default:
            return nil
        }
        digest = Self.digest(UnsafeRawBufferPointer(rebasing: record[start...]), template)
    }

    public var isSubmit: Bool { Int(template) == TECTRA_SUBMIT }

    /// FNV-1a, eight bytes at a step: requests are whole words long.
    private static func digest(_ bytes: UnsafeRawBufferPointer, _ template: UInt16) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(template)
        for offset in stride(from: 0, to: bytes.count & ~7, by: 8) {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x100_0000_01b3
            hash ^= hash >> 29
        }
        return hash
    }
}
