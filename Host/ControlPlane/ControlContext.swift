/// What travels with one HTTP request: its correlation id, which the answer carries back, every log
/// line names, and the engine is told.
internal import HTTPTypes
public import Hummingbird
internal import Logging

public struct ControlContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// 16 hexadecimal digits on the outside.
    public var correlation: UInt64 = 0

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// Bytes that the body of a request may have.
    public var maxUploadSize: Int { 1 << 20 }
}

/// Gives every request its id, logs it, and turns every error into JSON.
struct CorrelationMiddleware: RouterMiddleware {
    typealias Context = ControlContext

    func handle(
        _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.correlation = Self.given(request) ?? UInt64.random(in: 1...(.max))
        let text = Self.text(context.correlation)
        context.logger[metadataKey: "correlation_id"] = .string(text)
        let begin = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let failure = APIError(error)
            response = failure.response
            if failure.status.code >= 500 {
                context.logger.error("request failed", metadata: ["error": .string(failure.error)])
            }
        }
        if let name = HTTPField.Name("X-Correlation-ID") { response.headers[name] = text }
        let micros = (ContinuousClock.now - begin) / .microseconds(1)
        context.logger.log(
            level: request.method == .get ? .debug : .info, "request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(request.uri.path),
                "status": .stringConvertible(response.status.code), "us": .stringConvertible(Int(micros)),
            ])
        return response
    }

    /// The id that the asker chose, when it is 16 hexadecimal digits.
    private static func given(_ request: Request) -> UInt64? {
        guard let name = HTTPField.Name("X-Correlation-ID"), let text = request.headers[name], text.utf8.count == 16
        else { return nil }
        return UInt64(text, radix: 16).flatMap { $0 == 0 ? nil : $0 }
    }

    static func text(_ correlation: UInt64) -> String {
        let digits = String(correlation, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
