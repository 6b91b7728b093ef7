/// The one writer of a tick store: gathers rows by symbol and appends whole blocks to the newest segment.
internal import CLinux
internal import Glibc
public import PluginABI

/// Bounds of a writer.
public struct TickStoreLimits: Sendable {
    /// Bytes of rows that wait for their block; at least 4 MiB.
    public var memory = 128 << 20
    /// Bytes after which a segment is sealed; at most 1 GiB.
    public var segmentSize = 256 << 20
    /// Different symbols in the life of a writer, 1 to 65,536.
    public var symbolsMax = 65_536

    public init() {}
}

public struct TickWriter: ~Copyable {
    public let directory: String
    public let limits: TickStoreLimits
    private let lock: Int32
    var pool: RowPool
    /// Lane of symbol s and kind k at 2s + k - 1.
    let lanes: UnsafeMutablePointer<TickLane>
    var numbers: [TickSymbol: Int] = [:]
    var symbols: [TickSymbol] = []
    var encoder = BlockEncoder()
    var segment: OpenSegment
    public internal(set) var totals = TickWriterTotals()

    /// Opens a store for appending, and makes the directory when it is not there. A block that a crash cut
    /// short is cut off; a segment that a crash left without its index gets one.
    ///
    /// - Throws: `locked` when another process writes here.
    public static func open(
        _ directory: String, limits: TickStoreLimits = TickStoreLimits()
    ) throws(TickStoreError) -> TickWriter {
        let lock = try take(directory, limits)
        var writer = TickWriter(directory, limits, lock: lock)
        try writer.recover()
        return writer
    }

    private init(_ directory: String, _ limits: TickStoreLimits, lock: Int32) {
        self.lock = lock
        self.directory = directory
        self.limits = limits
        pool = RowPool(bytes: limits.memory)
        lanes = .allocate(capacity: 2 * limits.symbolsMax)
        lanes.initialize(repeating: TickLane(), count: 2 * limits.symbolsMax)
        segment = OpenSegment(directory: directory)
    }

    deinit {
        lanes.deallocate()
        Glibc.close(lock)
    }

    private static func take(_ directory: String, _ limits: TickStoreLimits) throws(TickStoreError) -> Int32 {
        guard limits.memory >= 4 << 20, (1 << 16...1 << 30).contains(limits.segmentSize),
            (1...65_536).contains(limits.symbolsMax)
        else { throw .capacity("memory at least 4 MiB, segments of 64 KiB to 1 GiB, 1 to 65536 symbols") }
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw .system(doing: "make", path: directory, code: errno)
        }
        let lock = tectra_lock_file(directory + "/lock")
        guard lock >= 0 else {
            throw lock == -EWOULDBLOCK
                ? .locked(path: directory) : .system(doing: "lock", path: directory, code: -lock)
        }
        return lock
    }

    /// Days since 1970-01-01 of the newest day in the store; nil when it is empty. Rows of earlier days are passed
    /// over.
    public var newestDay: Int64? { segment.number > 0 ? Day.of(segment.dayBegin) : nil }

    /// The number under which rows of a symbol are appended.
    ///
    /// - Parameter instrument: the session's dense id, which the rows of the symbol's blocks carry.
    public mutating func number(of symbol: TickSymbol, instrument: UInt32) throws(TickStoreError) -> Int {
        let number: Int
        if let known = numbers[symbol] {
            number = known
        } else {
            guard symbols.count < limits.symbolsMax else {
                throw .capacity("more than \(limits.symbolsMax) symbols; allow more of them")
            }
            number = symbols.count
            symbols.append(symbol)
            numbers[symbol] = number
        }
        for lane in [2 * number, 2 * number + 1] where lanes[lane].instrument != instrument {
            if lanes[lane].count > 0 { try writeBlock(lane) }
            lanes[lane].instrument = instrument
        }
        return number
    }

    /// Appends a tick of the symbol with a number. One that is not after the symbol's last is passed over.
    ///
    /// - Throws: when a block has to be written and can not be. Nothing is lost: append again later.
    @inline(__always)
    public mutating func append(_ tick: tectra_tick, to number: Int) throws(TickStoreError) {
        guard let row = try room(2 &* number, time: tick.time, sequence: tick.sequence) else { return }
        row.storeBytes(of: tick, as: tectra_tick.self)
        try filled(2 &* number)
    }

    /// Appends a trade, as `append` does a tick.
    @inline(__always)
    public mutating func append(_ trade: tectra_trade, to number: Int) throws(TickStoreError) {
        guard let row = try room(2 &* number &+ 1, time: trade.time, sequence: trade.sequence) else { return }
        row.storeBytes(of: trade, as: tectra_trade.self)
        try filled(2 &* number &+ 1)
    }

    /// Where the next row of a lane goes; nil when it is not after the last one.
    @usableFromInline
    mutating func room(
        _ index: Int, time: Int64, sequence: UInt64
    ) throws(TickStoreError) -> UnsafeMutableRawPointer? {
        precondition(index >= 0 && index < 2 * symbols.count, "a number that this writer did not give")
        let lane = lanes + index
        guard time > lane.pointee.lastTime || (time == lane.pointee.lastTime && sequence > lane.pointee.lastSequence),
            time >= segment.dayBegin
        else {
            totals.passedOver += 1
            return nil
        }
        if time >= segment.dayEnd { try turnDay(time) }
        let place = Int(lane.pointee.count) & (RowPool.chunkRows - 1)
        if place == 0 {
            // Full and still here: it could not be written before.
            if Int(lane.pointee.count) == BlockHeader.rowsMax { try writeBlock(index) }
            if pool.isEmpty { try makeRoom() }
            let chunk = pool.take()
            // Making room may have emptied this very lane.
            if lane.pointee.count == 0 {
                lane.pointee.head = chunk
            } else {
                pool.link(chunk, behind: lane.pointee.tail)
            }
            lane.pointee.tail = chunk
        }
        lane.pointee.lastTime = time
        lane.pointee.lastSequence = sequence
        lane.pointee.count += 1
        totals.rows += 1
        return pool.row(lane.pointee.tail, place)
    }

    /// Writes a lane's block when it is full.
    @usableFromInline
    mutating func filled(_ lane: Int) throws(TickStoreError) {
        if Int(lanes[lane].count) == BlockHeader.rowsMax { try writeBlock(lane) }
    }
}
