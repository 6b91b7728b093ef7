/// How well a strategy is held in on this machine, and whether that is enough: the degradation
/// table. Nothing is ever left out silently.

/// What is at stake.
public enum TradingMode: String, Hashable, Sendable, CaseIterable {
    case live
    /// Paper trading, backtest and replay.
    case paper
}

/// How good a sandbox is; the raw value is what the journal carries. 0 there means none.
public enum SandboxTier: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Every layer: filters, Landlock with scopes, another user or namespaces, a control group.
    case a = 1
    /// One layer is missing that another makes up for.
    case b = 2
    /// Good enough to test with, not to trade with.
    case c = 3

    public var description: String {
        switch self {
        case .a: "A"
        case .b: "B"
        case .c: "C"
        }
    }
}

/// The verdict on a machine.
public struct SandboxAssessment: Hashable, Sendable {
    /// nil when a strategy must not be run here.
    public let tier: SandboxTier?
    /// Why it must not.
    public let refusals: [String]
    /// What is missing and tolerated.
    public let warnings: [String]

    /// Judges a machine by the degradation table.
    public init(_ features: KernelFeatures, mode: TradingMode) {
        var refusals: [String] = []
        var warnings: [String] = []
        func refuse(_ text: String) { refusals.append(text) }
        func refuseLive(_ text: String) {
            if mode == .live { refusals.append(text) } else { warnings.append(text) }
        }

        if !features.hasFilters {
            refuse("the kernel has no seccomp filters; use one built with CONFIG_SECCOMP_FILTER")
        }
        if !features.hasKillProcess { refuse("seccomp can not end a process; use Linux 4.14 or later") }
        if !features.hasThreadSync { refuse("seccomp has no TSYNC; use Linux 3.17 or later") }
        if !features.hasSeals { refuse("memfd seals are incomplete; use Linux 5.1 or later") }

        let hasScopes = features.landlockABI >= 6
        // Together they keep files, sockets, processes and shared memory of the host out of sight, as Landlock does.
        let hidesTheHost = features.namespaces.isSuperset(of: [.mount, .pid, .net, .ipc])
        let isApart = features.canChangeUser || !features.namespaces.isEmpty
        if !hasScopes {
            let found = features.landlockABI == 0 ? "absent" : "ABI \(features.landlockABI), below 6"
            if hidesTheHost {
                warnings.append("Landlock is \(found); namespaces stand in for it")
            } else if features.landlockABI > 0, !features.namespaces.isEmpty {
                warnings.append("Landlock is \(found); namespaces stand in for its scopes")
            } else {
                refuseLive("Landlock is \(found), and nothing else keeps a library's constructors from files and "
                    + "processes; use Linux 6.12 with lsm=landlock, or allow user namespaces")
            }
        }
        if !isApart {
            refuseLive("workers would share the host's user with no namespaces between; "
                + "run the host as root with a user for workers, or allow user namespaces")
        }
        if !features.hasControlGroup {
            let why = features.controlGroupTrouble
            warnings.append("no control group\(why.isEmpty ? "" : " (\(why))"); memory is held by rlimits and the "
                + "watchdog alone")
        }
        if !features.hasSpeculationControl {
            warnings.append("speculation can not be restricted for a process; keep workers off the host's core")
        }
        self.refusals = refusals
        self.warnings = warnings
        guard refusals.isEmpty else {
            tier = nil
            return
        }
        if hasScopes && isApart && features.hasControlGroup {
            tier = .a
        } else if (hasScopes && isApart) || hidesTheHost || (features.landlockABI > 0 && !features.namespaces.isEmpty) {
            tier = .b
        } else {
            tier = .c
        }
    }
}
