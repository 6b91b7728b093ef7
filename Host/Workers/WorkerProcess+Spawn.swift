/// Starting a worker: read the library once, start the program, wait until it says it is ready,
/// and believe that only when the kernel says the same.
internal import CLinux
internal import Glibc
internal import Sandbox
public import SharedMemory
internal import WorkerRuntime

extension WorkerProcess {
    /// Makes the thread that starts workers, so that they may run wherever the calling thread may now.
    public static func prepareToSpawn() { _ = SpawnThread.shared }

    /// Starts a worker and waits until it is ready and attested, or refused, or too late.
    ///
    /// - Parameter market: the market ring's region; the worker reads from its head on.
    /// - Throws: `WorkerError`; then no process is left behind.
    public static func spawn(
        _ spec: WorkerSpec, market: borrowing SharedRegion, sandbox: SandboxHost
    ) throws(WorkerError) -> WorkerProcess {
        try spawn(spec, library: try LibraryImage(reading: spec.library), market: market, sandbox: sandbox)
    }

    /// The same with a library that was read before.
    public static func spawn(
        _ spec: WorkerSpec, library: LibraryImage, market: borrowing SharedRegion, sandbox: SandboxHost
    ) throws(WorkerError) -> WorkerProcess {
        let begun = tectra_clock_monotonic()
        try check(spec, library)
        let regions: WorkerRegions
        do {
            regions = try WorkerRegions(spec)
        } catch {
            throw .spec("\(error)")
        }
        let started = try StartedWorker.start(
            spec, library: library, market: market, regions: regions, sandbox: sandbox)
        let reading = WorkerReading(base: regions.report.base)
        do throws(WorkerError) {
            let deadline = begun &+ Int64(spec.limits.loadMilliseconds) &* 1_000_000
            try awaitReady(started, reading, deadline: deadline, spec, library)
            let attestation = Attestation(
                user: sandbox.features.canChangeUser ? spec.user : nil,
                requiresEmptyBoundingSet: sandbox.features.canEmptyBoundingSet,
                namespaces: sandbox.features.namespaces, network: started.network, group: started.group)
            let isAttested = spec.rig?.isAttested ?? true
            let objections = isAttested ? attestation.objections(toProcess: started.pid) : []
            guard objections.isEmpty else {
                _ = tectra_signal_process(started.pidfd, SIGKILL)
                _ = StartedWorker.awaitEnd(started.pidfd)
                throw .attestation(objections)
            }
        } catch {
            close(started.pidfd)
            close(started.lastWords)
            throw error
        }
        do {
            return try WorkerProcess(
                started, regions: regions, host: sandbox, library: library, facts: reading.facts,
                loadNanoseconds: tectra_clock_monotonic() &- begun)
        } catch {
            _ = tectra_signal_process(started.pidfd, SIGKILL)
            _ = StartedWorker.awaitEnd(started.pidfd)
            close(started.pidfd)
            close(started.lastWords)
            throw .spec("\(error)")
        }
    }

    private static func check(_ spec: WorkerSpec, _ library: LibraryImage) throws(WorkerError) {
        guard (1...63).contains(spec.strategy) else { throw .spec("strategy \(spec.strategy) is not 1 to 63") }
        guard spec.parameters.count <= WorkerSetup.parametersMax else {
            throw .spec("\(spec.parameters.count) parameters; at most \(WorkerSetup.parametersMax) are taken")
        }
        guard spec.user != 0 else { throw .spec("workers never run as root; choose another user") }
        if let expected = spec.expectedDigest, expected != library.digest {
            throw .library(
                path: library.path, reason: "has SHA-256 \(library.digest), \(expected) was expected: it was replaced")
        }
    }

    /// Waits for the worker's word that it is ready, its end, or the deadline.
    private static func awaitReady(
        _ started: StartedWorker, _ reading: WorkerReading, deadline: Int64, _ spec: WorkerSpec,
        _ library: LibraryImage
    ) throws(WorkerError) {
        while reading.phase != WorkerPhase.ready {
            var ended = tectra_exit()
            if tectra_reap(started.pidfd, &ended) == 0, ended.code != 0 {
                let remains = started.remains(reading)
                let exit = WorkerExit(ended, host: nil, remains: remains, image: library)
                if case .refused(WorkerExitCode.refused) = exit.cause { throw .refused(exit.description) }
                if case .exit(127) = exit.cause {
                    throw .program(path: spec.program, reason: "does not start: \(remains.lastWords)")
                }
                throw .ended(exit)
            }
            guard tectra_clock_monotonic() < deadline else {
                let phase = WorkerReading.name(ofPhase: reading.phase)
                _ = tectra_signal_process(started.pidfd, SIGKILL)
                _ = StartedWorker.awaitEnd(started.pidfd)
                throw .deadline(milliseconds: spec.limits.loadMilliseconds, phase: phase)
            }
            // Wakes at once when the process ends, else in a tenth of a millisecond.
            tectra_await_end(started.pidfd, 100_000)
        }
    }
}
