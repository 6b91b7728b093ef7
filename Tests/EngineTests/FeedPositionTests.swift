// Where the feed is: gaps, sessions, restored and rebuilt books, and events that contradict what is known.
import Engine
import PluginABI
import Records
import Testing

/// A position that can be told things inside an expectation.
@dynamicMemberLookup
private final class Followed {
    private var position = FeedPosition()

    func takeMessage() -> Bool { position.takeMessage() }
    func take(_ event: tectra_feed_event) -> FeedPosition.Effect { position.take(event) }
    subscript<Value>(dynamicMember path: KeyPath<FeedPosition, Value>) -> Value { position[keyPath: path] }
}

@Suite struct FeedPositionTests {
    private static func event(
        _ kind: Int, _ first: UInt64 = 1, _ end: UInt64 = 1, session: String = "S"
    ) -> tectra_feed_event {
        var event = tectra_feed_event.blank
        event.event = UInt8(kind)
        event.first = first
        event.end = end
        withUnsafeMutableBytes(of: &event.session) { room in
            for (index, byte) in session.utf8.prefix(16).enumerated() { room[index] = byte }
        }
        return event
    }

    @Test func aGapIsCountedToldAndStays() {
        let feed = Followed()
        _ = feed.take(Self.event(TECTRA_FEED_BEGAN))
        for _ in 0..<4 { #expect(!feed.takeMessage()) }
        let effect = feed.take(Self.event(TECTRA_FEED_GAP, 5, 9))
        #expect(effect.tells && !effect.empties && !effect.isMalformed)
        #expect(feed.isDegraded && feed.lost == 4 && feed.gaps == 1 && feed.next == 9)
        _ = feed.takeMessage()
        #expect(feed.isDegraded && feed.next == 10)
        for bad in [Self.event(TECTRA_FEED_GAP, 3, 12), Self.event(TECTRA_FEED_GAP, 10, 10), Self.event(77)] {
            let (next, lost) = (feed.next, feed.lost)
            #expect(feed.take(bad).isMalformed)
            #expect(feed.next == next && feed.lost == lost)
        }
    }

    @Test func theSameSessionGoesOnAndAnotherIsAFreshDay() {
        let feed = Followed()
        _ = feed.take(Self.event(TECTRA_FEED_BEGAN))
        _ = feed.take(Self.event(TECTRA_FEED_GAP, 1, 3))
        #expect(!feed.take(Self.event(TECTRA_FEED_BEGAN)).empties)
        #expect(feed.next == 3 && feed.isDegraded)
        _ = feed.take(Self.event(TECTRA_FEED_ENDED, 3, 3))
        #expect(feed.hasEnded)
        let fresh = feed.take(Self.event(TECTRA_FEED_BEGAN, session: "NEXT"))
        #expect(fresh.empties && fresh.tells)
        #expect(!feed.isDegraded && feed.lost == 0 && feed.next == 1 && !feed.hasEnded)
    }

    @Test func aRebuildIsQuietUntilWhereItWasAndThenSound() {
        let feed = Followed()
        _ = feed.take(Self.event(TECTRA_FEED_GAP, 1, 6))
        let begun = feed.take(Self.event(TECTRA_FEED_REBUILD, 1, 6))
        #expect(begun.empties && !begun.tells && feed.isRebuilding && feed.isDegraded)
        for _ in 1..<5 { #expect(!feed.takeMessage()) }
        #expect(feed.isRebuilding)
        #expect(feed.takeMessage(), "the last one ends it, and strategies are told")
        #expect(!feed.isRebuilding && !feed.isDegraded && feed.next == 6)
    }

    @Test func aRebuildThatLosesMessagesLeavesTheBooksDegraded() {
        let feed = Followed()
        _ = feed.take(Self.event(TECTRA_FEED_GAP, 1, 6))
        _ = feed.take(Self.event(TECTRA_FEED_REBUILD, 1, 6))
        _ = feed.takeMessage()
        #expect(feed.take(Self.event(TECTRA_FEED_GAP, 2, 4)).tells)
        _ = feed.takeMessage()
        #expect(feed.takeMessage())
        #expect(!feed.isRebuilding && feed.isDegraded && feed.lost == 2)
    }

    @Test func restoredBooksKeepWhatWasKnownOfThem() {
        let feed = Followed()
        var restored = Self.event(TECTRA_FEED_RESTORED, 50, 50)
        restored.lost = 7
        restored.degraded = 1
        #expect(feed.take(restored).tells)
        #expect(feed.next == 50 && feed.lost == 7 && feed.isDegraded)
        #expect(!feed.take(Self.event(TECTRA_FEED_BEGAN, 1, 1)).empties, "of the same session")
        #expect(feed.next == 50)
    }
}
