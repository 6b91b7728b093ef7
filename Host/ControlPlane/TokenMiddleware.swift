/// The guard of the API on TCP: a bearer token, compared in a time that does not tell how much of it
/// was right. On the unix socket the file's permissions are the guard.
internal import EngineLink
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

struct TokenMiddleware: RouterMiddleware {
    typealias Context = ControlContext
    let token: [UInt8]

    func handle(
        _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        let given = request.headers[.authorization] ?? ""
        guard given.hasPrefix("Bearer "), Self.isEqual(Array(given.dropFirst(7).utf8), token) else {
            throw APIError(
                .unauthorized, "a bearer token is needed on TCP",
                hint: "Send Authorization: Bearer with the content of the configured token-file.")
        }
        return try await next(request, context)
    }

    /// Looks at every byte of `given`, whatever was found before.
    static func isEqual(_ given: [UInt8], _ wanted: [UInt8]) -> Bool {
        var difference = given.count ^ wanted.count
        for (index, byte) in given.enumerated() {
            difference |= Int(byte ^ (wanted.isEmpty ? 0 : wanted[index % wanted.count]))
        }
        return difference == 0 && !wanted.isEmpty
    }
}

/// The token as it lies in its file.
public enum TokenFile {
    static let lengthMin = 16

    /// Reads a token.
    ///
    /// - Throws: when there is none, it is short, or others may read it.
    public static func read(_ path: String) throws(StartupError) -> [UInt8] {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        guard let facts, let data = FileManager.default.contents(atPath: path) else {
            throw StartupError(
                "control.tcp.token-file \(path): there is no such file; make one with: "
                    + "(umask 077; head -c 24 /dev/urandom | base64 > \(path))")
        }
        guard let mode = facts[.posixPermissions] as? NSNumber, mode.intValue & 0o077 == 0 else {
            throw StartupError("control.tcp.token-file \(path): others may read it; chmod 600 \(path)")
        }
        let token = Array(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        guard token.count >= lengthMin else {
            throw StartupError("control.tcp.token-file \(path): a token has at least \(lengthMin) characters")
        }
        return token
    }
}
