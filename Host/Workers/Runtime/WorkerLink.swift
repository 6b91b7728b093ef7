/// The agreement between the host and a worker about descriptors, report and bytes that are not a
/// ring. Both sides use this file; nothing else knows an offset.
internal import Confinement

/// Descriptors of a worker, in the order in which the host hands them over.
public enum WorkerDescriptor {
    /// 0 and 1 are /dev/null.
    public static let lastWords: Int32 = 2
    public static let library: Int32 = FilterLayout.library
    public static let filters: Int32 = 4
    public static let setup: Int32 = 5
    public static let report: Int32 = 6
    public static let market: Int32 = 7
    /// Written by the host: its words and the private ring.
    public static let host: Int32 = 8
    /// Written by the worker: its words and the order ring.
    public static let worker: Int32 = 9
    public static let count: Int32 = 10
}

/// Where a worker is in its life. Written by the worker: a hint, never evidence.
public enum WorkerPhase {
    public static let starting: UInt64 = 0
    /// Regions mapped, runtime loaded; our code only.
    public static let mapped: UInt64 = 1
    /// Stage 1 is in force; the library is being loaded.
    public static let loading: UInt64 = 2
    /// `init` is running.
    public static let initializing: UInt64 = 3
    /// Stage 2 is in force; waiting for the host's word.
    public static let ready: UInt64 = 4
    public static let running: UInt64 = 5
    public static let paused: UInt64 = 6
    public static let killed: UInt64 = 7
    public static let ended: UInt64 = 8
    /// `failure` says why; the worker is about to exit.
    public static let failed: UInt64 = 9
}

/// Exit codes of tectra-worker itself.
public enum WorkerExitCode {
    /// The strategy was told to stop and did.
    public static let stopped: Int32 = 0
    /// Not started by a host.
    public static let misused: Int32 = 64
    /// The library can not be used; the failure text says why.
    public static let refused: Int32 = 65
    /// The sandbox could not be closed.
    public static let lockDown: Int32 = 66
    /// A callback failed in a way that ends the strategy.
    public static let failed: Int32 = 67
    /// The rings make no sense.
    public static let protocolBroken: Int32 = 68
}

/// What the host tells a worker before it starts, in a sealed memfd: this block, then the parameters.
public struct WorkerSetup: BitwiseCopyable {
    public static let magic: UInt64 = 0x5045_5354_4354_4554

    public var magic: UInt64 = Self.magic
    /// The host's process, whose death must be the worker's.
    public var parent: Int32 = 0
    /// The user to become; UInt32.max keeps it.
    public var user: UInt32 = .max
    public var landlockABI: Int32 = 0
    /// How many `tectra_parameter` follow.
    public var parameters: UInt32 = 0
    public var seed: UInt64 = 0
    /// Instrument ids are below this.
    public var instruments: UInt32 = 0
    /// Own orders that can be open at once.
    public var openOrders: UInt32 = 0
    /// Bytes of the regions, as the host made them.
    public var marketBytes: UInt64 = 0
    public var hostBytes: UInt64 = 0
    public var workerBytes: UInt64 = 0
    /// How it waits: see `WaitStrategy`.
    public var spins: UInt64 = 0
    public var yields: UInt64 = 0
    public var sleep: UInt64 = 0
    /// 1: it continues another worker's life. Market records wait until START, and START tells from
    /// which sequence on they are its own.
    public var continues: UInt64 = 0
    /// What the library's entry is told this host speaks; 0 is the truth. For a check of its answer.
    public var announcedABI: UInt32 = 0
    /// 1: reading the processor's clock ends the process, from before the library is loaded.
    public var trapsClock: UInt32 = 0
    /// 1: it counts how long its callbacks take.
    public var measures: UInt32 = 0
    /// 1: it has a mount namespace of its own and is to see no file in it.
    public var hidesFiles: UInt32 = 0

    public init() {}

    /// Most parameters a strategy can have.
    public static let parametersMax = 256
}

/// Offsets in the report page, which the worker writes beside its rings. Hints, never evidence.
public enum ReportWord {
    public static let phase = 0
    /// See `tectra_report_refusals`.
    public static let refusal = 64
    /// Times the worker was lapped on the market ring.
    public static let laps = 128
    /// Log lines that were dropped because there were too many.
    public static let droppedLogs = 136
    /// Requests that found the order ring full.
    public static let refusedRequests = 144
    /// Signals that were dropped because there were too many.
    public static let droppedSignals = 152
    /// Market cells and private records that were read *and* handled, told whenever both rings are
    /// empty: what lockstep waits on.
    public static let marketHandled = 192
    public static let privateHandled = 200
    /// See `tectra_report_faults`: signal, event, address, instruction, caller.
    public static let fault = 256
    public static let descriptor = 512
    /// UTF-8, ends in a zero.
    public static let failure = 1024
    public static let failureCapacity = 1024
    /// `CallbackBuckets.count` words.
    public static let callbackTimes = 2048
    /// Bytes of the region.
    public static let size = 4096
}

/// What the worker found in the descriptor of the library.
public struct DescriptorFacts: BitwiseCopyable {
    public var abiVersion: UInt32 = 0
    public var wants: UInt32 = 0
    public var stateSchema: UInt32 = 0
    /// The callbacks that are there, a bit each in the order of the table; bit 0 is init.
    public var callbacks: UInt32 = 0
    /// Zero-padded UTF-8.
    public var name = InlineArray<40, UInt8>(repeating: 0)
    public var version = InlineArray<24, UInt8>(repeating: 0)
    public var author = InlineArray<64, UInt8>(repeating: 0)

    public init() {}
}
