// The queues between the host's own threads.
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite struct QueueTests {
    private final class Single: Sendable {
        let queue: SPSCQueue<UInt64>
        init(_ capacity: Int) { queue = SPSCQueue(capacity: capacity) }
    }

    private final class Many: Sendable {
        let queue = MPMCQueue<UInt64>(capacity: 64)
        let producersLeft: Atomic<Int>
        let sum = Atomic<UInt64>(0)
        let count = Atomic<Int>(0)
        let disordered = Atomic<Int>(0)
        init(producers: Int) { producersLeft = Atomic(producers) }
    }

    @Test func aSingleQueueIsFirstInFirstOut() {
        var random = SplitMix64.printed()
        for capacity in [1, 2, 3, 64] {
            let queue = SPSCQueue<Int>(capacity: capacity)
            var model: [Int] = []
            var full = 0
            for step in 0..<20_000 {
                if random.below(2) == 0 {
                    let fits = model.count < queue.capacity
                    #expect(queue.push(step) == fits)
                    if fits { model.append(step) } else { full += 1 }
                } else {
                    #expect(queue.pop() == (model.isEmpty ? nil : model.removeFirst()))
                }
            }
            #expect(queue.count == model.count && queue.fullTimes == full)
        }
    }

    @Test func twoThreadsLoseNothing() {
        let single = Single(128)
        let goal: UInt64 = 2_000_000
        let thread = TestThread {
            for value in 1...goal { while !single.queue.push(value) {} }
        }
        var wrong = 0
        var expected: UInt64 = 1
        while expected <= goal {
            guard let value = single.queue.pop() else { continue }
            if value != expected { wrong += 1 }
            expected += 1
        }
        thread.join()
        #expect(wrong == 0 && single.queue.count == 0)
    }

    @Test func manyThreadsLoseNothingAndKeepEachProducersOrder() {
        let producers = 3
        let each: UInt64 = 100_000
        let many = Many(producers: producers)
        var threads: [TestThread] = []
        for producer in 0..<UInt64(producers) {
            threads.append(
                TestThread {
                    for value in 1...each {
                        while !many.queue.push(producer << 32 | value) {}
                    }
                    many.producersLeft.subtract(1, ordering: .acquiringAndReleasing)
                })
        }
        for _ in 0..<2 {
            threads.append(
                TestThread {
                    var last = [UInt64](repeating: 0, count: producers)
                    while true {
                        let isOver = many.producersLeft.load(ordering: .acquiring) == 0
                        guard let value = many.queue.pop() else {
                            if isOver { return }
                            continue
                        }
                        let producer = Int(value >> 32)
                        let number = value & 0xFFFF_FFFF
                        if number <= last[producer] { many.disordered.add(1, ordering: .relaxed) }
                        last[producer] = number
                        many.sum.add(number, ordering: .relaxed)
                        many.count.add(1, ordering: .relaxed)
                    }
                })
        }
        for thread in threads { thread.join() }
        #expect(many.count.load(ordering: .relaxed) == producers * Int(each))
        #expect(many.sum.load(ordering: .relaxed) == UInt64(producers) * each * (each + 1) / 2)
        #expect(many.disordered.load(ordering: .relaxed) == 0)
    }

    private final class Token: Sendable {}

    @Test func whatIsLeftInAQueueIsReleased() {
        weak var left: Token?
        weak var popped: Token?
        do {
            let queue = MPMCQueue<Token>(capacity: 2)
            let (first, second) = (Token(), Token())
            popped = first
            left = second
            #expect(queue.push(first) == true)
            #expect(queue.push(second) == true)
            #expect(queue.push(Token()) == false)
            #expect(queue.pop() === first)
        }
        #expect(left == nil && popped == nil)
    }
}
