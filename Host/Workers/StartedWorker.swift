/// A worker process between spawn and ready: descriptors in order, limits, and the wait for its end.
internal import CLinux
internal import Confinement
internal import Glibc
internal import PluginABI
internal import Sandbox
internal import SharedMemory
internal import WorkerRuntime

struct StartedWorker {
    let pid: Int32
    let pidfd: Int32
    /// Read end of the pipe that is the worker's standard error.
    let lastWords: Int32
    /// The network that it shares with others, where it does.
    let network: EmptyNetwork?
    /// Its control group, where there is one: gone when nobody holds it.
    let group: ControlGroup?

    /// All that a worker's environment is. Hashes without a random seed: the order of a Swift dictionary must
    /// be the same in a replay.
    private static let environment = [
        "SWIFT_BACKTRACE=enable=no", "TZ=UTC", "MALLOC_ARENA_MAX=1", "SWIFT_DETERMINISTIC_HASHING=1",
    ]

    /// Bytes of last words that are kept.
    static let lastWordsMax: Int32 = 4096

    /// Starts the program with exactly the descriptors of `WorkerDescriptor`.
    static func start(
        _ spec: WorkerSpec, library: LibraryImage, market: borrowing SharedRegion, regions: borrowing WorkerRegions,
        sandbox: SandboxHost
    ) throws(WorkerError) -> StartedWorker {
        let program = tectra_open_readable(spec.program)
        guard program >= 0 else { throw .program(path: spec.program, reason: errorText(errno)) }
        defer { close(program) }
        let setup = try setUp(spec, market: market, regions: regions, sandbox: sandbox)
        defer { close(setup) }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { throw .system(doing: "open /dev/null", code: errno) }
        defer { close(null) }
        var (readEnd, writeEnd): (Int32, Int32) = (-1, -1)
        let pipeError = tectra_small_pipe(&readEnd, &writeEnd, lastWordsMax)
        guard pipeError == 0 else { throw .system(doing: "make a pipe", code: pipeError) }
        defer { close(writeEnd) }

        let descriptors: [Int32] = [
            null, null, writeEnd, library.descriptor, sandbox.filters.descriptor, setup, regions.report.fd,
            market.fd, regions.host.fd, regions.worker.fd,
        ]
        let group = try group(spec, sandbox)
        let joins = group?.joins ?? []
        var result = tectra_spawn_result()
        let limits = Self.limits(spec, shared: UInt64(market.size + regions.host.size + regions.worker.size))
        var namespaces = Self.namespaces(spec, sandbox)
        // A weakened worker of the test rig could leave something in it for others.
        let network = spec.rig == nil ? sandbox.network : nil
        if network != nil { namespaces.remove(.net) }
        let flags = namespaces.rawValue
        // The rig's program reads which layers it leaves out; tectra-worker reads no argument.
        let words = spec.rig == nil ? ["tectra-worker"] : ["tectra-rig", "worker", "\(spec.rig?.layers.rawValue ?? 0)"]
        withCStrings(words) { arguments in
            withCStrings(Self.environment) { environment in
                descriptors.withUnsafeBufferPointer { descriptors in
                    limits.withUnsafeBufferPointer { limits in
                        joins.withUnsafeBufferPointer { joins in
                            var request = tectra_spawn_request(
                                program: program, arguments: arguments, environment: environment,
                                descriptors: descriptors.baseAddress, descriptor_count: UInt32(descriptors.count),
                                limits: limits.baseAddress, limit_count: UInt32(limits.count),
                                namespaces: flags, network: network?.network ?? .absent, group: group?.directory ?? -1,
                                joins: joins.baseAddress, join_count: UInt32(joins.count), processor: spec.processor)
                            spawn(&request, &result)
                        }
                    }
                }
            }
        }
        guard result.stage == TECTRA_SPAWN_OK else {
            close(readEnd)
            throw failure(result, spec)
        }
        return StartedWorker(pid: result.pid, pidfd: result.pidfd, lastWords: readEnd, network: network, group: group)
    }

    private static func spawn(_ request: inout tectra_spawn_request, _ result: inout tectra_spawn_result) {
        withUnsafeMutablePointer(to: &request) { request in
            withUnsafeMutablePointer(to: &result) { result in
                nonisolated(unsafe) let (request, result) = (request, result)
                SpawnThread.shared.run { _ = tectra_spawn(request, result) }
            }
        }
    }

    /// A control group for it, where this host has them.
    private static func group(_ spec: WorkerSpec, _ sandbox: SandboxHost) throws(WorkerError) -> ControlGroup? {
        guard sandbox.features.hasControlGroup, spec.rig?.layers.contains(.controlGroup) != false,
            case .success(let groups) = ControlGroups.found
        else { return nil }
        do throws(SandboxError) {
            return try ControlGroup(in: groups, limits: spec.limits.group)
        } catch {
            throw .sandbox(error)
        }
    }

    private static func namespaces(_ spec: WorkerSpec, _ sandbox: SandboxHost) -> Namespaces {
        spec.rig?.layers.contains(.namespaces) == false ? [] : sandbox.features.namespaces
    }

