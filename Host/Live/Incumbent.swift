/// One version of a strategy in a process of its own: what the supervisor knows of it, whichever seat
/// it sits in.
internal import EngineLink
internal import Glibc
internal import PluginABI
internal import Sandbox
internal import SharedMemory
internal import Workers

struct Incumbent {
    /// As it was deployed, with the parameters that it has taken since.
    var request: DeployRequest
    /// Those that its process was started with.
    let firstParameters: [(name: String, value: ParameterValue)]
    /// As it was read and hashed; what a later rollback starts again, whatever became of the file.
    let image: LibraryImage
    let facts: StrategyFacts
    let pid: Int32
    /// The worker's own, good as long as the worker is on a table.
    let pidfd: Int32
    let words: SharedMemory.WorkerWords
    let tier: SandboxTier
    let libraryDigest: Digest
    let filterDigest: Digest
    let loadMicroseconds: Int64
    var watch = StuckDetector(soft: 100_000_000, hard: 2_000_000_000)

    init(_ request: DeployRequest, _ image: LibraryImage, _ worker: borrowing WorkerProcess) {
        self.request = request
        firstParameters = request.parameters
        self.image = image
        facts = worker.facts
        pid = worker.pid
        pidfd = worker.pidfd
        words = worker.words
        tier = worker.tier
        libraryDigest = worker.libraryDigest
        filterDigest = worker.filterDigest
        loadMicroseconds = worker.loadNanoseconds / 1000
    }

    /// Whether its process is over. For any thread: it changes nothing.
    var hasEnded: Bool { WorkerProcess.hasEnded(pidfd) }

    /// As an answer to who deployed it.
    func reply(as strategy: UInt8) -> DeployReply {
        var reply = DeployReply()
        reply.strategy = strategy
        reply.process = pid
        reply.tier = "\(tier)"
        reply.version = facts.version
        reply.librarySHA256 = "\(libraryDigest)"
        reply.filterSHA256 = "\(filterDigest)"
        reply.loadMicroseconds = loadMicroseconds
        return reply
    }

    /// One look of the watch.
    mutating func look(now: Int64, head: UInt64) -> WatchVerdict {
        watch.look(now: now, head: head, processed: words.processed.load(), heartbeat: words.heartbeat.load())
    }
}

extension Digest {
    /// The 32 bytes as they stand in rows and records.
    func copy<Target: BitwiseCopyable>(to target: inout Target) {
        withUnsafeMutableBytes(of: &target) { room in
            for (index, byte) in bytes.enumerated() where index < room.count { room[index] = byte }
        }
    }
}
