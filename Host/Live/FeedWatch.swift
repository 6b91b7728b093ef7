/// What becomes of the feed, for the log: each thing once, when it happens.
internal import SharedMemory

struct FeedWatch {
    private var gaps: UInt64 = 0
    private var refused: UInt64 = 0
    private var foreign: UInt64 = 0
    private var isRebuilding = false
    /// Monotonic time of the next look.
    private var next: Int64 = 0

    private static let interval: Int64 = 200_000_000

    mutating func isDue(_ now: Int64) -> Bool {
        guard now >= next else { return false }
        next = now &+ Self.interval
        return true
    }

    /// What is new since the last look, in words.
    mutating func take(_ engine: EngineTelemetry) -> [String] {
        let feed = engine.feed
        var news: [String] = []
        if feed.engineGaps > gaps {
            news.append(
                "\(feed.engineGaps - gaps) gaps were declared; \(feed.engineLost) messages of the feed are lost for "
                    + "good, and the books are degraded")
        }
        if engine.bookRefused > 0, refused == 0 {
            news.append(
                "orders find no room in the books (engine.orders-max \(engine.bookOrdersMax)); books are incomplete "
                    + "from here on")
        }
        if feed.a.foreign &+ feed.b.foreign > 0, foreign == 0 {
            news.append("packets of another session come on the feed's lines; they are left out while this one goes on")
        }
        if feed.rebuildsUntil > 0, !isRebuilding {
            news.append("the books are being built anew from the first message, up to \(feed.rebuildsUntil - 1)")
        }
        if feed.rebuildsUntil == 0, isRebuilding { news.append("the books are built") }
        (gaps, refused) = (feed.engineGaps, engine.bookRefused)
        foreign = feed.a.foreign &+ feed.b.foreign
        isRebuilding = feed.rebuildsUntil > 0
        return news
    }
}
