/// A thread of its own for the other side of a measurement.
internal import Glibc

final class BenchThread: @unchecked Sendable {
    private var thread = pthread_t()
    private let body: @Sendable () -> Void

    /// Starts `body` at once.
    init(_ body: @escaping @Sendable () -> Void) throws {
        self.body = body
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<BenchThread>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw BenchError("no thread could be started: error \(code)")
        }
    }

    /// Waits for its end.
    func join() { pthread_join(thread, nil) }

    /// Processor time that the calling thread has used, ns.
    static func processorTime() -> Int64 {
        var spent = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent)
        return Int64(spent.tv_sec) &* 1_000_000_000 &+ Int64(spent.tv_nsec)
    }
}
