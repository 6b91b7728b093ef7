/// Where the engine thread lays down a strategy's state, piece by piece as the worker sends it, and
/// where the supervisor picks it up. One state a strategy at a time: the supervisor asks, the engine
/// thread fills and says so, and until the supervisor asks again nobody else touches it.
internal import PluginABI
internal import Records

/// What the engine thread says about a state that is complete.
public struct StateCut: BitwiseCopyable {
    /// Sequence of the event as of which it was taken.
    public var cut: UInt64 = 0
    /// Highest client id that the strategy had asked with.
    public var lastClient: UInt64 = 0
    /// Revision of the state's schema, as the plugin says.
    public var schema: UInt64 = 0
    /// Bytes; 0 is a strategy that keeps no state.
    public var length: UInt64 = 0
    /// Event time.
    public var time: Int64 = 0
    /// 1: it was asked for by a change of version, as of whose cut it is.
    public var isForSeat: UInt64 = 0
    /// What it was saved as of, where that is not `cut`; 0 is no saved state.
    public var savedAt: UInt64 = 0

    public init() {}
}

public final class StateTray: @unchecked Sendable {
    /// As much as a worker sends.
    public static let stateMax = 4 << 20

    private struct Place {
        var bytes: UnsafeMutableRawPointer?
        /// Sequence that the pieces must be caused by; 0 takes none.
        var cut: UInt64 = 0
        var filled = 0
    }

    private let places: UnsafeMutablePointer<Place>

    public init() {
        places = .allocate(capacity: 64)
        places.initialize(repeating: Place(), count: 64)
    }

    deinit {
        for index in 0..<64 { places[index].bytes?.deallocate() }
        places.deallocate()
    }

    /// The supervisor's, before it asks: takes the memory, once.
    public func prepare(_ strategy: UInt8) {
        let index = Int(strategy & 63)
        if places[index].bytes == nil { places[index].bytes = .allocate(byteCount: Self.stateMax, alignment: 64) }
    }

    /// The engine thread's: the worker was asked by the input `cut`.
    public func begin(_ strategy: UInt8, cut: UInt64) {
        places[Int(strategy & 63)].cut = cut
        places[Int(strategy & 63)].filled = 0
    }

    /// The engine thread's: one piece. The worker may say anything; pieces come in order or not at all.
    ///
    /// - Returns: the schema and the length, when this was the last piece.
    public func take(_ record: UnsafeRawBufferPointer, from strategy: UInt8) -> (schema: UInt32, length: Int)? {
        let index = Int(strategy & 63)
        guard places[index].cut != 0, let room = places[index].bytes, record.count >= tectra_state.size else {
            return nil
        }
        let piece = record.loadUnaligned(as: tectra_state.self)
        let (offset, length, total) = (Int(piece.offset), Int(piece.length), Int(piece.total))
        guard piece.cause == places[index].cut, offset == places[index].filled, total <= Self.stateMax,
            length <= Int(TECTRA_STATE_CHUNK), offset + length <= total
        else { return nil }
        withUnsafeBytes(of: piece.bytes) { bytes in
            if let source = bytes.baseAddress { (room + offset).copyMemory(from: source, byteCount: length) }
        }
        places[index].filled = offset + length
        guard places[index].filled == total else { return nil }
        places[index].cut = 0
        return (piece.schema, total)
    }

    /// The supervisor's, after it was told: the state.
    public func state(of strategy: UInt8, length: Int) -> [UInt8] {
        guard let bytes = places[Int(strategy & 63)].bytes, length <= Self.stateMax else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: length))
    }
}
