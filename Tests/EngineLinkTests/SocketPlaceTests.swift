/// What may be in the way of a socket, and what is said about it.
import EngineLink
import Glibc
import TestSupport
import Testing

@Suite struct SocketPlaceTests {
    @Test func noEngineIsSaidWithWhatToDo() {
        let directory = TemporaryDirectory()
        let path = directory.file("engine.sock")
        let error = #expect(throws: LinkError.self) { _ = try LinkClient(connectingTo: path) }
        #expect(error == .noEngine(path: path))
        #expect(error?.description.contains("tectrad") == true)
    }

    @Test func aStaleSocketIsReplaced() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("engine.sock")
        // A socket that is bound and then left behind, as after a kill -9.
        let descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.enumerated() { room[index] = byte }
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        #expect(code == 0)
        close(descriptor)
        #expect(UnixAddress.occupant(of: path, isStream: false) == .stale)
        do {
            let server = try LinkServer(at: path)
            #expect(UnixAddress.occupant(of: path, isStream: false) == .listener)
            var facts = stat()
            lstat(path, &facts)
            #expect(facts.st_mode & 0o777 == 0o600)
            _ = server.path
        }
        #expect(UnixAddress.occupant(of: path, isStream: false) == .nothing, "it cleans up after itself")
    }

    @Test func aLivingEngineIsNotReplaced() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("engine.sock")
        let first = try LinkServer(at: path)
        let error = #expect(throws: LinkError.self) { _ = try LinkServer(at: path) }
        #expect(error == .engineIsRunning(path: path))
        _ = first.path
    }

    @Test func aFileInTheWayIsLeftAlone() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("engine.sock")
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        let error = #expect(throws: LinkError.self) { _ = try LinkServer(at: path) }
        #expect(error == .notASocket(path: path))
        #expect(access(path, F_OK) == 0)
    }

    @Test func aPathThatIsTooLongIsSaidSo() {
        let path = "/tmp/" + String(repeating: "x", count: 120)
        #expect(throws: LinkError.pathTooLong(path: path)) { _ = try LinkServer(at: path) }
        #expect(throws: LinkError.pathTooLong(path: path)) { _ = try LinkClient(connectingTo: path) }
    }
}
