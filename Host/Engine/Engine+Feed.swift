/// What happens to the feed itself, in the engine: books are emptied or distrusted, and strategies are
/// told. A gap is an input like any other, so that a replay distrusts the same data.
internal import MarketData
internal import PluginABI
internal import Records

extension Engine {
    mutating func applyFeedEvent(_ event: tectra_feed_event, _ outputs: inout OutputBuffer) {
        let effect = feed.take(event)
        if effect.isMalformed { return countMalformed() }
        if effect.empties { emptyBooks() }
        if effect.empties, Int(event.event) == TECTRA_FEED_BEGAN { bars.removeAll() }
        guard effect.tells else { return }
        let isGap = Int(event.event) == TECTRA_FEED_GAP
        tellFeedState(first: isGap ? event.first : 0, lost: isGap ? event.end &- event.first : 0, &outputs)
    }

    /// A message that builds the books without being news: of a snapshot, or of a rebuild.
    mutating func applyQuietly(_ message: UnsafeRawBufferPointer, _ source: UInt8, _ outputs: inout OutputBuffer) {
        let event = books.apply(message)
        if event.kind == .fault { note(event) }
        guard source == UInt8(TECTRA_SOURCE_ITCH) else { return }
        counters.feedMessages &+= 1
        if feed.takeMessage() { tellFeedState(first: 0, lost: 0, &outputs) }
    }

    /// A message that the books refused. Where they had no room, the instrument's book is wrong from here on.
    @inline(never)
    mutating func note(_ fault: MarketEvent) {
        counters.feedFaults &+= 1
        guard fault.fault == .ordersFull || fault.fault == .levelsFull else { return }
        counters.bookRefused &+= 1
        if fault.instrument < session.instruments_max { incomplete[Int(fault.instrument)] = true }
    }

    @inline(__always)
    func isIncomplete(_ instrument: UInt32) -> Bool {
        counters.bookRefused > 0 && instrument < session.instruments_max && incomplete[Int(instrument)]
    }

    /// Books take their memory anew, which is no work for a busy moment; a fresh day and a rebuild
    /// are none.
    private mutating func emptyBooks() {
        do throws(MarketDataError) { books = try MarketBooks(books.capacity) } catch { countMalformed() }
        incomplete.update(repeating: false, count: Int(session.instruments_max))
    }

    private mutating func tellFeedState(first: UInt64, lost: UInt64, _ outputs: inout OutputBuffer) {
        var state = tectra_feed_state.blank
        state.sequence = sequence
        state.time = time
        state.instrument = UInt32.max
        state.flags = feed.isDegraded ? UInt32(TECTRA_DATA_GAP) : 0
        state.first = first
        state.lost = lost
        state.lost_in_all = feed.lost
        outputs.append(state, .market)
        counters.marketRecords &+= 1
    }
}
