/// Where a feed is: which message is next, what was lost for good, and whether books that were built
/// from it can be believed. A pure state machine, for the engine and for whoever follows its journal.
public import PluginABI
internal import Records

/// Numbers are those of the feed's messages, from 1 in a session.
public struct FeedPosition: BitwiseCopyable, Sendable {
    /// Number of the next message.
    public private(set) var next: UInt64 = 1
    /// Messages of the session that were lost for good, and in how many gaps.
    public private(set) var lost: UInt64 = 0
    public private(set) var gaps: UInt64 = 0
    /// Books may be wrong: a gap, and no fresh start since.
    public private(set) var isDegraded = false
    /// Every message of the session came or was lost.
    public private(set) var hasEnded = false
    /// ASCII, zero-padded; empty before the first session that has a name.
    public private(set) var session = InlineArray<16, UInt8>(repeating: 0)
    /// The books are rebuilt from what comes before this number; 0 when they are not.
    private var rebuildEnd: UInt64 = 0

    /// The books are being built anew; nobody is shown them and no order is taken.
    public var isRebuilding: Bool { next < rebuildEnd }
    /// The number that a rebuild ends before; 0 when there is none.
    public var rebuildsUntil: UInt64 { isRebuilding ? rebuildEnd : 0 }

    public init() {}

    /// What an event asks of the books, and whether strategies are to be told.
    public struct Effect: Hashable, Sendable {
        /// It contradicts what is known and changed nothing.
        public var isMalformed = false
        /// The books are to be emptied.
        public var empties = false
        /// Strategies are to be told how things stand.
        public var tells = false
    }

    /// A message of the feed was taken; true when it was the last of a rebuild, and strategies are to
    /// be told.
    @inline(__always)
    public mutating func takeMessage() -> Bool {
        next &+= 1
        guard rebuildEnd > 0, next >= rebuildEnd else { return false }
        return finishRebuild()
    }

    public mutating func take(_ event: tectra_feed_event) -> Effect {
        var effect = Effect()
        switch Int(event.event) {
        case TECTRA_FEED_GAP: effect = lose(event)
        case TECTRA_FEED_BEGAN: effect = begin(event)
        case TECTRA_FEED_ENDED: hasEnded = true
        case TECTRA_FEED_RESTORED:
            effect.tells = event.degraded != 0 || isDegraded
            next = max(event.first, 1)
            lost = event.lost
            session = Self.name(event)
            isDegraded = event.degraded != 0
        case TECTRA_FEED_REBUILD:
            effect.empties = true
            next = max(event.first, 1)
            rebuildEnd = event.end
            // What was lost before counts no more when all of it comes now.
            lost = 0
            if !isRebuilding { effect.tells = finishRebuild() }
        default: effect.isMalformed = true
        }
        return effect
    }

    private mutating func finishRebuild() -> Bool {
        rebuildEnd = 0
        let wasDegraded = isDegraded
        isDegraded = lost > 0
        return wasDegraded || isDegraded
    }

    private mutating func lose(_ event: tectra_feed_event) -> Effect {
        guard event.end > event.first, event.first >= next else { return Effect(isMalformed: true) }
        lost = lost.addingReportingOverflow(event.end &- event.first).partialValue
        gaps &+= 1
        next = event.end
        isDegraded = true
        if next >= rebuildEnd { rebuildEnd = 0 }
        return Effect(tells: true)
    }

    /// The same session goes on where it was, as after a restart of the host; another one is a fresh
    /// day with empty books.
    private mutating func begin(_ event: tectra_feed_event) -> Effect {
        let name = Self.name(event)
        hasEnded = false
        if Self.isSame(name, session) {
            next = max(next, event.first)
            return Effect()
        }
        let isFirst = Self.isSame(session, InlineArray(repeating: 0)) && next <= 1
        session = name
        next = max(event.first, 1)
        guard !isFirst else { return Effect() }
        let wasDegraded = isDegraded
        lost = 0
        rebuildEnd = 0
        isDegraded = false
        return Effect(empties: true, tells: wasDegraded)
    }

    private static func name(_ event: tectra_feed_event) -> InlineArray<16, UInt8> {
        var name = InlineArray<16, UInt8>(repeating: 0)
        withUnsafeBytes(of: event.session) { bytes in
            for index in name.indices { name[index] = bytes[index] }
        }
        return name
    }

    private static func isSame(_ one: InlineArray<16, UInt8>, _ other: InlineArray<16, UInt8>) -> Bool {
        for index in one.indices where one[index] != other[index] { return false }
        return true
    }
}
