/// The second seat of a strategy: a worker that lives through the same events as the one that trades,
/// and whose requests go nowhere. The worker itself lies in a `WorkerTable` of its own; this is what
/// the pipeline's thread keeps beside it.
internal import PluginABI

/// Why a seat can not go on.
public enum SeatFailure: UInt8, BitwiseCopyable, Sendable {
    case none = 0
    /// Its worker was too slow on the market ring.
    case lapped = 1
    /// Its worker took its own records too slowly, or there were too many while it loaded.
    case overflowing = 2
    /// Its worker broke the protocol of the order ring.
    case corrupt = 3
}

public struct Seat: ~Copyable {
    /// Own records since the cut, until the worker is there to take them.
    public var mirror: RecordQueue
    /// The world as of the cut.
    public var prelude: RecordQueue
    var diff = ShadowDiff()
    /// The two versions at venues of their own; nil where there is nothing to compare.
    var paper: PaperMatch?
    /// New orders of the shadow that the host never knew: to be told that they are none.
    var ghosts = GhostOrders()
    /// Sequence of the cut, its event time, and whether the strategy was paused then.
    public var cut: UInt64 = 0
    public var time: Int64 = 0
    public var isPaused = false
    /// The highest client id of the trading version at the cut.
    public var lastClient: UInt64 = 0
    public var failure = SeatFailure.none
    /// The promotion that was asked for, until the moment has come for it.
    public var promotion = HeldRequest()
    /// Sequence from which on the requests of this seat's worker count; 0 while nothing is promoted.
    public var boundary: UInt64 = 0
    /// What the trading version asked because of events up to this one it asked in shadow: that was compared
    /// and is never acted on, however late it is read. Outlives the seat's emptiness.
    public var tradesFrom: UInt64 = 0
    /// Monotonic time by which the trading version must have finished, and when the boundary was set.
    public var deadline: Int64 = 0
    public var began: Int64 = 0
    /// The comparison as it stood at the boundary.
    public var promoted = ShadowFigures()
    /// A request of this seat's worker beyond the boundary, which waits for the other's last.
    public var held = HeldRequest()

    public init() {
        // Memory that is not touched costs nothing.
        mirror = RecordQueue(capacity: 4 << 20)
        prelude = RecordQueue(capacity: 16 << 20)
    }

    public mutating func begin() {
        mirror.removeAll()
        prelude.removeAll()
        diff.reset()
        ghosts = GhostOrders()
        failure = .none
        boundary = 0
        held.length = 0
        promotion.length = 0
    }
}

/// One request as it was copied out of its ring.
public struct HeldRequest: BitwiseCopyable {
    public var length = 0
    private var words = InlineArray<32, UInt64>(repeating: 0)

    public init() {}

    public mutating func hold(_ record: UnsafeRawBufferPointer) {
        length = min(record.count, Int(TECTRA_REQUEST_SIZE_MAX))
        let kept = UnsafeRawBufferPointer(rebasing: record.prefix(length))
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: kept) }
    }

    /// Lets go of it.
    public mutating func release<Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let length = length
        self.length = 0
        try withUnsafeBytes(of: words) { bytes throws(Failure) in
            try body(UnsafeRawBufferPointer(rebasing: bytes.prefix(length)))
        }
    }
}

/// Client ids of the last 256 orders that only a shadow asked for.
struct GhostOrders: BitwiseCopyable {
    private var clients = InlineArray<256, UInt64>(repeating: 0)
    private var count = 0

    mutating func append(_ client: UInt64) {
        clients[count & 255] = client
        count &+= 1
    }

    /// Takes one out; nil when there is none.
    mutating func take() -> UInt64? {
        while count > 0 {
            count &-= 1
            let client = clients[count & 255]
            clients[count & 255] = 0
            if client != 0 { return client }
            count = min(count, 255)
        }
        return nil
    }
}

/// Places for seats, by strategy number. The pipeline's thread owns them, but for a prelude, which it
/// hands to the thread that starts the worker.
public final class SeatTable: @unchecked Sendable {
    private let places: UnsafeMutablePointer<Seat>
    private var made: UInt64 = 0

    public init() { places = .allocate(capacity: WorkerTable.count) }

    deinit {
        for strategy in 0..<WorkerTable.count where made & (1 << UInt64(strategy)) != 0 {
            (places + strategy).deinitialize(count: 1)
        }
        places.deallocate()
    }

    /// Takes the memory of a strategy's seat, before it is opened. For the thread that asks the pipeline's
    /// to use it.
    ///
    /// - Parameter instruments: how many there are, where two versions are to be compared on paper.
    public func prepare(_ strategy: UInt8, instruments: Int? = nil) {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        let place = places + Int(strategy & 63)
        if made & bit == 0 { place.initialize(to: Seat()) }
        made |= bit
        place.pointee.paper = instruments.map { PaperMatch(instruments: $0) }
    }

    /// The seat, in place; it must have been prepared.
    @inline(__always)
    public subscript(strategy: UInt8) -> UnsafeMutablePointer<Seat> { places + Int(strategy & 63) }
}
