/// What the running kernel can do to hold a strategy in, found by asking or trying, never assumed.
internal import CLinux
internal import Glibc

/// The features a sandbox is built from.
public struct KernelFeatures: Hashable, Sendable {
    /// Filters that end the whole process, with no_new_privs.
    public var hasFilters: Bool
    /// SECCOMP_RET_KILL_PROCESS and SECCOMP_RET_TRAP.
    public var hasKillProcess: Bool
    /// SECCOMP_FILTER_FLAG_TSYNC.
    public var hasThreadSync: Bool
    /// memfds with SHRINK, GROW, WRITE and FUTURE_WRITE seals.
    public var hasSeals: Bool
    /// 0 when there is none.
    public var landlockABI: Int
    /// Namespaces that a worker can be given (CLONE_NEW… flags); 0 when none.
    public var namespaces: UInt64
    /// The host may change to another user.
    public var canChangeUser: Bool
    /// A cgroup of our own that limits memory and processes.
    public var hasControlGroup: Bool
    /// Speculation can be restricted for a process.
    public var hasSpeculationControl: Bool

    public init(
        hasFilters: Bool, hasKillProcess: Bool, hasThreadSync: Bool, hasSeals: Bool, landlockABI: Int,
        namespaces: UInt64, canChangeUser: Bool, hasControlGroup: Bool, hasSpeculationControl: Bool
    ) {
        self.hasFilters = hasFilters
        self.hasKillProcess = hasKillProcess
        self.hasThreadSync = hasThreadSync
        self.hasSeals = hasSeals
        self.landlockABI = landlockABI
        self.namespaces = namespaces
        self.canChangeUser = canChangeUser
        self.hasControlGroup = hasControlGroup
        self.hasSpeculationControl = hasSpeculationControl
    }

    /// Network, System V IPC, host name: what a worker never needs and root can always take away.
    public static let wantedNamespaces: UInt64 = 0x4000_0000 | 0x0800_0000 | 0x0400_0000

    /// `net, ipc, uts`: the namespaces a worker gets, for people.
    public var namespaceNames: String {
        let names: [(UInt64, String)] = [
            (0x1000_0000, "user"), (0x2000_0000, "pid"), (0x4000_0000, "net"), (0x0800_0000, "ipc"),
            (0x0400_0000, "uts"),
        ]
        return names.filter { namespaces & $0.0 != 0 }.map(\.1).joined(separator: ", ")
    }

    /// Asks the kernel. Takes well under a millisecond; once a host is enough.
    public static func probe() -> KernelFeatures {
        KernelFeatures(
            hasFilters: tectra_seccomp_knows(SyscallAction.fail(0).kernelValue) == 1,
            hasKillProcess: tectra_seccomp_knows(SyscallAction.kill.kernelValue) == 1
                && tectra_seccomp_knows(SyscallAction.refuse.kernelValue) == 1,
            hasThreadSync: tectra_seccomp_has_thread_sync() == 1,
            hasSeals: tectra_can_seal() == 1,
            landlockABI: Int(tectra_landlock_abi()),
            namespaces: tectra_can_unshare(wantedNamespaces) == 1 ? wantedNamespaces : 0,
            canChangeUser: geteuid() == 0,
            hasControlGroup: false,
            hasSpeculationControl: tectra_has_speculation_control() == 1)
    }
}
