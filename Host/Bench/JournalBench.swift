/// Appending to the journal: a copy and a checksum into mapped memory, segments made ahead.
internal import Foundation
internal import Journal
internal import PluginABI
internal import Records

enum JournalBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        let directory = plan.scratch + "/tectra-bench-journal-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var writer = try JournalWriter(directory: directory, segmentSize: 64 << 20)
        let keeper = try SegmentKeeper(writer.preparer)
        defer { keeper.stop() }
        var message = tectra_feed_message.blank
        message.length = 36
        var failure: JournalError?
        var sequence: UInt64 = 0
        func append() {
            sequence &+= 1
            message.sequence = sequence
            withUnsafeBytes(of: message) { bytes in
                do throws(JournalError) {
                    try writer.append(bytes, kind: .input, strategy: 0, sequence: sequence, received: 1)
                } catch { failure = error }
            }
        }
        for _ in 0..<10_000 { append() }
        let count = min(plan.messages, 4_000_000)
        let seconds = Timing.seconds { for _ in 0..<count { append() } }
        let samples = Timing.samples(500_000) { _ in append() }
        if let failure { throw failure }
        return [
            Figure(
                "journal.append", unit: "record", count: count, perSecond: Double(count) / seconds,
                latency: Figure.Latency(samples),
                note: "\(MemoryLayout<tectra_feed_message>.size)-byte records in \(plan.scratch), segments of 64 MiB")
        ]
    }
}
