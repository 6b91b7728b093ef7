/// Runs the real libraries of a journal again in sandboxed workers, feeds them what the journal says
/// they were fed, in that order, and holds every request against the journaled one.
///
/// A worker merges its two rings by sequence, so what a strategy sees depends on the records alone and
/// not on when they come: the workers run behind the journal's reader as fast as they can, and nobody
/// waits for anybody but at the end of a stream.
internal import Journal
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
public import Workers

public struct StrategyReplay: ~Copyable {
    private let scan: StrategyScan
    private let program: String
    private let sandbox: SandboxHost
    private let libraries: [Digest: LibraryImage]
    private let strategies = ReplayTable()
    private var deployments: ArraySlice<ReplayDeployment>
    private var report = StrategyReplayReport()
    /// Strategies with records of the input in hand that were not shown yet, a bit each.
    private var staged: UInt64 = 0
    private var sequence: UInt64 = 0

    /// Replays the strategies of a journal.
    ///
    /// - Parameters:
    ///   - libraries: the libraries of all deployments in `scan`, by digest.
    ///   - program: tectra-worker.
    ///   - progress: called now and then with the events so far.
    public static func run(
        _ scan: StrategyScan, libraries: [LibraryImage], program: String, progress: (UInt64) -> Void = { _ in }
    ) throws(ReplayError) -> StrategyReplayReport {
        let sandbox: SandboxHost
        do throws(WorkerError) {
            sandbox = try SandboxHost(mode: .paper)
        } catch {
            throw .worker(name: "sandbox", "\(error)")
        }
        let images = Dictionary(libraries.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
        for deployment in scan.deployments where images[deployment.library] == nil {
            throw .library(name: deployment.name, digest: "\(deployment.library)")
        }
        var replay = StrategyReplay(scan: scan, program: program, sandbox: sandbox, libraries: images)
        try replay.walk(progress)
        return replay.report
    }

    private init(scan: StrategyScan, program: String, sandbox: SandboxHost, libraries: [Digest: LibraryImage]) {
        self.scan = scan
        self.program = program
        self.sandbox = sandbox
        self.libraries = libraries
        deployments = scan.deployments[...]
    }

    private mutating func walk(_ progress: (UInt64) -> Void) throws(ReplayError) {
        var reader = try EngineReplay.journaled { () throws(JournalError) in try JournalReader(scan.directory) }
        while let frame = try EngineReplay.journaled({ () throws(JournalError) in try reader.next() }) {
            switch frame.kind {
            case .note: continue
            case .input:
                show()
                sequence = frame.sequence
                try take(frame)
            case .output: publish(frame)
            }
            report.events += 1
            if report.events & 0x3FF == 0 {
                for strategy in strategies.live { drain(strategy) }
                progress(report.events)
            }
        }
        show()
        for strategy in strategies.live { end(strategy, cause: 0) }
    }

    // MARK: - Inputs

    private mutating func take(_ frame: JournalFrame) throws(ReplayError) {
        guard frame.strategy == 0 else { return expect(frame) }
        switch Int(frame.template) {
        case Int(TECTRA_DEPLOY):
            guard let deployment = deployments.first, deployment.sequence == frame.sequence,
                let library = libraries[deployment.library]
            else { return }
            deployments.removeFirst()
            if strategies.live.contains(deployment.strategy) { end(deployment.strategy, cause: 0) }
            strategies.put(
                try ReplayedStrategy.start(
                    deployment, library: library, program: program, instruments: scan.instruments, sandbox: sandbox),
                as: deployment.strategy)
            report.strategies += 1
        case Int(TECTRA_WORKER_LOST):
            guard let lost = tectra_worker_lost(copying: frame.record) else { return }
            end(lost.strategy, cause: lost.cause)
        default: break
        }
    }

    private mutating func expect(_ frame: JournalFrame) {
        let strategy = frame.strategy
        guard strategies.live.contains(strategy) else { return }
        if Int(frame.template) == TECTRA_LAPPED {
            strategies[strategy].pointee.stream.lapped()
            report.laps += 1
            return
        }
        strategies[strategy].pointee.stream.expect(
            .init(
                record: Array(frame.record), sequence: frame.sequence, segment: frame.segment, offset: frame.offset))
        collect(strategy)
    }

    // MARK: - Outputs

    /// Passes an output on as the host did: private records at once, market records with the input's last.
    private mutating func publish(_ frame: JournalFrame) {
        // Records of 64 and above are the journal's alone.
        guard frame.template < UInt16(TECTRA_FEED_MESSAGE) else { return }
        if frame.strategy == 0 {
            for strategy in strategies.live where !scan.isSkipped(frame.sequence, by: strategy) {
                strategies[strategy].pointee.stage(frame.record)
                staged |= 1 << UInt64(strategy)
            }
        } else if strategies.live.contains(frame.strategy) {
            strategies[frame.strategy].pointee.send(frame.record)
        }
    }

    private mutating func show() {
        guard staged != 0 else { return }
        for strategy in strategies.live where staged & 1 << UInt64(strategy) != 0 {
            strategies[strategy].pointee.commit(sequence)
        }
        staged = 0
    }

    // MARK: - Requests

    private mutating func drain(_ strategy: UInt8) {
        strategies[strategy].pointee.drain()
        collect(strategy)
    }

    private mutating func collect(_ strategy: UInt8) {
        for difference in strategies[strategy].pointee.stream.takeDifferences() {
            report.differ(difference, strategies[strategy].pointee.name, exit: strategies[strategy].pointee.exit)
        }
    }

    /// The end of a strategy's stream. Cause 0: the journal ends, or another takes the place.
    private mutating func end(_ strategy: UInt8, cause: UInt8) {
        guard strategies.live.contains(strategy) else { return }
        show()
        let isToStop = Int(cause) == TECTRA_LOST_STOPPED
        strategies[strategy].pointee.finish(isToStop: isToStop)
        collect(strategy)
        report.requests += strategies[strategy].pointee.stream.matched
        let tail = strategies[strategy].pointee.stream.tail
        if tail > 0 { report.tails.append((strategies[strategy].pointee.name, tail)) }
        strategies.remove(strategy)
    }
}
