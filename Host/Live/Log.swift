/// The engine's log: one JSON object a line on standard error, which tectrad keeps. Only the
/// supervisor thread writes it; the engine thread has nothing to say that is not in the journal.
internal import CLinux
internal import Glibc
internal import Records

enum Log {
    static func info(_ text: String) { write("info", text) }
    static func warning(_ text: String) { write("warning", text) }
    static func error(_ text: String) { write("error", text) }

    private static func write(_ level: String, _ text: String) {
        let now = tectra_clock_realtime()
        let head = "\"time\":\(now),\"level\":\"\(level)\",\"program\":\"tectra-engine\""
        let line = "{\(head),\"message\":\(JSONText.quoted(text))}\n"
        var copy = line
        copy.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Glibc.write(2, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
