/// Bringing strategies into the arena and out of it, while it goes on turning.
internal import CLinux
internal import Engine
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Synchronization
internal import Threads
internal import Workers

/// A worker that is being started on a thread of its own; the arena turns meanwhile.
final class Starting: @unchecked Sendable {
    let spec: WorkerSpec
    let sandbox: SandboxHost
    private let image: LibraryImage?
    private let market: UnsafePointer<SharedRegion>
    private let isDone = Atomic<Bool>(false)
    private var thread: JoinableThread?
    /// Good once `isDone`.
    private(set) var worker: WorkerProcess?
    private(set) var error: WorkerError?

    /// - Parameters:
    ///   - image: the library as it was read before; nil reads it.
    ///   - market: stays where it is until the thread is done.
    init(_ spec: WorkerSpec, _ sandbox: SandboxHost, _ image: LibraryImage?, market: UnsafePointer<SharedRegion>) {
        self.image = image
        self.spec = spec
        self.sandbox = sandbox
        self.market = market
        do throws(ThreadError) {
            thread = try JoinableThread { [self] in start() }
        } catch {
            self.error = .system(doing: "start a thread", code: error.code)
            isDone.store(true, ordering: .releasing)
        }
    }

    private func start() {
        do throws(WorkerError) {
            if let image {
                worker = try WorkerProcess.spawn(spec, library: image, market: market.pointee, sandbox: sandbox)
            } else {
                worker = try WorkerProcess.spawn(spec, market: market.pointee, sandbox: sandbox)
            }
        } catch {
            self.error = error
        }
        isDone.store(true, ordering: .releasing)
    }

    var hasFinished: Bool { isDone.load(ordering: .acquiring) }

    /// The worker, once; nil when it did not start.
    func take() -> WorkerProcess? {
        thread.take()?.join()
        return worker.take()
    }
}

extension Arena {
    /// Starts a worker while the arena turns, and puts it to work.
    ///
    /// - Returns: why it did not start; nil when it runs.
    ///
    /// - Parameters:
    ///   - image: its library as it was read before; nil reads it.
    ///   - gift: the state it is given before it starts.
    mutating func enter(
        _ spec: WorkerSpec, _ sandbox: SandboxHost, as strategy: UInt8, image: LibraryImage? = nil, gift: Gift? = nil
    ) -> WorkerError? {
        let starting = Starting(spec, sandbox, image, market: UnsafePointer(market))
        while !starting.hasFinished { turn() }
        guard let worker = starting.take() else { return starting.error }
        var deploy = tectra_deploy.blank
        deploy.time = pipeline.engine.time
        deploy.strategy = strategy
        deploy.tier = worker.tier.rawValue
        deploy.wants = UInt8(truncatingIfNeeded: worker.facts.wants)
        pipeline.workers.put(worker, as: strategy)
        pipeline.attach(strategy)
        var subscribe = tectra_subscribe.blank
        subscribe.strategy = strategy
        subscribe.symbol.0 = CChar(bitPattern: UInt8(ascii: "*"))
        do throws(JournalError) {
            try input(deploy)
            try input(subscribe)
        } catch {
            harms.append("the journal failed: \(error)")
        }
        if let gift { give(gift, to: strategy) }
        command(Int(TECTRA_COMMAND_START), to: strategy)
        return nil
    }

    /// An operator's word to a strategy.
    mutating func command(_ command: Int, to strategy: UInt8) {
        var record = tectra_strategy_command.blank
        record.strategy = strategy
        record.command = UInt8(truncatingIfNeeded: command)
        do throws(JournalError) {
            try input(record)
            pipeline.ringBells()
        } catch {
            harms.append("the journal failed: \(error)")
        }
    }

    /// Takes the attacker out, ending it if it still lives, and tells the engine, which cancels its orders.
    mutating func leave(_ reason: WorkerExit.HostReason) -> WorkerExit? {
        guard pipeline.workers.holds(Self.attacker) else { return nil }
        pipeline.workers[Self.attacker].pointee.kill(reason)
        var exit: WorkerExit?
        let deadline = tectra_clock_monotonic() &+ 2_000_000_000
        while exit == nil, tectra_clock_monotonic() < deadline {
            turn()
            exit = pipeline.workers[Self.attacker].pointee.poll()
        }
        // What it had sent before its end is still taken.
        for _ in 0..<300 { turn() }
        pipeline.detach(Self.attacker)
        var lost = tectra_worker_lost.blank
        lost.strategy = Self.attacker
        lost.cause = exit?.lostCause ?? 0
        do throws(JournalError) {
            try input(lost)
        } catch {
            harms.append("the journal failed: \(error)")
        }
        pipeline.workers.remove(Self.attacker)
        if exit == nil { harms.append("a killed worker was not gone after 2 s") }
        return exit
    }
}
