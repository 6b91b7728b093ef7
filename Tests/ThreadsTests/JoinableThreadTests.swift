// A thread that somebody waits for: it runs at once, `join` comes after its end, and nothing of it stays.
import Synchronization
import Testing
import Threads

@Suite struct JoinableThreadTests {
    private final class Held: Sendable {
        let count = Atomic<Int>(0)
    }

    @Test func joinComesAfterTheEnd() throws {
        let held = Held()
        let threads = try (1...8).map { number in
            try JoinableThread {
                for _ in 0..<1000 { held.count.add(number, ordering: .relaxed) }
            }
        }
        for thread in threads { thread.join() }
        #expect(held.count.load(ordering: .acquiring) == 36_000)
    }

    @Test func whatItHeldIsLetGo() throws {
        weak var held: Held?
        do {
            let own = Held()
            held = own
            let thread = try JoinableThread { own.count.add(1, ordering: .relaxed) }
            thread.join()
            #expect(own.count.load(ordering: .acquiring) == 1)
        }
        #expect(held == nil)
    }
}
