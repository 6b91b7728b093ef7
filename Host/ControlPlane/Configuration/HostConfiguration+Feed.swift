/// The feed's settings: a file, a capture or live lines, and how they are played.
internal import EngineLink
internal import FeedTransport

extension HostConfiguration {
    static let feedKeys = [
        "file", "capture", "line-a", "line-b", "request-server", "interface", "request-attempts", "reorder-wait-us",
        "silence-ms", "processor", "symbols", "except", "speed", "start",
    ]

    mutating func readFeed(_ feed: ConfigurationSection, _ paths: PathBase) {
        feed.text("file").map { engine.feedFile = paths.absolute($0) }
        feed.text("capture").map { engine.feed.capture = paths.absolute($0) }
        engine.feed.lineA = feed.endpoint("line-a")
        engine.feed.lineB = feed.endpoint("line-b")
        engine.feed.requestServer = feed.endpoint("request-server")
        if let text = feed.scalar("interface") {
            if let address = Endpoint.address(text) {
                engine.feed.interface = address
            } else {
                feed.problem("interface", "\"\(text)\" is not the IPv4 address of an interface, like 10.0.0.5")
            }
        }
        feed.whole("request-attempts", in: 1...1_000_000).map { engine.feed.requestAttempts = $0 }
        feed.whole("reorder-wait-us", in: 0...60_000_000).map { engine.feed.reorderWait = Int64($0) * 1000 }
        feed.whole("silence-ms", in: 1...3_600_000).map { engine.feed.silence = Int64($0) * 1_000_000 }
        feed.whole("processor", in: EngineConfiguration.processors).map { engine.feed.processor = $0 }
        feed.choice("start", FeedStart.self).map { engine.feedStart = $0 }
        feed.symbolChoice().map { engine.feed.symbols = $0 }
        if let contradiction = engine.feedContradiction { feed.list.add(feed.line, "feed: \(contradiction)") }
        guard let text = feed.scalar("speed") else { return }
        if let speed = PlaybackSpeed(text) {
            engine.feedSpeed = speed
        } else {
            feed.problem("speed", "\"\(text)\" is neither max nor a whole number from 1 to 1000000")
        }
    }
}

extension ConfigurationSection {
    /// What strategies are shown: `symbols`, a list or `"*"`, or all but those in `except`.
    fileprivate func symbolChoice() -> SymbolChoice? {
        let only = HostConfiguration.symbols(self).flatMap { $0 == ["*"] ? nil : $0 }
        let except = HostConfiguration.symbols(self, "except")
        let key = only == nil ? "except" : "symbols"
        do throws(SymbolChoiceError) {
            switch (only, except) {
            case (nil, nil): return nil
            case (let only?, nil): return try SymbolChoice(only: only)
            case (nil, let except?): return try SymbolChoice(allExcept: except)
            case (_?, _?):
                problem("except", "symbols names what is shown already; leave one of them out")
            }
        } catch {
            problem(key, "\(error)")
        }
        return nil
    }

    /// An IPv4 address and a port.
    fileprivate func endpoint(_ key: String) -> Endpoint? {
        guard let text = scalar(key) else { return nil }
        guard let endpoint = Endpoint(text), endpoint.port > 0 else {
            problem(key, "\"\(text)\" is not an IPv4 address with a port, like 239.1.1.1:26400")
            return nil
        }
        return endpoint
    }
}
