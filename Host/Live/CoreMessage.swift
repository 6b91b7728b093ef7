/// What the supervisor thread and the engine thread say to each other, as flat values for the
/// queues between them: neither ever waits for the other.
internal import EngineLink
internal import Workers

/// From the supervisor: an input for the core, a worker to take on or let go, or a question.
struct CoreMessage: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// `bytes` is an input record for the core.
        case input
        /// `bytes` is a request in the name of `strategy`, by the host.
        case request
        /// `bytes` is the record that hands the parameters before it to `strategy`.
        case configure
        /// As `input`, but a note for the journal.
        case note
        /// The worker of `strategy` is on the slot table: take its rings.
        case attach
        /// The worker of `strategy` is gone: drain its last requests and let go of its rings.
        case detach
        /// Ask the worker of `strategy` for its state; the same, and open its second seat as of that.
        case saveState
        case openSeat
        /// Open the second seat of a strategy that has lost its worker.
        case openRestart
        /// The worker in the second seat has its state: `bytes` is the record that lets it trade.
        case restart
        /// The worker in the second seat has its state: let it take part.
        case startSeat
        /// `bytes` is the record that promotes the worker in the second seat.
        case promote
        /// Let go of the worker in the second seat.
        case closeSeat
        /// Answer `query` about `argument` with `token`.
        case query
        case startFeed
        case stopFeed
        /// Join the lines of a live feed anew, from the first message.
        case rebuildFeed
        /// Finish: cancel, flush, end the thread.
        case shutDown
    }

    /// The longest input record that the supervisor makes.
    static let capacity = 192

    var kind: Kind
    var strategy: UInt8 = 0
    var length: UInt16 = 0
    /// Comes back with the answer.
    var token: UInt32 = 0
    var argument: UInt64 = 0
    var storage = InlineArray<24, UInt64>(repeating: 0)

    init(_ kind: Kind, strategy: UInt8 = 0, token: UInt32 = 0, argument: UInt64 = 0) {
        self.kind = kind
        self.strategy = strategy
        self.token = token
        self.argument = argument
    }

    /// A message that carries a record; nil when the record is too long for any core input.
    init?(_ kind: Kind, strategy: UInt8 = 0, record: UnsafeRawBufferPointer) {
        guard record.count <= Self.capacity else { return nil }
        self.init(kind, strategy: strategy)
        length = UInt16(record.count)
        withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: record) }
    }
}

extension CoreMessage {
    /// A question about a symbol carries it in place of a record.
    mutating func put(_ symbol: SymbolText) {
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: symbol, as: SymbolText.self) }
    }

    var symbol: SymbolText {
        withUnsafeBytes(of: storage) { $0.load(as: SymbolText.self) }
    }
}

/// A question for the core's state.
enum CoreQuery: UInt8, BitwiseCopyable {
    case positions
    case orders
    case book
    case kills
    case limits
    case instruments
    case trades
    case status
}

/// From the engine thread: one row of an answer, or something that happened.
struct CoreReply: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// `bytes` is a row of the answer to `token`.
        case row
        /// The answer to `token` is complete.
        case end
        /// The worker of `strategy` broke the protocol or stopped reading: end it.
        case evict
        /// The rings of `strategy` are let go.
        case detached
        /// A state is complete: `bytes` is a `StateCut`.
        case state
        /// The state can not be asked for; `token` is why.
        case cutRefused
        /// One of the parameters in force of `strategy`: `bytes` is its record.
        case parameter
        /// It has answered about its parameters: `bytes` is a `ConfiguredRow`.
        case configured
        case configureRefused
        /// The second seat is closed because of its worker; `token` is why.
        case seatFailed
        case seatClosed
        /// The two workers have changed places: `bytes` is a `PromotionRow`.
        case promoted
        /// The feed has come to its end.
        case feedEnded
        /// The journal takes no more; the engine thread has stopped.
        case failed
        case stopped
    }

    static let capacity = 576

    var kind: Kind
    var strategy: UInt8 = 0
    var length: UInt16 = 0
    var token: UInt32 = 0
    var storage = InlineArray<72, UInt64>(repeating: 0)

    init(_ kind: Kind, strategy: UInt8 = 0, token: UInt32 = 0) {
        self.kind = kind
        self.strategy = strategy
        self.token = token
    }

    /// What a reply other than a row carries.
    func load<Value: BitwiseCopyable>(as type: Value.Type) -> Value {
        withUnsafeBytes(of: storage) { $0.loadUnaligned(as: type) }
    }

    /// A row of an answer.
    init<Row: BitwiseCopyable>(row: Row, token: UInt32) {
        self.init(.row, token: token)
        length = UInt16(min(MemoryLayout<Row>.size, Self.capacity))
        withUnsafeBytes(of: row) { source in
            withUnsafeMutableBytes(of: &storage) { target in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(Int(length))))
            }
        }
    }
}
