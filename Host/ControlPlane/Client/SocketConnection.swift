/// One blocking connection to the control plane.
internal import Glibc

final class SocketConnection {
    private let descriptor: Int32
    private let endpoint: ControlEndpoint
    private let timeOutMilliseconds: Int

    init(_ endpoint: ControlEndpoint, timeOutMilliseconds: Int) throws(ControlError) {
        self.endpoint = endpoint
        self.timeOutMilliseconds = timeOutMilliseconds
        switch endpoint {
        case .socket(let path): descriptor = try Self.connect(path, timeOutMilliseconds)
        case .tcp(let host, let port, _): descriptor = try Self.connect(host, port, timeOutMilliseconds)
        }
    }

    deinit { close(descriptor) }

    private static func setTimeOut(_ descriptor: Int32, _ milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    private static func connect(_ path: String, _ milliseconds: Int) throws(ControlError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !path.isEmpty, path.utf8.count < room else {
            throw .unreachable("\(path) is no path of a unix socket: it may have 1 to \(room - 1) bytes")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            for (index, byte) in path.utf8.enumerated() { bytes[index] = byte }
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .unreachable("no socket: \(String(cString: strerror(errno)))") }
        setTimeOut(descriptor, milliseconds)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, size) == 0 ? 0 : errno
            }
        }
        guard code == 0 else {
            close(descriptor)
            switch code {
            case ENOENT, ECONNREFUSED: throw .noHost("\(path)")
            case EACCES, EPERM: throw .unreachable("\(path) belongs to another user; use theirs, or your own directory")
            case EAGAIN, ETIMEDOUT: throw .timeOut("\(path)", milliseconds: milliseconds)
            default: throw .unreachable("\(path): \(String(cString: strerror(code)))")
            }
        }
        return descriptor
    }

    private static func connect(_ host: String, _ port: Int, _ milliseconds: Int) throws(ControlError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(host, String(port), &hints, &found)
        guard failure == 0, let first = found else {
            throw .unreachable("\(host): \(String(cString: gai_strerror(failure)))")
        }
        defer { freeaddrinfo(first) }
        var last: Int32 = 0
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let candidate = next?.pointee {
            next = candidate.ai_next
            let descriptor = socket(
                candidate.ai_family, candidate.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), candidate.ai_protocol)
            guard descriptor >= 0 else { continue }
            setTimeOut(descriptor, milliseconds)
            if Glibc.connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 { return descriptor }
            last = errno
            close(descriptor)
        }
        if last == ECONNREFUSED { throw .noHost("\(host):\(port)") }
        throw .unreachable("\(host):\(port): \(String(cString: strerror(last)))")
    }

    func send(_ bytes: [UInt8]) throws(ControlError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                throw failure(errno)
            }
        }
    }

    /// What has come, at least one byte; empty at the end.
    func receive() throws(ControlError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count >= 0 { return Array(buffer[..<count]) }
            if errno != EINTR { throw failure(errno) }
        }
    }

    private func failure(_ code: Int32) -> ControlError {
        if code == EAGAIN || code == EWOULDBLOCK {
            return .timeOut("\(endpoint)", milliseconds: timeOutMilliseconds)
        }
        return .unreachable("\(endpoint): \(String(cString: strerror(code)))")
    }
}
