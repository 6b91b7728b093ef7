/// A thread of its own for tests that need two sides at work at the same time.
import Threads

public struct TestThread: Sendable {
    private let thread: JoinableThread

    /// Starts `body` at once. A test that gets no thread can show nothing.
    public init(_ body: @escaping @Sendable () -> Void) {
        do {
            thread = try JoinableThread(body)
        } catch {
            fatalError("\(error)")
        }
    }

    /// Waits for its end.
    public func join() { thread.join() }
}
