/// Threads for work that blocks in the kernel. Dispatch shares one pool as wide as the machine has
/// processors, so a few requests to an engine that hangs would hold up everything else; these are
/// our own.
internal import Foundation

/// A fixed number of threads that take work in the order it came. They end with the last reference.
final class BlockingThreads: Sendable {
    private let work = Work()

    init(_ count: Int, name: String) {
        for index in 0..<count {
            let thread = Thread { [work] in work.run() }
            thread.name = "\(name)-\(index)"
            thread.start()
        }
    }

    deinit { work.end() }

    func add(_ body: @escaping @Sendable () -> Void) { work.add(body) }

    /// What the threads share; guarded by its condition.
    private final class Work: @unchecked Sendable {
        private let condition = NSCondition()
        private var waiting: [@Sendable () -> Void] = []
        private var isOver = false

        func add(_ body: @escaping @Sendable () -> Void) {
            condition.lock()
            waiting.append(body)
            condition.signal()
            condition.unlock()
        }

        func end() {
            condition.lock()
            isOver = true
            condition.broadcast()
            condition.unlock()
        }

        func run() {
            while let body = next() { body() }
        }

        /// Nil when it is over and nothing waits any more.
        private func next() -> (@Sendable () -> Void)? {
            condition.lock()
            defer { condition.unlock() }
            while waiting.isEmpty, !isOver { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }
}
