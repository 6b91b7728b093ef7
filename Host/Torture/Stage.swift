/// The arena at work, on the engine's processor: a thread turns it and does nothing else, as the engine thread of a
/// host does. Who starts, watches and buries strategies is somewhere else, and asks it between two turns.
internal import CLinux
internal import Glibc
internal import Pipeline
internal import SharedMemory
internal import Synchronization
internal import Threads
internal import Workers

final class Stage: @unchecked Sendable {
    let processors: Processors
    /// Where the workers are. A worker is the engine's thread's while it is attached, then its owner's again.
    let workers: WorkerTable
    /// Stays where it is: a thread that starts a worker reads it.
    let market: UnsafePointer<SharedRegion>

    private let turning: Turning
    private let thread: JoinableThread

    init(_ processors: Processors, _ arena: consuming Arena) throws(ArenaError) {
        self.processors = processors
        workers = arena.pipeline.workers
        market = UnsafePointer(arena.market)
        let turning = Turning(arena)
        self.turning = turning
        do throws(ThreadError) {
            thread = try JoinableThread { turning.run(on: processors.engine) }
        } catch {
            throw ArenaError("\(error)")
        }
    }

    deinit {
        turning.isEnding.store(true, ordering: .releasing)
        thread.join()
    }

    /// Has the engine thread do something between two turns, and waits for it. Only one thread may ask.
    func with<Value>(_ body: (inout Arena) -> Value) -> Value {
        let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        defer { value.deallocate() }
        withoutActuallyEscaping(body) { body in
            turning.ask { value.initialize(to: body(&$0)) }
        }
        return value.move()
    }

    /// Lets the engine turn for a moment.
    func pause(_ nanoseconds: Int64 = 100_000) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        nanosleep(&time, nil)
    }

    /// Waits until everything that was sent is taken: an order ring of a thousand places in 128 turns.
    func settle() {
        let goal = with { $0.turns } &+ 160
        while with({ $0.turns }) < goal { pause() }
    }

    /// Has the engine thread write to a worker, again while its ring is full; false when the worker has ended or reads
    /// nothing for 2 s.
    func insist(_ strategy: UInt8, _ write: (inout Arena) -> Bool) -> Bool {
        let deadline = tectra_clock_monotonic() &+ 2_000_000_000
        while !with(write) {
            if hasEnded(strategy) || tectra_clock_monotonic() > deadline { return false }
            pause()
        }
        return true
    }

    /// Whether a worker's process has ended; it may not be reaped yet.
    func hasEnded(_ strategy: UInt8) -> Bool { WorkerProcess.hasEnded(workers[strategy].pointee.pidfd) }
}

/// What the thread holds: the arena, and how it is asked.
private final class Turning: @unchecked Sendable {
    /// The engine thread's.
    private let arena: UnsafeMutablePointer<Arena>
    /// There while `isAsked`.
    private var question: ((inout Arena) -> Void)?
    private let isAsked = Atomic<Bool>(false)
    let isEnding = Atomic<Bool>(false)

    init(_ arena: consuming Arena) {
        self.arena = .allocate(capacity: 1)
        self.arena.initialize(to: arena)
    }

    deinit {
        arena.deinitialize(count: 1)
        arena.deallocate()
    }

    func run(on processor: Int32) {
        if processor >= 0 { tectra_pin_thread(processor) }
        while !isEnding.load(ordering: .acquiring) {
            if isAsked.load(ordering: .acquiring) {
                question?(&arena.pointee)
                isAsked.store(false, ordering: .releasing)
            }
            arena.pointee.turn()
        }
    }

    func ask(_ body: @escaping (inout Arena) -> Void) {
        question = body
        isAsked.store(true, ordering: .releasing)
        while isAsked.load(ordering: .acquiring) { tectra_yield() }
        question = nil
    }
}
