/// How a worker ended, told apart by what the kernel says and explained by what the worker left.
internal import CLinux
internal import PluginABI
internal import Sandbox
internal import WorkerRuntime

/// The end of a worker.
public struct WorkerExit: Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        /// Told to stop, and did.
        case stopped
        /// Ended by itself with this code.
        case exit(Int32)
        /// Refused by tectra-worker itself: library, lock-down, a callback, a ring.
        case refused(Int32)
        /// A trap: a failed precondition, an overflow, abort().
        case trap(signal: Int32)
        /// A call the filter does not allow; nil when its number is not known.
        case filter(call: Int32?)
        /// A wild pointer, a stack overflow.
        case signal(Int32)
        /// The kernel ended it for memory.
        case memory
        /// The host ended it for taking too long.
        case deadline
        /// The host ended it for breaking the protocol of a ring.
        case protocolBroken
        /// The host ended it because it was not locked down.
        case attestation
        /// The host ended it, by an operator's word.
        case killed
    }

    public let cause: Cause
    /// A sentence for people.
    public let description: String
    /// Sequence of the last event it was given: the one in hand by its own account, else the last that it said it had
    /// handled.
    public let lastEvent: UInt64
    /// Where it faulted, by its own account; nil when it did not fault or says nothing.
    public let account: FaultAccount?
    public let processorMicroseconds: UInt64
    public let peakKilobytes: UInt64

    /// TECTRA_LOST_…, for the journal.
    public var lostCause: UInt8 {
        let code: Int =
            switch cause {
            case .stopped: TECTRA_LOST_STOPPED
            case .exit, .refused: TECTRA_LOST_EXIT
            case .trap: TECTRA_LOST_TRAP
            case .filter: TECTRA_LOST_FILTER
            case .signal, .killed: TECTRA_LOST_SIGNAL
            case .memory: TECTRA_LOST_MEMORY
            case .deadline: TECTRA_LOST_DEADLINE
            case .protocolBroken: TECTRA_LOST_PROTOCOL
            case .attestation: TECTRA_LOST_ATTESTATION
            }
        return UInt8(code)
    }

    /// Exit code or number of the refused call, for the journal.
    public var detail: Int32 {
        switch cause {
        case .exit(let code), .refused(let code): code
        case .filter(let call): call ?? -1
        default: 0
        }
    }

    /// Number of the signal that ended it; 0 when none did.
    public var signal: UInt8 {
        switch cause {
        case .trap(let signal), .signal(let signal): UInt8(truncatingIfNeeded: signal)
        case .filter: 31
        case .memory, .deadline, .protocolBroken, .attestation, .killed: 9
        case .stopped, .exit, .refused: 0
        }
    }

    /// What the worker left behind. None of it is evidence; it only words the sentence.
    struct Remains {
        /// See `tectra_report_refusals`.
        var refusal: UInt64 = 0
        var phase: UInt64 = 0
        var failure = ""
        var lastWords = ""
        var handled: UInt64 = 0
        var fault = tectra_fault()
        /// The kernel's count, no hint; nil when it had no control group.
        var memoryKills: UInt64?
        /// Of its control group, bytes.
        var memoryLimit: UInt64 = 0
    }

    /// Where it was: `at event 12, in f+0x4 (library+0x1139), by its own account`.
    public var whereabouts: String {
        guard let account else { return "after event \(lastEvent)" }
        return "at event \(account.event), \(account), by its own account"
    }

    /// Why the host ended it, when the host did.
    public enum HostReason: Hashable, Sendable {
        case deadline, protocolBroken, attestation, killed
    }

    /// Classifies an end.
    init(_ end: tectra_exit, host: HostReason?, remains: Remains, image: LibraryImage?) {
        processorMicroseconds = end.user_microseconds &+ end.system_microseconds
        peakKilobytes = end.peak_kilobytes
        let wasKilled = end.code != 1
        let status = end.status
        var text: String
        switch (wasKilled, status) {
        case (false, WorkerExitCode.stopped) where remains.phase == WorkerPhase.ended:
            cause = .stopped
            text = "stopped"
        case (false, WorkerExitCode.misused...WorkerExitCode.protocolBroken) where remains.phase == WorkerPhase.failed:
            cause = .refused(status)
            text = remains.failure
        case (false, _):
            cause = .exit(status)
            text = "called exit(\(status))"
        case (true, 31):
            let call = remains.refusal & TECTRA_REFUSED != 0 ? Int32(truncatingIfNeeded: remains.refusal) : nil
            cause = .filter(call: call)
            let name = call.map { FilterProgram.name(ofCall: $0) }
            text = "filter violation: " + (name.map { "system call \($0)" } ?? "a foreign or unnamed system call")
        case (true, 4), (true, 5), (true, 6), (true, 8):
            cause = .trap(signal: status)
            text = remains.refusal == TECTRA_ABORTED ? "called abort()" : "trap (\(Self.name(of: status)))"
        case (true, 9):
            switch host {
            case .deadline: (cause, text) = (.deadline, "killed by the host: deadline")
            case .protocolBroken: (cause, text) = (.protocolBroken, "killed by the host: broke the protocol")
            case .attestation: (cause, text) = (.attestation, "killed by the host: not locked down")
            case .killed: (cause, text) = (.killed, "killed by the host")
            case nil: (cause, text) = Self.killedByNobody(remains)
            }
        case (true, 24):
            cause = .deadline
            text = "used up its processor time (SIGXCPU)"
        default:
            cause = .signal(status)
            text = status == 11 ? "crashed (SIGSEGV): a wild pointer, a stack overflow, or no memory left"
                : "ended by signal \(Self.name(of: status))"
        }
        let aborted = remains.refusal == TECTRA_ABORTED && wasKilled && status == 4
        account = image.flatMap {
            FaultAccount(remains.fault, signal: !wasKilled ? 0 : aborted ? 6 : status, in: $0)
        }
        lastEvent = account.map { $0.event } ?? remains.handled
        if !remains.lastWords.isEmpty { text += "; its last words: \(remains.lastWords)" }
        description = text
    }

    /// SIGKILL that the host did not send: the kernel's own, or an operator's. Its control group knows.
    private static func killedByNobody(_ remains: Remains) -> (Cause, String) {
        switch remains.memoryKills {
        case nil: (.memory, "killed by the kernel or from outside (SIGKILL): most likely memory")
        case 0: (.signal(9), "killed from outside (SIGKILL), and not for memory")
        default: (.memory, "killed by the kernel: out of memory at \(remains.memoryLimit >> 20) MiB")
        }
    }

    private static func name(of signal: Int32) -> String {
        let names: [Int32: String] = [
            4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV",
            15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}
