/// What a restarted engine takes over from the one before: the books of its last snapshot, and what its
/// journal has about the feed since then. All of it is journaled again, so that the new journal needs
/// neither.
internal import CLinux
internal import Engine
internal import EngineLink
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records

enum WarmStart {
    /// Brings the books in `pipeline` to where those of the journal's engine were when it ended.
    ///
    /// - Returns: what was taken over, in a sentence.
    static func take(
        over journal: String, midnight: Int64, into pipeline: inout Pipeline
    ) throws(JournalError) -> String {
        var reader = try JournalReader(journal)
        guard let first = try reader.next(), let session = tectra_session(copying: first.record) else {
            return "\(journal) does not begin with a session: the books begin empty"
        }
        guard session.time == midnight else {
            return "\(journal) is of another day: the books begin empty"
        }
        let newest = BookSnapshot.newest(in: journal)
        let snapshot = newest?.midnight == midnight ? newest : nil
        if let snapshot { try restore(snapshot, &pipeline) }
        var caughtUp = 0
        while let frame = try reader.next() {
            guard frame.kind == .input, frame.sequence > snapshot?.sequence ?? 0 else { continue }
            if let message = tectra_feed_message(copying: frame.record) {
                try pipeline.input(message, received: tectra_clock_realtime())
            } else if let event = tectra_feed_event(copying: frame.record) {
                try pipeline.input(event, received: tectra_clock_realtime())
            } else {
                continue
            }
            caughtUp += 1
        }
        return "\(journal): \(snapshot.map { "\($0.count) messages of a snapshot" } ?? "no snapshot"), "
            + "\(caughtUp) of the journal, next is message \(pipeline.engine.feed.next)"
    }

    private static func restore(_ snapshot: BookSnapshot, _ pipeline: inout Pipeline) throws(JournalError) {
        var record = tectra_feed_message.blank
        record.source = UInt8(TECTRA_SOURCE_SNAPSHOT)
        var failure: JournalError?
        snapshot.visit { message in
            guard failure == nil else { return }
            record.fill(message, midnight: snapshot.midnight)
            do throws(JournalError) {
                try pipeline.input(record, received: tectra_clock_realtime())
            } catch { failure = error }
        }
        if let failure { throw failure }
        var event = tectra_feed_event.blank
        event.event = UInt8(TECTRA_FEED_RESTORED)
        event.time = snapshot.time
        event.first = snapshot.next
        event.end = snapshot.next
        event.lost = snapshot.lost
        event.degraded = snapshot.isDegraded ? 1 : 0
        withUnsafeMutableBytes(of: &event.session) { room in
            for index in snapshot.session.indices { room[index] = snapshot.session[index] }
        }
        try pipeline.input(event, received: tectra_clock_realtime())
    }
}
