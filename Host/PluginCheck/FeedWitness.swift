/// What is seen of a strategy in one run over a feed: its requests, what it was told, times and memory.
internal import Backtest
internal import Glibc
internal import PluginABI
internal import Records
internal import Workers

final class FeedWitness: BacktestObserver {
    /// Every request, whole, one behind the other.
    private(set) var requests: [UInt8] = []
    private(set) var requestCount = 0
    /// Ends of the requests in `requests`.
    private(set) var ends: [Int] = []
    private(set) var orders = 0
    /// Orders and signals of instruments that were never announced to it.
    private(set) var foreignOrders: [UInt32] = []
    private(set) var foreignSignals: [UInt32] = []
    private var announced: Set<UInt32> = []
    /// Times that it handled what it was sent.
    private(set) var turns = 0
    private(set) var times: CallbackTimes?
    /// Private memory at even steps of the feed, bytes, and how many turns there had been.
    private(set) var memory: [(turns: Int, bytes: Int)] = []
    private var process: Int32 = 0
    private let stride: UInt64
    private(set) var exit: WorkerExit?

    /// - Parameter messages: of the whole feed; memory is looked at 16 times.
    init(messages: Int) {
        stride = UInt64(max(1, messages / 16))
    }

    func started(_ strategy: UInt8, _ worker: StartedStrategy) { process = worker.process }

    func requested(_ record: UnsafeRawBufferPointer, by strategy: UInt8) {
        requests += record
        ends.append(requests.count)
        requestCount += 1
        if let submit = tectra_submit(copying: record) {
            orders += 1
            if !announced.contains(submit.instrument) { foreignOrders.append(submit.instrument) }
        } else if let signal = tectra_signal(copying: record), signal.instrument != .max {
            if !announced.contains(signal.instrument) { foreignSignals.append(signal.instrument) }
        }
    }

    func told(_ record: UnsafeRawBufferPointer, about strategy: UInt8) {
        if let instrument = tectra_instrument(copying: record) { announced.insert(instrument.instrument) }
    }

    func handled(by strategy: UInt8) { turns += 1 }

    func played(_ messages: UInt64, at time: Int64) {
        guard messages % stride == 0, exit == nil, let bytes = ProcessMemory.anonymous(of: process) else { return }
        memory.append((turns, bytes))
    }

    func ended(_ strategy: UInt8, _ exit: WorkerExit, _ times: CallbackTimes) {
        self.exit = exit
        self.times = times
    }

    /// The request of a number, from 0.
    func request(_ number: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(number) else { return [] }
        return requests[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
    }
}

/// What the kernel says about a process's memory.
public enum ProcessMemory {
    /// Private memory that is in use, bytes; nil when the process is gone.
    public static func anonymous(of process: Int32) -> Int? {
        let file = open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("RssAnon:") {
            return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        return nil
    }
}
