/// What the host asks for when it starts a worker.
public import PluginABI
public import Confinement
public import Sandbox
public import SharedMemory

/// What a worker may use up.
public struct WorkerLimits: Hashable, Sendable {
    /// Private memory, bytes.
    public var memory: UInt64 = 256 << 20
    /// Address space beyond memory and rings: libraries, stacks, guard pages.
    public var addressSpace: UInt64 = 1 << 30
    public var stack: UInt64 = 8 << 20
    /// Processor seconds in its whole life; a coarse end for what never stops.
    public var processorSeconds: UInt64 = .max
    /// Everything the kernel keeps for it, bytes, where there are control groups; nil is what the limits above come to.
    public var groupMemory: UInt64?
    /// Most of one processor that it may have, percent, where there are control groups; 0 sets none.
    public var processorPercent = 0
    /// From spawn to ready.
    public var loadMilliseconds = 2000

    public init() {}

    /// Memory, stack, and what the kernel itself spends on them.
    var group: ControlGroup.Limits {
        var limits = ControlGroup.Limits(memory: groupMemory ?? (memory &+ stack &+ 16 << 20))
        limits.processorPercent = processorPercent
        return limits
    }
}

/// A worker of the test rig: its program leaves layers out, and the host may look away. Nothing but
/// the suite of attacks can make one, and tectra-worker ignores what it says.
@_spi(Rig) public struct RigPlan: Sendable {
    public var layers: SandboxLayers
    /// False feeds a worker that is not locked down, to see what it can do then.
    public var isAttested: Bool

    public init(layers: SandboxLayers, isAttested: Bool) {
        self.layers = layers
        self.isAttested = isAttested
    }
}

/// Everything that makes one worker.
public struct WorkerSpec: Sendable {
    /// The tectra-worker program; it lies beside the host's own.
    public var program: String
    /// The strategy's library.
    public var library: String
    /// Digest that the library must have; nil takes any.
    public var expectedDigest: Digest?
    /// 1 to 63.
    public var strategy: UInt8
    public var parameters: [tectra_parameter] = []
    /// Of the strategy's random numbers.
    public var seed: UInt64 = 1
    /// Instrument ids are below this.
    public var instruments: UInt32 = 16384
    /// Own orders that can be open at once.
    public var openOrders: UInt32 = 4096
    /// Cells of the private ring; a power of two, at least 64.
    public var privateCells = 4096
    /// Slots of the order ring; a power of two, at least 16.
    public var orderSlots = 4096
    public var wait = WaitStrategy.balanced
    /// The processor that it runs on, from before its library is loaded; -1 leaves it to the system.
    public var processor: Int32 = -1
    /// It continues another worker's life: it reads the market only once START tells it from where.
    public var continues = false
    public var limits = WorkerLimits()
    /// The user that workers run as when the host is root.
    public var user: UInt32 = 65534
    /// What the library's entry is told this host speaks; nil, in everything that trades, is the truth.
    public var announcedABI: UInt32?
    /// Reading the processor's clock ends the worker: for a check that a strategy does without.
    public var trapsClock = false
    /// It counts how long its callbacks take; never together with `trapsClock`.
    public var measures = false
    /// What the test rig leaves out; nil in everything that trades.
    @_spi(Rig) public var rig: RigPlan?

    public init(program: String, library: String, strategy: UInt8) {
        self.program = program
        self.library = library
        self.strategy = strategy
    }
}

extension tectra_parameter {
    private init(named name: String) {
        self.init()
        header = tectra_header(
            block_length: UInt16(MemoryLayout<tectra_parameter>.size - MemoryLayout<tectra_header>.size),
            template_id: UInt16(TECTRA_PARAMETER), schema_id: UInt16(TECTRA_SCHEMA_ID),
            version: UInt16(TECTRA_SCHEMA_VERSION))
        withUnsafeMutableBytes(of: &self.name) { Self.put(name, into: $0) }
    }

    /// A whole-number parameter. A name over 39 bytes is cut.
    public init(_ name: String, integer: Int64) {
        self.init(named: name)
        kind = UInt8(TECTRA_INTEGER)
        self.integer = integer
    }

    /// A floating-point parameter.
    public init(_ name: String, number: Double) {
        self.init(named: name)
        kind = UInt8(TECTRA_NUMBER)
        self.number = number
    }

    /// A text parameter; over 63 bytes are cut.
    public init(_ name: String, text: String) {
        self.init(named: name)
        kind = UInt8(TECTRA_TEXT)
        withUnsafeMutableBytes(of: &self.text) { Self.put(text, into: $0) }
    }

    private static func put(_ text: String, into room: UnsafeMutableRawBufferPointer) {
        for (at, byte) in text.utf8.prefix(room.count - 1).enumerated() { room[at] = byte }
    }
}
