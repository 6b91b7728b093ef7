/// A small HTTP/1.1 client over a unix socket or TCP, blocking and with a time-out: what a command
/// line needs to speak to tectrad, without an event loop.
public import Foundation
internal import Glibc

/// Where the control plane is reached.
public enum ControlEndpoint: Equatable, Sendable, CustomStringConvertible {
    case socket(path: String)
    case tcp(host: String, port: Int, token: String)

    public var description: String {
        switch self {
        case .socket(let path): path
        case .tcp(let host, let port, _): "\(host):\(port)"
        }
    }
}

/// An answer as it came.
public struct HTTPAnswer: Equatable, Sendable {
    public let status: Int
    /// Names in lower case.
    public let headers: [String: String]
    public let body: Data
}

public struct HTTPClient: Sendable {
    public let endpoint: ControlEndpoint
    /// For connect, for each send and for each wait for bytes.
    public let timeOutMilliseconds: Int
    /// An answer longer than this is refused.
    public static let answerMax = 64 << 20

    public init(_ endpoint: ControlEndpoint, timeOutMilliseconds: Int = 20_000) {
        self.endpoint = endpoint
        self.timeOutMilliseconds = timeOutMilliseconds
    }

    /// One request on a connection of its own.
    public func request(
        _ method: String, _ path: String, body: Data? = nil, headers: [String: String] = [:]
    ) throws(ControlError) -> HTTPAnswer {
        let connection = try SocketConnection(endpoint, timeOutMilliseconds: timeOutMilliseconds)
        var text = "\(method) \(path) HTTP/1.1\r\nHost: tectrad\r\nConnection: close\r\nAccept: application/json\r\n"
        if case .tcp(_, _, let token) = endpoint { text += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        var bytes = Array((text + "\r\n").utf8)
        if let body { bytes.append(contentsOf: body) }
        try connection.send(bytes)
        var reader = HTTPAnswerReader()
        while true {
            if let answer = try reader.answer() { return answer }
            let more = try connection.receive()
            if more.isEmpty {
                guard let answer = try reader.answerAtEnd() else {
                    throw .malformed("the answer ended in the middle")
                }
                return answer
            }
            reader.append(more)
        }
    }
}
