/// The control groups of this host: a directory of its own, and in it one leaf for each worker, made where the
/// kernel lets us. Version 2 wherever it has the controllers; the hierarchies of version 1 otherwise.
internal import Glibc

/// Where leaves can be made; found once a process.
public struct ControlGroups: Hashable, Sendable {
    /// 1 or 2.
    public let version: Int
    /// Directories that hold the host's own: one of version 2, else one for each controller.
    private(set) var bases: [String: String]
    /// Those that its groups have.
    private(set) var controllers = needed

    /// What there must be: without these a group holds nothing.
    private static let needed = ["memory", "pids"]

    /// The groups of this process, or why there are none.
    public static let found = find()

    /// The host's directory below a base. Its number tells a later host whether it is still there.
    static let hostName = "tectra-\(getpid())"

    private static func find() -> Result<ControlGroups, SandboxError> {
        let mounts = ControlGroupMounts(
            groups: ControlGroupFile.read("/proc/self/cgroup") ?? "",
            mounts: ControlGroupFile.read("/proc/self/mountinfo") ?? "")
        for base in mounts.unified {
            let groups = ControlGroups(version: 2, bases: ["": base])
            if groups.isUsable() { return .success(groups) }
        }
        guard needed.allSatisfy({ mounts.legacy[$0] != nil }) else {
            let what = mounts.unified.isEmpty ? "none is mounted" : "\(mounts.unified[0]) is not delegated to this host"
            return .failure(.controlGroup(what))
        }
        let legacy = mounts.legacy.filter { (needed + ["cpu"]).contains($0.key) }
        let groups = ControlGroups(version: 1, bases: legacy)
        guard groups.isUsable() else {
            return .failure(.controlGroup("those of version 1 can not be written, and version 2 has no controllers"))
        }
        return .success(groups)
    }

    /// Those that a leaf with these limits is to be in: the processor's only when it sets a share. A group in there
    /// shares one weight among all its workers and over all processors, so that one that begins where somebody else
    /// spins may have no time for seconds.
    func covering(_ limits: ControlGroup.Limits) -> ControlGroups {
        var groups = self
        if limits.processorPercent == 0 {
            groups.bases["cpu"] = nil
        } else if version == 2 {
            groups.controllers.append("cpu")
        }
        return groups
    }

    /// Tries it, and takes away what a host that is gone has left.
    private func isUsable() -> Bool {
        for base in bases.values { Self.sweep(base) }
        defer { removeHost() }
        return makeHost()
    }

    /// Makes the host's directories; true when they are there and have the controllers.
    func makeHost() -> Bool {
        for base in bases.values {
            guard mkdir("\(base)/\(Self.hostName)", 0o755) == 0 || errno == EEXIST else { return false }
        }
        guard version == 2, let base = bases[""] else { return true }
        for directory in [base, "\(base)/\(Self.hostName)"] {
            // All of them or none: a group with processes in it, such as this host's own may be, takes some, which
            // would make what is below it no place for a process.
            let wanted = controllers.map { "+\($0)" }.joined(separator: " ")
            _ = ControlGroupFile.write(wanted, to: "\(directory)/cgroup.subtree_control")
            let given = (ControlGroupFile.read("\(directory)/cgroup.subtree_control") ?? "")
                .split(whereSeparator: \.isWhitespace).map(String.init)
            guard Self.needed.allSatisfy(given.contains) else { return false }
        }
        return true
    }

    /// Removes the host's directories when no leaf is in them.
    func removeHost() {
        for base in bases.values { rmdir("\(base)/\(Self.hostName)") }
    }

    /// Removes the empty directories of hosts that are gone.
    static func sweep(_ base: String) {
        for name in ControlGroupFile.names(in: base) {
            guard name.hasPrefix("tectra-"), let pid = Int32(name.dropFirst("tectra-".count)) else { continue }
            guard kill(pid, 0) != 0, errno == ESRCH else { continue }
            for leaf in ControlGroupFile.names(in: "\(base)/\(name)") where leaf.hasPrefix("worker-") {
                rmdir("\(base)/\(name)/\(leaf)")
            }
            rmdir("\(base)/\(name)")
        }
    }
}
