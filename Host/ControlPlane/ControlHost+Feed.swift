/// The feed from outside: how it stands, which symbols it has, start, stop and recovery.
internal import ControlClient
internal import EngineLink
internal import HTTPTypes
internal import HostConfiguration
internal import SharedMemory

extension ControlHost {
    func feedReport(_ status: FeedStatus, _ counters: EngineTelemetry?) -> FeedReport {
        FeedReport(status, counters, configuration.engine)
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

    /// Chooses what strategies are shown. Symbols that the feed has not named are taken, and pointed out.
    func publish(_ body: SymbolsBody, _ correlation: UInt64) async throws -> FeedReport {
        var request = FeedRequest(.configure)
        do throws(SymbolChoiceError) {
            switch (body.only, body.except, body.all) {
            case (let only?, nil, nil): request.symbols = try SymbolChoice(only: only)
            case (nil, let except?, nil): request.symbols = try SymbolChoice(allExcept: except)
            case (nil, nil, true?): request.symbols = .all
            default: break
            }
        } catch {
            throw APIError(.badRequest, "\(error)", hint: "Nothing was changed.")
        }
        guard let choice = request.symbols else {
            throw APIError(.badRequest, "give one of only, except, and all")
        }
        request.by = body.by ?? "operator"
        var report = try await command(request, correlation)
        let known = Set(try await symbols(correlation).map(\.symbol))
        // Where not all are told, nothing can be said of the others.
        if (1..<LinkQuery.rowsMax).contains(known.count) {
            report.publication.unknown = choice.symbols.filter { !known.contains($0) }
        }
        return report
    }

    func pace(_ body: CadenceBody, _ correlation: UInt64) async throws -> FeedReport {
        func nanoseconds(_ name: String, _ value: Int64?) throws -> Int64? {
            guard let value else { return nil }
            guard (0...FeedRequest.intervalMax / 1_000_000).contains(value) else {
                throw APIError(.badRequest, "\(name) \(value) is not from 0 to a day's 86400000 ms")
            }
            return value * 1_000_000
        }
        var request = FeedRequest(.configure)
        request.depthInterval = try nanoseconds("depthMilliseconds", body.depthMilliseconds)
        request.snapshotInterval = try nanoseconds("snapshotMilliseconds", body.snapshotMilliseconds)
        guard request.depthInterval != nil || request.snapshotInterval != nil else {
            throw APIError(.badRequest, "give depthMilliseconds, snapshotMilliseconds, or both")
        }
        request.by = body.by ?? "operator"
        return try await command(request, correlation)
    }

    /// Has a snapshot of the books written and waits for it.
    func snapshot(_ correlation: UInt64) async throws -> FeedReport {
        let before = try await gateway.ask { client in try client.feed(FeedRequest(.status), correlation: correlation) }
        guard !before.areSnapshotsBroken else { throw Self.noSnapshots }
        _ = try await gateway.ask { client in try client.feed(FeedRequest(.snapshot), correlation: correlation) }
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            let status = try await gateway.ask { client in
                try client.feed(FeedRequest(.status), correlation: correlation)
            }
            if status.areSnapshotsBroken { throw Self.noSnapshots }
            if status.snapshotAt != before.snapshotAt { return try await feed(correlation) }
        }
        throw APIError(
            .serviceUnavailable, "the snapshot was not written within 15 s",
            hint: "It may still come: the journal is followed from its beginning. Look with tectractl feed status.")
    }

    private static var noSnapshots: APIError {
        APIError(.conflict, "no snapshots of the books can be kept", hint: "The engine's log says why.")
    }

    func latencies(_ correlation: UInt64) async throws -> [SymbolLatencyReport] {
        try await gateway.ask { client in try client.latencies(correlation: correlation) }.map(SymbolLatencyReport.init)
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
