/// The engine's end of a link for tests: a real server on a thread of its own.
import EngineLink
import Synchronization
import TestSupport

/// Runs `client` against a server that passes every request to `handler`.
func withEngine(
    at path: String, handler: @escaping @Sendable (inout LinkServer, LinkRequest) -> Void,
    client body: (inout LinkClient) throws -> Void
) throws {
    try serving(at: path, handler: handler) {
        var client = try LinkClient(connectingTo: path)
        try body(&client)
    }
}

/// Runs `body` while a server answers at `path`.
func serving(
    at path: String, handler: @escaping @Sendable (inout LinkServer, LinkRequest) -> Void, _ body: () throws -> Void
) throws {
    let flags = Flags()
    let thread = TestThread {
        guard var server = try? LinkServer(at: path) else {
            flags.listening.store(true, ordering: .releasing)
            return
        }
        flags.listening.store(true, ordering: .releasing)
        while !flags.done.load(ordering: .acquiring) {
            _ = server.poll(milliseconds: 5)
            while let request = server.next() { handler(&server, request) }
        }
    }
    while !flags.listening.load(ordering: .acquiring) {}
    defer {
        flags.done.store(true, ordering: .releasing)
        thread.join()
    }
    try body()
}

/// What the two threads tell each other.
private final class Flags: Sendable {
    let done = Atomic(false)
    let listening = Atomic(false)
}
