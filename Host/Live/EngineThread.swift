/// The thread that the engine loop runs on, and how it ends.
internal import CLinux
internal import Glibc
internal import Journal
internal import Pipeline

final class EngineThread: @unchecked Sendable {
    // Touched by the engine thread alone between start and join.
    private var loop: EngineLoop
    private let processor: Int
    private var thread = pthread_t()

    init(_ loop: consuming EngineLoop, processor: Int) {
        self.loop = loop
        self.processor = processor
    }

    func start() {
        let own = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<EngineThread>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, own)
    }

    /// Waits for the thread's end; returns why it ended, when it was not told to.
    func join() -> JournalError? {
        pthread_join(thread, nil)
        return loop.failure
    }

    private func run() {
        if processor >= 0 { tectra_pin_thread(Int32(processor)) }
        loop.run()
    }
}
