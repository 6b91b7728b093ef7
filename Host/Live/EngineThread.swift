/// The thread that the engine loop runs on, and how it ends.
internal import CLinux
internal import Journal
internal import Pipeline
internal import Threads

final class EngineThread: @unchecked Sendable {
    // Touched by the engine thread alone between start and join.
    private var loop: EngineLoop
    private let processor: Int
    private var thread: JoinableThread?

    init(_ loop: consuming EngineLoop, processor: Int) {
        self.loop = loop
        self.processor = processor
    }

    func start() throws(ThreadError) { thread = try JoinableThread { [self] in run() } }

    /// Waits for the thread's end; returns why it ended, when it was not told to.
    func join() -> JournalError? {
        thread?.join()
        return loop.failure
    }

    private func run() {
        Processor.take(processor, for: "the engine")
        loop.run()
    }
}
