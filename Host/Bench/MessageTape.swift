/// A synthetic day in memory, so that a benchmark measures decoding and not the disk.
internal import MarketData

/// Messages of ITCH 5.0, each behind its length in two big-endian bytes, as in a file.
final class MessageTape: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    let count: Int
    private let memory: UnsafeMutableRawBufferPointer

    /// Makes the day that a plan names.
    init(_ plan: BenchPlan, regime: DayRegime = .meanRevert) {
        var day = DayGenerator(
            DayPlan(messages: plan.messages, symbols: plan.symbols, seed: plan.seed, regime: regime))
        // The longest message has 50 bytes.
        let room = (plan.messages + 4 * plan.symbols + 64) * 52
        memory = .allocate(byteCount: room, alignment: 64)
        var end = 0
        var count = 0
        while let message = day.next(), end + message.count + 2 <= room {
            memory[end] = UInt8(truncatingIfNeeded: message.count >> 8)
            memory[end + 1] = UInt8(truncatingIfNeeded: message.count)
            for index in 0..<message.count { memory[end + 2 + index] = message[index] }
            end += message.count + 2
            count += 1
        }
        bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[0..<end])
        self.count = count
    }

    deinit { memory.deallocate() }

    /// The message at `offset`, which moves behind it; nil at the end.
    @inline(__always)
    func next(_ offset: inout Int) -> UnsafeRawBufferPointer? {
        guard offset + 2 <= bytes.count, let base = bytes.baseAddress else { return nil }
        let length = Int(UInt16(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        let message = UnsafeRawBufferPointer(start: base + offset + 2, count: length)
        offset += 2 + length
        return message
    }
}
