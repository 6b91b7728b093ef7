/// The feed of a host's day, as its journal has it: what the engine applied, in the order it did.
internal import Foundation
internal import Journal
internal import PluginABI
internal import Records

struct JournaledDay: ~Copyable {
    enum Item {
        /// Good until the next is read.
        case message(UnsafeRawBufferPointer)
        case gap(first: UInt64, count: UInt64)
    }

    private var reader: JournalReader
    /// Name of the feed's session; nil before its first.
    private var session: String?
    /// Why the day ends before the journal does, or the journal before its end; nil when neither is so.
    private(set) var ending: String?

    /// Whether a path is that of a journal, or of the run directory that has one.
    static func isJournal(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: JournalPath.resolve(path) + "/000001.seg")
    }

    init(_ path: String) throws(JournalError) { reader = try JournalReader(JournalPath.resolve(path)) }

    /// Nil at the end; then `ending` says how it ended.
    mutating func next() throws(JournalError) -> Item? {
        guard ending == nil else { return nil }
        while let frame = try reader.next() {
            guard frame.kind == .input else { continue }
            if Int(frame.template) == TECTRA_FEED_MESSAGE, let bytes = Self.bytes(of: frame.record) {
                return .message(bytes)
            }
            guard let event = tectra_feed_event(copying: frame.record) else { continue }
            switch Int(event.event) {
            case TECTRA_FEED_GAP: return .gap(first: event.first, count: event.end &- event.first)
            case TECTRA_FEED_REBUILD:
                ending = "at sequence \(frame.sequence) the books were built anew from the first message (feed recover)"
                return nil
            case TECTRA_FEED_BEGAN, TECTRA_FEED_RESTORED:
                let name = withUnsafeBytes(of: event.session) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                if let session, session != name {
                    ending = "at sequence \(frame.sequence) session \(name) took the place of \(session)"
                    return nil
                }
                session = name
            default: break
            }
        }
        if case .torn(let path, let offset) = reader.end { ending = "it is cut off: \(path), at byte \(offset)" }
        return nil
    }

    /// The message in its record: its length lies at 26, its bytes from 28 on.
    private static func bytes(of record: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard record.count >= tectra_feed_message.size else { return nil }
        let length = Int(record.loadUnaligned(fromByteOffset: 26, as: UInt16.self))
        return UnsafeRawBufferPointer(rebasing: record[28..<28 + min(length, Int(TECTRA_FEED_MESSAGE_MAX))])
    }
}
