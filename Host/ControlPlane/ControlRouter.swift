/// The HTTP API: which path does what. Every body is JSON, errors too; /metrics alone is text.
internal import ControlClient
internal import EngineLink
internal import Foundation
internal import HTTPTypes
public import Hummingbird
internal import PluginABI

public enum ControlRouter {
    /// - Parameter token: demanded of every request when given.
    public static func make(_ host: ControlHost, token: [UInt8]? = nil) -> Router<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.add(middleware: CorrelationMiddleware())
        if let token { router.add(middleware: TokenMiddleware(token: token)) }
        addHealth(router, host)
        addState(router, host)
        addCommands(router, host)
        return router
    }

    private static func addHealth(_ router: Router<ControlContext>, _ host: ControlHost) {
        router.get("healthz") { _, _ in try json(HealthReport(status: "ok")) }
        router.get("readyz") { _, context in
            let status = await host.status(context.correlation)
            let ticks = status.ticks?.problem.map { "the tick store is not filled: \($0)" }
            let problems = [status.problem, ticks].compactMap(\.self) + (status.feed?.problems ?? [])
            guard !problems.isEmpty else { return try json(HealthReport(status: "ready")) }
            let problem = problems.joined(separator: "; ")
            return try json(HealthReport(status: "not ready", reason: problem), .serviceUnavailable)
        }
        router.get("metrics") { _, context in
            let text = await host.metrics(context.correlation)
            return Response(
                status: .ok, headers: [.contentType: MetricsText.contentType],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private static func addState(_ router: Router<ControlContext>, _ host: ControlHost) {
        router.get("status") { _, context in try json(await host.status(context.correlation)) }
        router.get("strategies") { _, context in try json(await host.strategies(context.correlation)) }
        router.get("strategies/:name") { _, context in
            try json(await host.detail(segment(context, "name"), context.correlation))
        }
        router.get("strategies/:name/parameters") { _, context in
            try json(await host.parameters(segment(context, "name"), context.correlation))
        }
        router.get("strategies/:name/history") { _, context in
            try json(await host.history(segment(context, "name"), context.correlation))
        }
        router.get("risk/strategies/:name") { _, context in
            try json(await host.risk(segment(context, "name"), context.correlation))
        }
        router.get("book/:symbol") { _, context in
            try json(await host.book(segment(context, "symbol"), context.correlation))
        }
        router.get("ticks") { _, _ in try json(host.tickReport()) }
        router.get("feed") { _, context in try json(await host.feed(context.correlation)) }
        router.get("feed/latency") { _, context in try json(await host.latencies(context.correlation)) }
        router.get("feed/symbols") { _, context in try json(await host.symbols(context.correlation)) }
        router.get("orders") { request, context in
            try json(await host.orders(scope(request, host), context.correlation))
        }
        router.get("positions") { request, context in
            try json(await host.positions(scope(request, host), context.correlation))
        }
        router.get("limits") { _, _ in try json(host.limitsReport()) }
        router.get("kill") { _, context in try json(await host.kills(context.correlation)) }
    }

    private static func addCommands(_ router: Router<ControlContext>, _ host: ControlHost) {
        router.post("strategies") { request, context in
            try json(await host.deploy(body(request, DeployBody.self), context.correlation), .created)
        }
        let commands = [
            "pause": TECTRA_COMMAND_PAUSE, "resume": TECTRA_COMMAND_RESUME, "stop": TECTRA_COMMAND_STOP,
            "flatten": Int(TECTRA_COMMAND_FLATTEN),
        ]
        for (name, command) in commands {
            router.post("strategies/:name/\(RouterPath(stringLiteral: name))") { request, context in
                let by = try await optionalBody(request, OperatorBody.self)?.by
                return try json(
                    await host.command(Int(command), segment(context, "name"), by: by, context.correlation))
            }
        }
        router.put("strategies/:name/parameters") { request, context in
            let body = try await body(request, ParametersBody.self)
            return try json(await host.configure(segment(context, "name"), body, context.correlation))
        }
        for action in ReloadAction.allCases {
            router.post("strategies/:name/\(RouterPath(stringLiteral: action.rawValue))") { request, context in
                let body = try await optionalBody(request, ReloadBody.self) ?? ReloadBody()
                return try json(await host.reload(action, segment(context, "name"), body, context.correlation))
            }
        }
        router.put("limits") { request, context in
            try json(await host.setLimits(body(request, LimitsBody.self), context.correlation))
        }
        router.post("kill") { request, context in
            let body = try await optionalBody(request, KillBody.self) ?? KillBody()
            return try json(await host.kill(body, isEngaged: true, context.correlation))
        }
        router.delete("kill") { request, context in
            let body = try await optionalBody(request, KillBody.self) ?? KillBody()
            return try json(await host.kill(body, isEngaged: false, context.correlation))
        }
        router.post("feed/start") { request, context in
            let body = try await optionalBody(request, FeedBody.self) ?? FeedBody()
            return try json(await host.startFeed(body, context.correlation))
        }
        router.post("feed/stop") { _, context in try json(await host.stopFeed(context.correlation)) }
        router.post("feed/symbols") { request, context in
            try json(await host.publish(body(request, SymbolsBody.self), context.correlation))
        }
        router.post("feed/cadence") { request, context in
            try json(await host.pace(body(request, CadenceBody.self), context.correlation))
        }
        router.post("feed/snapshot") { _, context in try json(await host.snapshot(context.correlation)) }
        router.post("feed/recover") { _, context in try json(await host.recoverFeed(context.correlation)) }
    }

    // MARK: - In and out

    private static func json(_ report: some Encodable, _ status: HTTPResponse.Status = .ok) throws -> Response {
        let data = try JSONEncoder.control.encode(report)
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    private static func body<Body: Decodable>(_ request: Request, _ type: Body.Type) async throws -> Body {
        let buffer = try await request.body.collect(upTo: 1 << 20)
        return try JSONDecoder.control.decode(Body.self, from: Data(buffer.readableBytesView))
    }

    /// Nil when nothing was sent.
    private static func optionalBody<Body: Decodable>(_ request: Request, _ type: Body.Type) async throws -> Body? {
        let buffer = try await request.body.collect(upTo: 1 << 20)
        guard buffer.readableBytes > 0 else { return nil }
        return try JSONDecoder.control.decode(Body.self, from: Data(buffer.readableBytesView))
    }

    private static func segment(_ context: ControlContext, _ name: String) throws -> String {
        let text = context.parameters.get(name) ?? ""
        return text.removingPercentEncoding ?? text
    }

    /// `?strategy=NAME`, or all.
    private static func scope(_ request: Request, _ host: ControlHost) throws -> UInt8 {
        guard let name = request.uri.queryParameters["strategy"] else { return 0 }
        return try host.number(of: String(name))
    }
}
