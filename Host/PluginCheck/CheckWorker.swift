/// One worker under check: a market and a host of its own in a few lines, in lockstep. The worker is a real one,
/// locked down and attested; only what it is fed is made up.
internal import CLinux
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Workers

struct CheckWorker: ~Copyable {
    private let region: SharedRegion
    private var market: MarketRing.Writer
    private var worker: WorkerProcess
    private(set) var sequence: UInt64 = 0
    private(set) var time: Int64 = 34_200_000_000_000
    /// What it asked for and was not taken yet, in order.
    private(set) var requests: [[UInt8]] = []
    /// How it ended, once it has.
    private(set) var exit: WorkerExit?

    /// A worker that handles nothing for so long is ended, ns.
    static let patience: Int64 = 5_000_000_000
    /// More requests of one event than these are thrown away.
    static let requestsMax = 1 << 16

    init(_ spec: WorkerSpec, _ library: LibraryImage, _ sandbox: SandboxHost) throws(WorkerError) {
        let region = try Self.catching { () throws(RegionError) in
            let region = try SharedRegion.create(
                name: "market", size: RingLayout.marketRegionSize(cells: 1 << 12))
            try region.seal(.writers)
            return region
        }
        let market = try Self.catching { () throws(RegionError) in try MarketRing.Writer(in: region) }
        worker = try WorkerProcess.spawn(spec, library: library, market: region, sandbox: sandbox)
        self.region = region
        self.market = market
    }

    private static func catching<Value: ~Copyable>(
        _ body: () throws(RegionError) -> Value
    ) throws(WorkerError) -> Value {
        do throws(RegionError) { return try body() } catch { throw .spec("\(error)") }
    }

    var facts: StrategyFacts { worker.facts }
    var tier: SandboxTier { worker.tier }

    // MARK: - What it is told

    /// Sends a private record and waits until it was handled.
    mutating func send<R: Record>(_ record: R) {
        guard exit == nil else { return }
        var record = record
        stamp(&record)
        let taken = withUnsafeBytes(of: &record) { worker.mail.write($0) }
        if !taken { exit = worker.killAndReap(.protocolBroken) }
        settle()
    }

    /// Shows a market record and waits until it was handled.
    mutating func show<R: Record>(_ record: R) {
        guard exit == nil else { return }
        var record = record
        stamp(&record)
        withUnsafeBytes(of: &record) { market.publish($0) }
        settle()
    }

    mutating func command(_ command: Int) {
        var record = tectra_command.blank
        record.command = UInt8(truncatingIfNeeded: command)
        send(record)
    }

    /// Lets event time pass before the next record.
    mutating func pass(nanoseconds: Int64) { time &+= nanoseconds }

    /// The next sequence, and the time where the record has it (a state chunk has its cause there).
    private mutating func stamp<R: Record>(_ record: inout R) {
        sequence += 1
        time &+= 1_000_000
        let (sequence, time) = (sequence, time)
        withUnsafeMutableBytes(of: &record) { bytes in
            bytes.storeBytes(of: sequence, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: time, toByteOffset: 16, as: Int64.self)
        }
    }

    // MARK: - What it does

    private mutating func settle() {
        worker.bell.ring()
        var looks = 0
        var deadline: Int64 = 0
        while exit == nil, !worker.hasHandledAll(upTo: market.head) {
            drain()
            looks += 1
            if looks < 2000 { tectra_pause() } else { tectra_yield() }
            guard looks & 0xFF == 0 else { continue }
            if let ended = worker.poll() {
                exit = ended
            } else {
                let now = tectra_clock_monotonic()
                if deadline == 0 { deadline = now &+ Self.patience }
                if now > deadline { exit = worker.killAndReap(.deadline) }
            }
        }
        drain()
    }

