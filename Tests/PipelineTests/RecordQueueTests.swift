// Records that wait for a worker come out as they went in, in their order, and never beyond the queue's room.
import Pipeline
import TestSupport
import Testing

@Suite struct RecordQueueTests {
    @Test func itIsAQueueOfBoundedRoom() {
        var random = SplitMix64.printed()
        var queue = RecordQueue(capacity: 4096)
        var model: [[UInt8]] = []
        var refused = 0
        for _ in 0..<20_000 {
            if random.below(5) < 3 {
                let record = (0..<(1 + random.below(200))).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                let used = model.reduce(0) { $0 + 8 + ($1.count + 7) & ~7 }
                let isTaken = record.withUnsafeBytes { queue.append($0) }
                #expect(isTaken == (used + 8 + (record.count + 7) & ~7 <= queue.capacity))
                if isTaken { model.append(record) } else { refused += 1 }
            } else {
                #expect(queue.first.map { Array($0) } == model.first)
                queue.removeFirst()
                if !model.isEmpty { model.removeFirst() }
            }
            #expect(queue.count == model.count && queue.isEmpty == model.isEmpty)
            if random.below(2_000) == 0 {
                queue.removeAll()
                model.removeAll()
            }
        }
        #expect(refused > 0, "the bound was met")
    }
}
