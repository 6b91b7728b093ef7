/// What is counted while a dry run goes on, and the pace it is held to.
internal import Backtest
internal import CLinux
internal import EngineLink
internal import Glibc
internal import Live
internal import PluginABI
internal import Records
public import Workers

/// Sums of a dry run so far.
public struct RehearsalTally: Sendable {
    /// Of the day.
    public internal(set) var messages: UInt64 = 0
    public let messagesInAll: Int
    /// Event time, ns since the epoch.
    public internal(set) var time: Int64 = 0
    public internal(set) var signals = 0
    public internal(set) var orders = 0
    public internal(set) var changes = 0
    public internal(set) var cancels = 0
    public internal(set) var accepted = 0
    /// By TECTRA_REASON_…: by risk, or by the venue.
    public internal(set) var rejected: [UInt16: Int] = [:]
    public internal(set) var fills = 0
    public internal(set) var logs = 0
    /// Its last lines, at most eight.
    public internal(set) var lastLogs: [String] = []
    /// Realized and unrealized less fees as of its last fills, 1e-9 of the currency unit.
    public internal(set) var net: Int64 = 0
    /// Private memory of its worker, bytes: at its first event, and the most that was seen.
    public internal(set) var memoryFirst = 0
    public internal(set) var memoryMost = 0
    public internal(set) var times: CallbackTimes?

    init(messagesInAll: Int) { self.messagesInAll = messagesInAll }

    public var rejectedInAll: Int { rejected.values.reduce(0, +) }
}

final class RehearsalWitness: BacktestObserver {
    private(set) var tally: RehearsalTally
    private(set) var worker: StartedStrategy?
    private var nets: [UInt32: Int64] = [:]
    private var pacer: Pacer
    private let isPaced: Bool
    private let progress: (RehearsalTally) -> Void
    private var shown: Int64 = 0

    init(messages: Int, speed: PlaybackSpeed, progress: @escaping (RehearsalTally) -> Void) {
        tally = RehearsalTally(messagesInAll: messages)
        pacer = Pacer(speed)
        isPaced = speed != .maximum
        self.progress = progress
    }

    func started(_ strategy: UInt8, _ worker: StartedStrategy) { self.worker = worker }

    func requested(_ record: UnsafeRawBufferPointer, by strategy: UInt8) {
        switch Int(record.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) {
        case Int(TECTRA_SUBMIT): tally.orders += 1
        case Int(TECTRA_MODIFY): tally.changes += 1
        case Int(TECTRA_CANCEL), Int(TECTRA_CANCEL_ALL): tally.cancels += 1
        case Int(TECTRA_SIGNAL): tally.signals += 1
        case Int(TECTRA_LOG): note(record)
        default: break
        }
    }

    private func note(_ record: UnsafeRawBufferPointer) {
        guard let log = tectra_log(copying: record) else { return }
        tally.logs += 1
        let text = withUnsafeBytes(of: log.text) { bytes in
            let line = bytes.prefix(Int(min(log.length, UInt32(bytes.count)))).map { $0 < 32 ? 32 : $0 }
            return String(decoding: line, as: UTF8.self)
        }
        if tally.lastLogs.count == 8 { tally.lastLogs.removeFirst() }
        tally.lastLogs.append(text)
    }

    func told(_ record: UnsafeRawBufferPointer, about strategy: UInt8) {
        if let verdict = tectra_verdict(copying: record) {
            if verdict.accepted == 1 { tally.accepted += 1 } else { tally.rejected[verdict.rule, default: 0] += 1 }
        } else if let order = tectra_order(copying: record) {
            // The venue's word; risk's own rejections came as a verdict.
            if order.state == UInt8(TECTRA_ORDER_REJECTED), order.reason >= UInt16(TECTRA_REASON_WOULD_CROSS) {
                tally.rejected[order.reason, default: 0] += 1
            }
        } else if let position = tectra_position(copying: record) {
            let net = position.realized &+ position.unrealized &- position.fees
            tally.net = tally.net &+ net &- (nets.updateValue(net, forKey: position.instrument) ?? 0)
        } else if tectra_fill(copying: record) != nil {
            tally.fills += 1
        }
    }

    func played(_ messages: UInt64, at time: Int64) {
        tally.messages = messages
        tally.time = time
        guard isPaced || messages & 0xFF == 0 else { return }
        var now = tectra_clock_monotonic()
        if isPaced {
            let wait = pacer.wait(event: time, now: now)
            if wait > 0 {
                show(now)
                var span = timespec(tv_sec: Int(wait / 1_000_000_000), tv_nsec: Int(wait % 1_000_000_000))
                // A signal that cuts it short costs some pace and nothing else.
                nanosleep(&span, nil)
                now = tectra_clock_monotonic()
            }
        }
        show(now)
    }

    private func show(_ now: Int64) {
        guard now &- shown > 100_000_000 else { return }
        shown = now
        if let worker, let bytes = ProcessMemory.anonymous(of: worker.process) {
            if tally.memoryFirst == 0 { tally.memoryFirst = bytes }
            tally.memoryMost = max(tally.memoryMost, bytes)
        }
        progress(tally)
    }

    func ended(_ strategy: UInt8, _ exit: WorkerExit, _ times: CallbackTimes) {
        tally.times = times
    }
}
