/// The feed from outside: how it stands, which symbols it has, start, stop and recovery.
internal import ControlClient
internal import EngineLink
internal import HTTPTypes
internal import HostConfiguration
internal import SharedMemory

extension ControlHost {
    func feedReport(_ status: FeedStatus, _ counters: EngineTelemetry?) -> FeedReport {
        FeedReport(status, counters?.feed, configuration.engine.feed)
    }

    func feed(_ correlation: UInt64) async throws -> FeedReport {
        try await command(FeedRequest(.status), correlation)
    }

    func startFeed(_ body: FeedBody, _ correlation: UInt64) async throws -> FeedReport {
        var speed: PlaybackSpeed?
        if let text = body.speed {
            guard let given = PlaybackSpeed(text) else {
                throw APIError(.badRequest, "speed \"\(text)\" is neither max nor a whole number from 1 to 1000000")
            }
            speed = given
        }
        return try await command(FeedRequest(.start, speed: speed), correlation)
    }

    func stopFeed(_ correlation: UInt64) async throws -> FeedReport {
        try await command(FeedRequest(.stop), correlation)
    }

    /// Joins live lines anew and rebuilds the books from the first message.
    func recoverFeed(_ correlation: UInt64) async throws -> FeedReport {
        try await command(FeedRequest(.recover), correlation)
    }

    func symbols(_ correlation: UInt64) async throws -> [SymbolReport] {
        try await gateway.ask { client in try client.instruments(correlation: correlation) }.map(SymbolReport.init)
    }

    private func command(_ request: FeedRequest, _ correlation: UInt64) async throws -> FeedReport {
        let (status, counters) = try await gateway.ask { client in
            (try client.feed(request, correlation: correlation), try client.counters(correlation: correlation))
        }
        return feedReport(status, counters)
    }
}
