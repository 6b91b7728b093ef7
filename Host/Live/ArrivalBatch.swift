/// The messages of one turn of the engine thread: of which instrument, and when each arrived.
internal import PluginABI

struct ArrivalBatch: BitwiseCopyable {
    static let capacity = 16
    private(set) var instruments = InlineArray<16, UInt32>(repeating: 0)
    private(set) var arrivals = InlineArray<16, Int64>(repeating: 0)
    private(set) var count = 0

    /// ITCH has the instrument's number in the two bytes behind the type.
    @inline(__always)
    mutating func note(_ record: tectra_feed_message, at arrival: Int64) {
        guard count < Self.capacity else { return }
        instruments[count] = UInt32(record.bytes.1) << 8 | UInt32(record.bytes.2)
        arrivals[count] = arrival
        count += 1
    }
}
