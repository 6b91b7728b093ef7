/// Askers that send anything at all: the server answers or hangs up, stays alive, and goes on
/// serving the others.
import EngineLink
import Glibc
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct HostileAskerTests {
    /// A raw packet socket to the server.
    private final class RawAsker {
        let descriptor: Int32

        init?(_ path: String) {
            descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { room in
                for (index, byte) in path.utf8.enumerated() { room[index] = byte }
            }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
            }
            if code != 0 { return nil }
        }

        deinit { close(descriptor) }

        func send(_ bytes: [UInt8]) {
            _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        /// The status of the next answer, or nil when the server hung up or does not answer.
        func status() -> UInt16? {
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wanted, 1, 2000) == 1 else { return nil }
            var bytes = [UInt8](repeating: 0, count: LinkHeader.packetMax)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count >= LinkHeader.size else { return nil }
            return UInt16(bytes[10]) | UInt16(bytes[11]) << 8
        }
    }

    private static func packet(_ verb: UInt16, _ payload: [UInt8], status: UInt16 = 0, length: Int? = nil) -> [UInt8] {
        let length = UInt32(length ?? payload.count)
        return [1, 2, 3, 4, 5, 6, 7, 8, UInt8(verb & 255), UInt8(verb >> 8), UInt8(status & 255), UInt8(status >> 8)]
            + (0..<4).map { UInt8(length >> (8 * $0) & 255) } + payload
    }

    @Test func malformedMessagesAreAnsweredAndTheConnectionEnds() throws {
        let path = TemporaryDirectory()
        let socket = path.file("engine.sock")
        try serving(at: socket, handler: { server, request in server.reply(to: request.origin) }) {
            let bad: [[UInt8]] = [
                [1], [UInt8](repeating: 0, count: 15),
                Self.packet(0, []), Self.packet(999, []), Self.packet(1, [], status: 3),
                Self.packet(1, [1, 2, 3], length: 2), Self.packet(1, [1, 2, 3], length: 4_000_000),
                Self.packet(1, Array("no lines".utf8)), Self.packet(2, Array("name=x".utf8)),
                Self.packet(2, Array("name=x\nlibrary=/x\nseed=-1".utf8)),
                Self.packet(3, [0, 1, 2]), Self.packet(4, [UInt8](repeating: 9, count: 100)),
                Self.packet(4, []), Self.packet(5, []), Self.packet(6, Array("action=fly".utf8)),
                Self.packet(7, [UInt8](repeating: 0, count: 24)), Self.packet(7, []),
            ]
            for bytes in bad {
                let asker = try #require(RawAsker(socket))
                asker.send(bytes)
                #expect(asker.status() == LinkStatus.malformed.rawValue, "\(bytes.prefix(32))")
                #expect(asker.status() == nil, "the connection is closed")
            }
        }
    }

    @Test func anyBytesAtAllLeaveTheServerAlive() throws {
        let directory = TemporaryDirectory()
        let socket = directory.file("engine.sock")
        var random = SplitMix64.printed()
        try serving(at: socket, handler: { server, request in server.reply(to: request.origin) }) {
            for _ in 0..<2_000 {
                let asker = try #require(RawAsker(socket))
                for _ in 0..<(1 + random.below(3)) {
                    var payload = (0..<random.below(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                    if random.below(4) > 0 {
                        payload = Self.packet(UInt16(random.below(10)), payload)
                    }
                    asker.send(payload)
                }
            }
            // The last of them may still have their places: who is turned away comes again.
            var isServed = false
            for _ in 0..<500 where !isServed {
                if var client = try? LinkClient(connectingTo: socket) {
                    isServed = (try? client.request(.shutDown)) != nil
                }
                if !isServed { usleep(10_000) }
            }
            #expect(isServed, "the server still serves")
        }
    }

    @Test func anAskerThatNeverReadsDoesNotHoldUpTheOthers() throws {
        let directory = TemporaryDirectory()
        let socket = directory.file("engine.sock")
        try serving(
            at: socket,
            handler: { server, request in
                server.send(part: [UInt8](repeating: 1, count: LinkHeader.payloadMax), to: request.origin)
                server.reply(to: request.origin)
            }
        ) {
            let deaf = try #require(RawAsker(socket))
            for _ in 0..<100 { deaf.send(Self.packet(8, [])) }
            var client = try LinkClient(connectingTo: socket)
            #expect(try client.request(.shutDown).payload.count == LinkHeader.payloadMax)
        }
    }

    @Test func moreAskersThanPlacesAreTurnedAway() throws {
        let directory = TemporaryDirectory()
        let socket = directory.file("engine.sock")
        try serving(at: socket, handler: { server, request in server.reply(to: request.origin) }) {
            var descriptors: [Int32] = []
            defer { for descriptor in descriptors { close(descriptor) } }
            for _ in 0..<LinkServer.connectionsMax {
                let asker = try #require(RawAsker(socket))
                asker.send(Self.packet(8, []))
                #expect(asker.status() == LinkStatus.done.rawValue)
                descriptors.append(dup(asker.descriptor))
            }
            let late = try #require(RawAsker(socket))
            late.send(Self.packet(8, []))
            #expect(late.status() == nil)
            close(descriptors.removeLast())
            // The place is free once the server has seen that.
            let deadline = ContinuousClock.now + .seconds(20)
            while true {
                do throws(LinkError) {
                    var client = try LinkClient(connectingTo: socket)
                    _ = try client.request(.shutDown)
                    break
                } catch {
                    guard ContinuousClock.now < deadline else { throw error }
                    usleep(5_000)
                }
            }
        }
    }
}
