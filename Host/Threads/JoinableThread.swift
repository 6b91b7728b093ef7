/// A thread of its own that somebody waits for: the engine's, a follower's, the other side of a measurement.
internal import Glibc

/// The system has no thread to give.
public struct ThreadError: Error, CustomStringConvertible {
    public let code: Int32
    public var description: String { "no thread could be started: \(String(cString: strerror(code)))" }
}

public final class JoinableThread: @unchecked Sendable {
    // Written before anybody else has the object, and then read alone.
    private var thread = pthread_t()
    private let body: @Sendable () -> Void

    /// Starts `body` at once; what it holds lives until its end.
    public init(_ body: @escaping @Sendable () -> Void) throws(ThreadError) {
        self.body = body
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<JoinableThread>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw ThreadError(code: code)
        }
    }

    /// Waits for its end; once.
    public func join() { pthread_join(thread, nil) }
}
