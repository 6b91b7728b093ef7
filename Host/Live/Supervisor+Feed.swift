/// The feed as operators steer it: start and stop, recovery, what strategies are shown of it, snapshots of its books.
internal import CLinux
internal import EngineLink
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Synchronization
internal import Threads

extension Supervisor {
    mutating func handle(_ feed: FeedRequest, _ origin: LinkReturn) {
        switch feed.action {
        case .start:
            guard configuration.feedKind != .none else {
                return link.refuse(
                    origin, "no feed is configured; set feed.file, capture or line-a in the host's configuration")
            }
            guard !hasFeedEnded else {
                return link.refuse(origin, "the feed is at the end of \(configuration.feedName); start the host anew")
            }
            if let speed = feed.speed { feedSpeed = speed }
            tell(CoreMessage(.startFeed, argument: feedSpeed.code))
        case .stop:
            tell(CoreMessage(.stopFeed))
        case .recover:
            guard configuration.feedKind == .live, configuration.feed.requestServer != nil else {
                return link.refuse(
                    origin, "only live lines with a request server can be recovered; see feed.request-server")
            }
            tell(CoreMessage(.rebuildFeed))
        case .configure, .snapshot:
            do throws(ThreadError) {
                if feed.action == .snapshot { try snapshots.keepOne() } else { try configure(feed) }
            } catch {
                return link.refuse(origin, "no snapshots can be kept: \(error)")
            }
        case .status:
            break
        }
        link.reply(to: origin, feedStatus(after: feed.action).payload)
    }

    private mutating func configure(_ feed: FeedRequest) throws(ThreadError) {
        if let interval = feed.snapshotInterval {
            try snapshots.keep(every: interval)
            snapshotInterval = interval
            let cadence = interval > 0 ? "every \(interval / 1_000_000) ms" : "only when asked for"
            Log.info("\(feed.by): snapshots of the books are written \(cadence)")
        }
        if let choice = feed.symbols {
            let (rows, publish) = choice.records(by: feed.by)
            for row in rows { tell(row) }
            tell(publish)
            symbols = choice
            Log.info("\(feed.by): strategies are shown \(choice)")
        }
        if let interval = feed.depthInterval {
            var cadence = tectra_depth_cadence.blank
            cadence.interval = interval
            withUnsafeMutableBytes(of: &cadence.operator_name) { $0.put(feed.by) }
            tell(cadence)
            depthInterval = interval
            Log.info(
                "\(feed.by): depth is shown "
                    + (interval > 0 ? "every \(interval / 1_000_000) ms at most" : "at every change"))
        }
    }

    /// Tells the log what became of the feed.
    mutating func watchFeed() {
        guard feedWatch.isDue(tectra_clock_monotonic()), let engine = telemetry.engine() else { return }
        for news in feedWatch.take(engine) { Log.warning(news) }
    }

    private func feedStatus(after action: FeedAction) -> FeedStatus {
        var status = FeedStatus()
        status.file = configuration.feedName
        status.kind = configuration.feedKind
        status.speed = feedSpeed
        if let engine = telemetry.engine() {
            status.messages = engine.feedMessages
            status.total = engine.feedTotal
            status.faults = engine.feedFaults
            status.time = engine.eventTime
        }
        let isRunning = queues.isFeedRunning.load(ordering: .relaxed)
        status.state =
            hasFeedEnded
            ? .ended
            : action == .start || (action != .stop && isRunning)
                ? .running
                : status.messages > 0 ? .stopped : .waiting
        status.symbols = symbols
        status.depthInterval = depthInterval
        status.snapshotInterval = snapshotInterval
        (status.snapshotSequence, status.snapshotAt) = snapshots.newest
        status.areSnapshotsBroken = snapshots.isBroken
        return status
    }
}
