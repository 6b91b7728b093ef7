/// Failures as the HTTP API answers them: a status, what is wrong, and what to do.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import Foundation
public import HTTPTypes
internal import Hummingbird

public struct APIError: Error, Sendable {
    public let status: HTTPResponse.Status
    public let error: String
    public let hint: String

    public init(_ status: HTTPResponse.Status, _ error: String, hint: String = "") {
        self.status = status
        self.error = error
        self.hint = hint
    }

    /// Any error of a handler as an answer; nothing is hidden behind "internal server error".
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as LinkError: self.init(link: error)
        case let error as StoreError:
            self.init(.conflict, error.description)
        case is DecodingError:
            self.init(
                .badRequest, Self.text(of: error), hint: "Send a JSON object as the API's documentation shows it.")
        case let error as any HTTPResponseError:
            self.init(error.status, Self.reason(of: error))
        default:
            self.init(.internalServerError, "\(error)", hint: "See tectrad's log under the answer's X-Correlation-ID.")
        }
    }

    private init(link error: LinkError) {
        switch error {
        case .refused(let text): self.init(.conflict, text)
        case .noEngine:
            self.init(
                .serviceUnavailable, "the engine is gone",
                hint: "End tectrad and start it again: it starts another engine. logs/engine.log in the run directory "
                    + "tells why it ended, unless it was killed.")
        case .timeOut, .closed:
            self.init(.serviceUnavailable, error.description, hint: "See logs/engine.log in the run directory.")
        case .tooLong: self.init(.contentTooLarge, error.description)
        default: self.init(.badGateway, error.description)
        }
    }

    private static func reason(of error: any HTTPResponseError) -> String {
        if let error = error as? HTTPError, let body = error.body { return body }
        switch error.status {
        case .notFound: return "there is nothing at this path"
        case .methodNotAllowed: return "this path does not take that method"
        case .contentTooLarge: return "the request's body is too large"
        default: return error.status.reasonPhrase.lowercased()
        }
    }

    private static func text(of error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            return
                "\"\(([path(context)] + [key.stringValue]).filter { !$0.isEmpty }.joined(separator: "."))\" is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\"\(path(context))\" has a value of another type"
        default: return "the request's body is no JSON"
        }
    }

    /// The answer with its JSON body.
    var response: Response {
        let report = ErrorReport(error: error, hint: hint)
        let data = (try? JSONEncoder.control.encode(report)) ?? Data()
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}
