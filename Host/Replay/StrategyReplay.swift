/// Runs the real libraries of a journal again in sandboxed workers, feeds them what the journal says
/// they were fed, in that order, and holds every request against the journaled one.
///
/// A worker merges its two rings by sequence, so what a strategy sees depends on the records alone and
/// not on when they come: the workers run behind the journal's reader as fast as they can, and nobody
/// waits for anybody but at the end of a stream.
internal import Engine
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
    private let lives: ReplayTable
    /// Those that begin with an input, by its sequence.
    private let beginnings: [UInt64: [Int]]
    private var world: ReplayWorld?
    private var report = StrategyReplayReport()
    /// Lives with records of the input in hand that were not shown yet.
    private var staged: Set<Int> = []
    private var sequence: UInt64 = 0

    /// Replays the strategies of a journal.
    ///
    /// - Parameters:
    ///   - libraries: the libraries of all lives in `scan`, by digest.
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
        for life in scan.lives where images[life.library] == nil {
            throw .library(name: life.name, digest: "\(life.library)")
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
        lives = ReplayTable(count: scan.lives.count)
        report.strategies = Set(scan.lives.map(\.name)).count
        beginnings = Dictionary(grouping: scan.lives.indices) { scan.lives[$0].sequence }
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
                for life in lives.live { drain(life) }
                progress(report.events)
            }
        }
        show()
        for life in lives.live { end(life) }
    }

    // MARK: - Inputs

    private mutating func take(_ frame: JournalFrame) throws(ReplayError) {
        // The world is only needed where one version takes over from another.
        if report.events == 0, scan.lives.contains(where: { $0.beginning != .deployed }) {
            world = try ReplayWorld(session: frame, for: scan)
        } else {
            world?.apply(frame)
        }
        if frame.strategy != 0 {
            expect(frame)
        } else if let lost = tectra_worker_lost(copying: frame.record) {
            for life in lives.live where scan.lives[life].strategy == lost.strategy {
                let reigned = scan.lives[life].reigns(at: frame.sequence)
                end(life, isToStop: reigned && Int(lost.cause) == TECTRA_LOST_STOPPED)
            }
        }
        for life in beginnings[frame.sequence] ?? [] { try begin(life) }
        takeOvers()
    }

    private mutating func begin(_ number: Int) throws(ReplayError) {
        let life = scan.lives[number]
        guard let library = libraries[life.library] else { return }
        // A deployment takes the place of whatever was there.
        if life.beginning == .deployed {
            for old in lives.live where scan.lives[old].strategy == life.strategy { end(old) }
        }
        let handover = life.beginning == .deployed ? nil : world?.handover(to: life)
        lives.put(
            try ReplayedStrategy.start(
                life, handover: handover, library: library, program: program, instruments: scan.instruments,
                sandbox: sandbox),
            as: number)
        report.versions += 1
    }

    /// Those whose state is there begin to take part.
    private mutating func takeOvers() {
        guard let world else { return }
        for life in lives.live where lives[life].pointee.isWaiting {
            guard let state = world.state(for: scan.lives[life]) else { continue }
            lives[life].pointee.takeOver(state, lastClient: world.lastClient(of: scan.lives[life].strategy))
        }
    }

    private mutating func expect(_ frame: JournalFrame) {
        let cause = frame.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        guard
            let life = lives.live.first(where: {
                scan.lives[$0].strategy == frame.strategy && scan.lives[$0].reigns(at: cause)
            })
        else { return }
        if Int(frame.template) == TECTRA_LAPPED {
            lives[life].pointee.stream.lapped()
            report.laps += 1
            return
        }
        lives[life].pointee.stream.expect(
            .init(
                record: Array(frame.record), sequence: frame.sequence, segment: frame.segment, offset: frame.offset))
        collect(life)
        retire(before: life)
    }

    /// A version whose successor is heard has said its last word, unless it comes back.
    private mutating func retire(before life: Int) {
        guard let from = scan.lives[life].reigns.first?.lowerBound, from > 0 else { return }
        for old in lives.live
        where scan.lives[old].strategy == scan.lives[life].strategy && scan.lives[old].lastEvent < from {
            end(old)
        }
    }

    // MARK: - Outputs

    /// Passes an output on as the host did: private records at once, market records with the input's last.
    private mutating func publish(_ frame: JournalFrame) {
        // Records of 64 and above are the journal's alone.
        guard frame.template < UInt16(TECTRA_FEED_MESSAGE) else { return }
        for number in lives.live {
            let life = scan.lives[number]
            guard life.lastEvent >= frame.sequence else { continue }
            if frame.strategy == 0 {
                guard !scan.isSkipped(frame.sequence, by: number) else { continue }
                lives[number].pointee.stage(frame.record)
                staged.insert(number)
            } else if life.strategy == frame.strategy, life.beginning == .deployed || frame.sequence > life.sequence {
                // What the cut itself brought forth is part of the world that it was told.
                lives[number].pointee.send(frame.record)
            }
        }
    }

    private mutating func show() {
        guard !staged.isEmpty else { return }
        for life in lives.live where staged.contains(life) { lives[life].pointee.commit(sequence) }
        staged.removeAll(keepingCapacity: true)
    }

    // MARK: - Requests

    private mutating func drain(_ life: Int) {
        lives[life].pointee.drain()
        collect(life)
    }

    private mutating func collect(_ life: Int) {
        for difference in lives[life].pointee.stream.takeDifferences() {
            report.differ(difference, scan.lives[life].name, exit: lives[life].pointee.exit)
        }
    }

    /// The end of a life: it stops in order, or the journal ends or another takes the place.
    private mutating func end(_ life: Int, isToStop: Bool = false) {
        show()
        lives[life].pointee.finish(isToStop: isToStop)
        collect(life)
        report.requests += lives[life].pointee.stream.matched
        let tail = lives[life].pointee.stream.tail
        if tail > 0 { report.tails.append((scan.lives[life].name, tail)) }
        lives.remove(life)
    }
}
