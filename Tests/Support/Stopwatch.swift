/// Measuring in tests. A timing is printed and never fails a test.
internal import Glibc

public enum Stopwatch {
    /// Nanoseconds that never go back.
    public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Runs `body`, prints `name: x ns each` and returns nanoseconds for each of `count`.
    @discardableResult
    public static func measure(_ name: String, count: Int, _ body: () -> Void) -> Double {
        let begin = now()
        body()
        let each = Double(now() - begin) / Double(max(count, 1))
        let tenths = Int(each * 10)
        print("\(name): \(tenths / 10).\(tenths % 10) ns each")
        return each
    }
}