    private static func failure(_ result: tectra_spawn_result, _ spec: WorkerSpec) -> WorkerError {
        switch Int(result.stage) {
        case TECTRA_SPAWN_EXEC: .program(path: spec.program, reason: "can not be run: \(errorText(result.error))")
        case TECTRA_SPAWN_LIMITS: .system(doing: "set resource limit \(result.resource)", code: result.error)
        case TECTRA_SPAWN_NETWORK: .system(doing: "enter the workers' network", code: result.error)
        case TECTRA_SPAWN_PROCESSOR: .spec("processor \(spec.processor) can not be had: \(errorText(result.error))")
        case TECTRA_SPAWN_GROUP: .system(doing: "enter a control group", code: result.error)
        case TECTRA_SPAWN_IDENTITY: .system(doing: "map a user into its namespace", code: result.error)
        case TECTRA_SPAWN_DESCRIPTORS: .system(doing: "hand over descriptors", code: result.error)
        default: .system(doing: "start a process", code: result.error)
        }
    }

    private static func withCStrings(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Void
    ) {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        pointers.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
    }

    private static func limits(_ spec: WorkerSpec, shared: UInt64) -> [tectra_resource_limit] {
        func limit(_ resource: Int32, _ value: UInt64) -> tectra_resource_limit {
            tectra_resource_limit(resource: resource, value: value)
        }
        if let rig = spec.rig, !rig.layers.contains(.limits) { return [limit(4, 0)] }
        let own = spec.limits
        let space = own.memory.addingReportingOverflow(own.addressSpace).partialValue &+ shared
        // RLIMIT_… by number: CPU 0, FSIZE 1, DATA 2, STACK 3, CORE 4, NPROC 6, NOFILE 7, MEMLOCK 8,
        // AS 9, SIGPENDING 11, MSGQUEUE 12, NICE 13, RTPRIO 14.
        return [
            limit(4, 0), limit(1, 0), limit(6, 0), limit(7, 64), limit(8, 0), limit(12, 0), limit(13, 0),
            limit(14, 0), limit(11, 16), limit(3, own.stack), limit(2, own.memory), limit(9, space),
            limit(0, own.processorSeconds),
        ]
    }

    /// The sealed set-up file: the block, then the parameters.
    private static func setUp(
        _ spec: WorkerSpec, market: borrowing SharedRegion, regions: borrowing WorkerRegions, sandbox: SandboxHost
    ) throws(WorkerError) -> Int32 {
        var block = WorkerSetup()
        block.parent = getpid()
        block.user = sandbox.features.canChangeUser ? spec.user : .max
        block.landlockABI = Int32(clamping: sandbox.features.landlockABI)
        block.parameters = UInt32(spec.parameters.count)
        block.seed = spec.seed
        block.instruments = spec.instruments
        block.openOrders = spec.openOrders
        block.marketBytes = UInt64(market.size)
        block.hostBytes = UInt64(regions.host.size)
        block.workerBytes = UInt64(regions.worker.size)
        block.spins = UInt64(clamping: spec.wait.spins)
        block.yields = UInt64(clamping: spec.wait.yields)
        block.continues = spec.continues ? 1 : 0
        block.announcedABI = spec.announcedABI ?? 0
        block.trapsClock = spec.trapsClock ? 1 : 0
        block.measures = spec.measures && !spec.trapsClock ? 1 : 0
        block.hidesFiles = namespaces(spec, sandbox).contains(.mount) ? 1 : 0
        block.sleep = UInt64(clamping: spec.wait.sleep)
        let file = tectra_image_file("setup")
        guard file >= 0 else { throw .system(doing: "make a memfd", code: errno) }
        let size = MemoryLayout<WorkerSetup>.size
        let bytes = spec.parameters.count * MemoryLayout<tectra_parameter>.stride
        let isWritten = withUnsafeBytes(of: &block) { pwrite(file, $0.baseAddress, size, 0) == size }
        let isComplete = spec.parameters.withUnsafeBytes { pwrite(file, $0.baseAddress, bytes, off_t(size)) == bytes }
        guard isWritten, isComplete || bytes == 0, tectra_image_seal(file) == 0 else {
            let code = errno
            close(file)
            throw .system(doing: "write a worker's set-up", code: code)
        }
        return file
    }

    // MARK: - Its end

    /// Waits until a process that was killed is gone, and reaps it.
    static func awaitEnd(_ pidfd: Int32) -> tectra_exit {
        var ended = tectra_exit()
        while tectra_reap(pidfd, &ended) == 0, ended.code == 0 {
            tectra_await_end(pidfd, 100_000_000)
        }
        return ended
    }

    /// What the dead worker left: its report page, the pipe of last words, what its control group counted.
    func remains(_ reading: WorkerReading) -> WorkerExit.Remains {
        Self.remains(reading, lastWords: lastWords, group: group)
    }

    static func remains(_ reading: WorkerReading, lastWords: Int32, group: ControlGroup?) -> WorkerExit.Remains {
        var bytes = [UInt8](repeating: 0, count: Int(lastWordsMax))
        let count = max(0, read(lastWords, &bytes, bytes.count))
        return WorkerExit.Remains(
            refusal: reading.word(ReportWord.refusal), phase: reading.phase,
            failure: reading.text(at: ReportWord.failure, capacity: ReportWord.failureCapacity),
            lastWords: WorkerReading.printable(bytes[..<min(count, 512)]), fault: reading.fault,
            memoryKills: group?.memoryKills, memoryLimit: group?.limits.memory ?? 0)
    }
}
