/// The two filters of a worker, as data. Stage 1 is in force while a stranger's library is loaded
/// and its constructors run; stage 2, on top of it, while it trades.

/// The rules of one filter and what becomes of every other call.
public struct SandboxPolicy: Hashable, Sendable {
    public let name: String
    public let rules: [SyscallRule]
    public let otherwise: SyscallAction

    public init(name: String, rules: [SyscallRule], otherwise: SyscallAction) {
        self.name = name
        self.rules = rules
        self.otherwise = otherwise
    }

    /// What the policy answers to a call. A rule with another action than allowing wins, as in the kernel's order.
    public func answer(to call: String, _ arguments: [UInt64] = []) -> SyscallAction {
        let padded = arguments + [UInt64](repeating: 0, count: max(0, 6 - arguments.count))
        let matching = rules.first { rule in
            rule.call == call && rule.conditions.allSatisfy { $0.holds(for: padded) }
        }
        return matching?.action ?? otherwise
    }
}

extension SandboxPolicy {
    /// The same without rules that allow these calls: stricter, never wider.
    public func without(_ calls: Set<String>) -> SandboxPolicy {
        SandboxPolicy(
            name: name, rules: rules.filter { $0.action != .allow || !calls.contains($0.call) }, otherwise: otherwise)
    }
}

/// Bits and numbers of Linux that the rules below speak of.
enum Linux {
    static let protRead: UInt64 = 1, protWrite: UInt64 = 2, protExecute: UInt64 = 4
    static let mapPrivate: UInt64 = 0x02, mapAnonymous: UInt64 = 0x20
    static let mapNoReserve: UInt64 = 0x4000, mapStack: UInt64 = 0x20000
    static let adviceDontNeed: UInt64 = 4, adviceFree: UInt64 = 8
    static let futexWait: UInt64 = 0, futexWake: UInt64 = 1, futexWaitBitset: UInt64 = 9, futexWakeBitset: UInt64 = 10
    static let futexPrivate: UInt64 = 128, futexRealtime: UInt64 = 256
    static let seccompSetFilter: UInt64 = 1, seccompThreadSync: UInt64 = 1
    static let ePerm: Int32 = 1, eAgain: Int32 = 11, eAccess: Int32 = 13, eInvalid: Int32 = 22
    static let eNotTerminal: Int32 = 25, eNoSystemCall: Int32 = 38
}

extension SandboxPolicy {
    /// Calls that computing needs, in both stages.
    static let computing: [SyscallRule] =
        [
            "mremap", "brk", "getrandom", "gettid", "getpid", "rt_sigprocmask", "rt_sigreturn", "clock_gettime",
            "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "restart_syscall", "sched_yield",
            "exit", "exit_group", "rseq", "set_robust_list",
        ].map { SyscallRule($0, .allow) }
        + [Linux.adviceDontNeed, Linux.adviceFree].map {
            SyscallRule("madvise", .allow, [.argument(2, equals: $0)])
        }
        // No requeue and no priority inheritance: those move or hold waiters of the host.
        + [Linux.futexWait, Linux.futexWake, Linux.futexWaitBitset, Linux.futexWakeBitset].map {
            SyscallRule(
                "futex", .allow,
                [.argument(1, equals: $0, ignoring: Linux.futexPrivate | Linux.futexRealtime)])
        }
        // Descriptor 1 is /dev/null, 2 a small pipe for last words that never blocks: a strategy that
        // prints does no harm.
        + [1, 2].map { SyscallRule("write", .allow, [.argument(0, equals: $0)]) }

    /// Calls that libraries try on normal paths and do without when they fail.
    static let tried: [SyscallRule] = [
        SyscallRule("ioctl", .fail(Linux.eNotTerminal)),
        SyscallRule("getcwd", .fail(Linux.eAccess)),
        SyscallRule("readlink", .fail(Linux.eAccess)),
        SyscallRule("readlinkat", .fail(Linux.eAccess)),
        SyscallRule("sched_getaffinity", .fail(Linux.ePerm)),
        SyscallRule("rt_sigaction", .fail(Linux.ePerm)),
        SyscallRule("sigaltstack", .fail(Linux.ePerm)),
        SyscallRule("clone3", .fail(Linux.eNoSystemCall)),
        SyscallRule("clone", .fail(Linux.eAgain)),
        SyscallRule("fork", .fail(Linux.eAgain)),
        SyscallRule("vfork", .fail(Linux.eAgain)),
        // How the handler of a refused call ends the process: see seccomp_filter.c.
        SyscallRule("vhangup", .kill),
    ]

    /// In force from before dlopen. No call that names a path goes through: the sealed library, which is open, can be
    /// duplicated, and that is how the loader's wish to open it is answered (see seccomp_filter.h). Its code is
    /// mapped, and no other memory can become code.
    ///
    /// The one filter that may still be added is stage 2, at its fixed address in memory that
    /// nobody can write. Nothing below `FilterImage.protectedBelow` can be remapped, so a
    /// constructor can not put a filter of its own there and be counted as locked down.
    public static func load(filterAddress: UInt64, protectedBelow: UInt64, library: Int32) -> SandboxPolicy {
        let above = ArgumentCondition.argument(0, atLeast: protectedBelow)
        let anywhere = ArgumentCondition.argument(0, equals: 0)
        // Written or run, not both: the code of a library comes from its sealed file.
        let protections = [Linux.protWrite, Linux.protExecute].map {
            ArgumentCondition.argument(2, within: Linux.protRead | $0)
        }
        return SandboxPolicy(
            name: "load",
            rules: computing.filter { $0.call != "mremap" }
                + protections.flatMap { protection in
                    [anywhere, above].map { SyscallRule("mmap", .allow, [$0, protection]) }
                }
                + ["read", "pread64", "fstat", "close", "lseek"].map { SyscallRule($0, .allow) }
                + [
                    SyscallRule("dup", .allow, [.argument(0, equals: UInt64(UInt32(bitPattern: library)))]),
                    SyscallRule("munmap", .allow, [above]),
                    // Never to be run: what is written can not become code, not even now.
                    SyscallRule("mprotect", .allow, [above, .argument(2, within: Linux.protRead | Linux.protWrite)]),
                    // Without MREMAP_FIXED: the kernel chooses where it goes.
                    SyscallRule("mremap", .allow, [above, .argument(3, within: 1)]),
                    SyscallRule(
                        "seccomp", .allow,
                        [
                            .argument(0, equals: Linux.seccompSetFilter), .argument(1, equals: Linux.seccompThreadSync),
                            .argument(2, equals: filterAddress),
                        ]),
                    SyscallRule("prctl", .fail(Linux.eInvalid)),
                ] + tried,
            otherwise: .refuse)
    }

    /// In force while a strategy trades: computing on memory that it has, nothing else. No
    /// descriptor can be opened, read or closed, and no memory becomes executable.
    public static let run = SandboxPolicy(
        name: "run",
        rules: computing
            + [
                SyscallRule(
                    "mmap", .allow,
                    [
                        .argument(2, within: Linux.protRead | Linux.protWrite),
                        .argument(
                            3, equals: Linux.mapPrivate | Linux.mapAnonymous,
                            ignoring: Linux.mapNoReserve | Linux.mapStack),
                    ]),
                SyscallRule("munmap", .allow),
                // What printing tries first.
                SyscallRule("fstat", .fail(Linux.eAccess)),
                SyscallRule("newfstatat", .fail(Linux.eAccess)),
                SyscallRule("mprotect", .allow, [.argument(2, within: Linux.protRead | Linux.protWrite)]),
            ] + tried,
        otherwise: .refuse)
}
