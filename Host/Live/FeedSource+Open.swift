/// Opening the feed that the configuration names: live lines, a capture or a file.
internal import EngineLink
internal import FeedTransport
internal import MarketData
internal import Threads

extension FeedSource {
    /// - Parameter first: number of the first message that is wanted; what is before it is known.
    static func open(_ configuration: EngineConfiguration, from first: UInt64) throws(LiveError) -> FeedSource {
        let feed = configuration.feed
        switch configuration.feedKind {
        case .none:
            return FeedSource(file: nil, speed: configuration.feedSpeed, midnight: configuration.session)
        case .file:
            do throws(MarketDataError) {
                return FeedSource(
                    file: try ITCHFile(path: configuration.feedFile), speed: configuration.feedSpeed,
                    midnight: configuration.session, from: first)
            } catch { throw .feed(error) }
        case .capture:
            do throws(CaptureFeedError) {
                return FeedSource(
                    file: nil, capture: try CaptureFeed(feed.capture, lineA: feed.lineA, lineB: feed.lineB),
                    lines: nil, speed: configuration.feedSpeed, midnight: configuration.session, from: first)
            } catch { throw .capture(error) }
        case .live:
            let lines = try receiver(feed, first)
            do throws(ThreadError) { try lines?.start() } catch { throw .thread(error) }
            return FeedSource(
                file: nil, capture: nil, lines: lines, speed: configuration.feedSpeed, midnight: configuration.session)
        }
    }

    private static func receiver(_ feed: FeedSettings, _ first: UInt64) throws(LiveError) -> LineReceiver? {
        guard let lineA = feed.lineA else { return nil }
        var wanted = FeedReceiver.Configuration(
            lineA: lineA, lineB: feed.lineB, requestServer: feed.requestServer)
        wanted.interfaceA = feed.interface
        wanted.interfaceB = feed.interface
        wanted.limits.requestAttemptsMax = feed.requestAttempts
        wanted.limits.reorderWait = feed.reorderWait
        wanted.limits.firstSequence = first
        do throws(TransportError) {
            return try LineReceiver(wanted, processor: feed.processor)
        } catch { throw .lines(error) }
    }
}
