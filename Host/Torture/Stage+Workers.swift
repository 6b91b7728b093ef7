/// Bringing strategies into the arena and out of it, while it goes on turning.
internal import CLinux
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Threads
internal import Workers

/// A worker that is being started on a thread of its own, which has ended when the worker runs: that a worker lives
/// on then is part of what is tried.
private final class Starting: @unchecked Sendable {
    private let spec: WorkerSpec
    private let sandbox: SandboxHost
    private let image: LibraryImage?
    private let market: UnsafePointer<SharedRegion>
    private var worker: WorkerProcess?
    private var error: WorkerError?

    /// - Parameters:
    ///   - image: the library as it was read before; nil reads it.
    ///   - market: stays where it is until the worker is taken.
    init(_ spec: WorkerSpec, _ sandbox: SandboxHost, _ image: LibraryImage?, market: UnsafePointer<SharedRegion>) {
        self.image = image
        self.spec = spec
        self.sandbox = sandbox
        self.market = market
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
    }

    /// The worker, once; or why there is none.
    func take() throws(WorkerError) -> WorkerProcess {
        do throws(ThreadError) {
            try JoinableThread { [self] in start() }.join()
        } catch {
            throw .system(doing: "start a thread", code: error.code)
        }
        guard let worker = worker.take() else { throw error ?? .spec("no worker was started") }
        return worker
    }
}

extension Stage {
    /// Starts a worker and puts it to work.
    ///
    /// - Parameters:
    ///   - image: its library as it was read before; nil reads it.
    ///   - gift: the state it is given before it starts.
    /// - Returns: why it did not start; nil when it runs.
    func enter(
        _ spec: WorkerSpec, _ sandbox: SandboxHost, as strategy: UInt8, image: LibraryImage? = nil, gift: Gift? = nil
    ) -> WorkerError? {
        let worker: WorkerProcess
        do throws(WorkerError) {
            worker = try start(spec, sandbox, image)
        } catch {
            return error
        }
        var deploy = tectra_deploy.blank
        deploy.strategy = strategy
        deploy.tier = worker.tier.rawValue
        deploy.wants = UInt8(truncatingIfNeeded: worker.facts.wants)
        let record = deploy
        workers.put(worker, as: strategy)
        with { $0.attach(strategy, record) }
        if let gift { give(gift, to: strategy) }
        with { $0.command(Int(TECTRA_COMMAND_START), to: strategy) }
        return nil
    }

    /// On a thread that ends: a worker must not die with who asked for it.
    private func start(
        _ spec: WorkerSpec, _ sandbox: SandboxHost, _ image: LibraryImage?
    ) throws(WorkerError) -> WorkerProcess {
        let starting = Starting(spec, sandbox, image, market: market)
        return try starting.take()
    }

    /// Sends a state in pieces and the word to load it, as fast as the ring has room.
    private func give(_ gift: Gift, to strategy: UInt8) {
        var sent = 0
        repeat {
            let isWritten = insist(strategy) { arena in
                // A few at a time: the engine has other things to do.
                for _ in 0..<16 {
                    guard arena.post(gift.piece(from: sent), to: strategy) else { return false }
                    sent += gift.length(from: sent)
                    if sent >= gift.bytes.count { break }
                }
                return true
            }
            guard isWritten else { return }
        } while sent < gift.bytes.count
        _ = insist(strategy) { $0.ask(Int(TECTRA_COMMAND_LOAD_STATE), of: strategy) }
    }

    /// Takes the attacker out, ending it if it still lives, and tells the engine, which cancels its orders.
    func leave(_ reason: WorkerExit.HostReason) -> WorkerExit? {
        guard workers.holds(Arena.attacker) else { return nil }
        let deadline = tectra_clock_monotonic() &+ 2_000_000_000
        if !hasEnded(Arena.attacker) {
            with { $0.pipeline.workers[Arena.attacker].pointee.kill(reason) }
            while !hasEnded(Arena.attacker), tectra_clock_monotonic() < deadline { pause() }
        }
        // What it had sent before its end is still taken.
        settle()
        with { $0.pipeline.detach(Arena.attacker) }
        var exit: WorkerExit?
        while exit == nil, tectra_clock_monotonic() < deadline {
            tectra_await_end(workers[Arena.attacker].pointee.pidfd, 1_000_000)
            exit = workers[Arena.attacker].pointee.poll()
        }
        let (cause, isGone) = (exit?.lostCause ?? 0, exit != nil)
        with { $0.lose(Arena.attacker, cause: cause, isGone: isGone) }
        workers.remove(Arena.attacker)
        return exit
    }
}