    /// Takes what is there, but no more at once than may be kept: one that never stops asking must not keep the
    /// check from its deadline.
    private mutating func drain() {
        for _ in 0..<Self.requestsMax {
            switch worker.requests.poll() {
            case .empty: return
            case .corrupt:
                if exit == nil { exit = worker.killAndReap(.protocolBroken) }
                return
            case .request(let request):
                if requests.count < Self.requestsMax { requests.append([UInt8](request.record)) }
            }
        }
    }

    /// The requests since the last time.
    mutating func take() -> [[UInt8]] {
        defer { requests.removeAll(keepingCapacity: true) }
        return requests
    }

    /// Announces instruments 1 to `count`, and starts it.
    mutating func start(instruments count: UInt32 = 2, symbols: [String] = []) {
        announce(count, symbols: symbols)
        command(Int(TECTRA_COMMAND_START))
    }

    mutating func announce(_ count: UInt32, symbols: [String] = []) {
        for instrument in 1...max(1, count) {
            var record = tectra_instrument.blank
            record.instrument = instrument
            record.tick_size = 10_000_000
            record.lot_size = 100
            let place = Int(instrument) - 1
            let symbol = place < symbols.count ? symbols[place] : "TX\(instrument)"
            withUnsafeMutableBytes(of: &record.symbol) { room in
                for (at, byte) in symbol.utf8.prefix(room.count - 1).enumerated() { room[at] = byte }
            }
            send(record)
        }
    }

    /// Tells it to stop and waits for its end; ends it when it does not.
    mutating func stop() -> WorkerExit {
        if exit == nil {
            var record = tectra_command.blank
            record.command = UInt8(TECTRA_COMMAND_STOP)
            stamp(&record)
            _ = withUnsafeBytes(of: &record) { worker.mail.write($0) }
            worker.bell.ring()
            let deadline = tectra_clock_monotonic() &+ Self.patience
            while exit == nil, tectra_clock_monotonic() < deadline {
                drain()
                exit = worker.poll()
                if exit == nil { tectra_yield() }
            }
        }
        return exit ?? worker.killAndReap(.deadline)
    }

    // MARK: - State

    /// Asks for the state.
    ///
    /// - Returns: nil when it has ended, or answered with something else than a whole state.
    mutating func save() -> (bytes: [UInt8], schema: UInt32)? {
        _ = take()
        command(Int(TECTRA_COMMAND_SAVE_STATE))
        guard exit == nil else { return nil }
        var bytes: [UInt8] = []
        var (schema, total): (UInt32, Int?) = (0, nil)
        for request in take() where request.count >= 4 && request[2] == UInt8(TECTRA_STATE_OUT) && request[3] == 0 {
            guard request.count >= tectra_state.size else { return nil }
            let piece = request.withUnsafeBytes { $0.loadUnaligned(as: tectra_state.self) }
            guard Int(piece.offset) == bytes.count, piece.length <= UInt32(TECTRA_STATE_CHUNK) else { return nil }
            withUnsafeBytes(of: piece.bytes) { bytes += $0.prefix(Int(piece.length)) }
            (schema, total) = (piece.schema, Int(piece.total))
        }
        return total == bytes.count ? (bytes, schema) : nil
    }

    /// Hands it a state, before its start.
    mutating func load(_ bytes: [UInt8], schema: UInt32) {
        var offset = 0
        repeat {
            var piece = tectra_state.blank
            piece.header.template_id = UInt16(TECTRA_STATE_IN)
            let length = min(Int(TECTRA_STATE_CHUNK), bytes.count - offset)
            piece.offset = UInt32(offset)
            piece.total = UInt32(bytes.count)
            piece.length = UInt32(length)
            piece.schema = schema
            withUnsafeMutableBytes(of: &piece.bytes) { room in
                for at in 0..<length { room[at] = bytes[offset + at] }
            }
            send(piece)
            offset += length
        } while offset < bytes.count && exit == nil
        command(Int(TECTRA_COMMAND_LOAD_STATE))
    }
}
