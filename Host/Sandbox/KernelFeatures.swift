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
    /// Namespaces that a worker can be given.
    public var namespaces: Namespaces
    /// The host may change to another user.
    public var canChangeUser: Bool
    /// A control group of a worker's own can limit memory and processes.
    public var hasControlGroup: Bool
    /// Why it can not; empty when it can or nobody asked.
    public var controlGroupTrouble = ""
    /// Speculation can be restricted for a process.
    public var hasSpeculationControl: Bool

    public init(
        hasFilters: Bool, hasKillProcess: Bool, hasThreadSync: Bool, hasSeals: Bool, landlockABI: Int,
        namespaces: Namespaces, canChangeUser: Bool, hasControlGroup: Bool, hasSpeculationControl: Bool
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

    /// A worker can give up its bounding set: root's, or that of a user namespace of its own.
    public var canEmptyBoundingSet: Bool { canChangeUser || namespaces.contains(.user) }

    /// Asks the kernel. Takes about a millisecond; once a host is enough.
    public static func probe() -> KernelFeatures {
        var features = KernelFeatures(
            hasFilters: tectra_seccomp_knows(SyscallAction.fail(0).kernelValue) == 1,
            hasKillProcess: tectra_seccomp_knows(SyscallAction.kill.kernelValue) == 1
                && tectra_seccomp_knows(SyscallAction.refuse.kernelValue) == 1,
            hasThreadSync: tectra_seccomp_has_thread_sync() == 1,
            hasSeals: tectra_can_seal() == 1,
            landlockABI: Int(tectra_landlock_abi()),
            namespaces: .probe(),
            canChangeUser: geteuid() == 0,
            hasControlGroup: false,
            hasSpeculationControl: tectra_has_speculation_control() == 1)
        switch ControlGroups.found {
        case .success: features.hasControlGroup = true
        case .failure(let error): features.controlGroupTrouble = "\(error)"
        }
        return features
    }
}
