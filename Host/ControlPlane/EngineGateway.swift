/// The control plane's way to the engine: blocking requests on threads of their own, so that no
/// event loop and no task ever waits in the kernel for the engine.
public import EngineLink

public final class EngineGateway: Sendable {
    public let path: String
    private let threads = BlockingThreads(8, name: "engine-link")
    /// For what must not wait behind a slow deployment: the kill switch.
    private let urgentThreads = BlockingThreads(2, name: "engine-link-urgent")

    public init(path: String) {
        self.path = path
    }

    /// Runs `body` with a connection of its own.
    ///
    /// - Parameter isUrgent: goes ahead of everything that is not.
    /// - Throws: what `body` throws, or `LinkError` when there is no engine.
    public func ask<Answer: Sendable>(
        isUrgent: Bool = false, _ body: @escaping @Sendable (inout LinkClient) throws -> Answer
    ) async throws -> Answer {
        let path = path
        return try await off(isUrgent: isUrgent) {
            var client = try LinkClient(connectingTo: path)
            return try body(&client)
        }
    }

    /// Runs anything that blocks, such as a transaction, off the event loops.
    func off<Answer: Sendable>(
        isUrgent: Bool = false, _ body: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        let threads = isUrgent ? urgentThreads : threads
        return try await withCheckedThrowingContinuation { continuation in
            threads.add {
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
