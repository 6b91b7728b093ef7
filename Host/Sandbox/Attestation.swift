/// What a worker is held to before it is fed anything: evidence read from the kernel, from
/// outside. A worker's own word that it is locked down counts for nothing.
public import CLinux
internal import Glibc

/// What must be true of a locked-down worker.
public struct Attestation: Sendable {
    /// Threads it may have.
    public var threads: Int64 = 1
    /// The user it must have become; nil when the host can not change users.
    public var user: UInt32?
    /// The bounding set must be empty: true when the host had the right to empty it.
    public var requiresEmptyBoundingSet: Bool

    /// Namespaces that must not be the host's; in one of mounts there must be no file.
    public var namespaces: Namespaces

    /// The network that it must be in; nil when it has one of its own, or the host's.
    public var network: EmptyNetwork?

    /// The control group it must be in; nil when it has none.
    public var group: ControlGroup?

    public init(
        user: UInt32?, requiresEmptyBoundingSet: Bool, namespaces: Namespaces = [], network: EmptyNetwork? = nil,
        group: ControlGroup? = nil
    ) {
        self.user = user
        self.namespaces = namespaces
        self.network = network
        self.group = group
        self.requiresEmptyBoundingSet = requiresEmptyBoundingSet
    }

    /// Everything that is not as it must be, empty when all is well.
    ///
    /// Two filters are counted because stage 1 lets only stage 2 be added: any other first filter
    /// would have had to be there before our own code ran.
    public func objections(to status: tectra_process_status) -> [String] {
        var found: [String] = []
        func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
            if !holds { found.append(text()) }
        }
        expect(status.seccomp_mode == 2, "Seccomp is \(status.seccomp_mode), must be 2")
        expect(status.seccomp_filters >= 2, "Seccomp_filters is \(status.seccomp_filters), must be at least 2")
        expect(status.no_new_privileges == 1, "NoNewPrivs is \(status.no_new_privileges), must be 1")
        expect(status.capabilities_effective == 0, "CapEff is not empty")
        expect(status.capabilities_permitted == 0, "CapPrm is not empty")
        expect(status.capabilities_inheritable == 0, "CapInh is not empty")
        expect(status.capabilities_ambient == 0, "CapAmb is not empty")
        if requiresEmptyBoundingSet {
            expect(status.capabilities_bounding == 0, "CapBnd is not empty")
        }
        expect(status.threads == threads, "Threads is \(status.threads), must be \(threads)")
        expect(status.tracer == 0, "it is traced by process \(status.tracer)")
        if let user {
            let users = [status.user_real, status.user_effective, status.user_saved, status.user_filesystem]
            expect(users.allSatisfy { $0 == Int64(user) }, "its user is not \(user)")
        }
        return found
    }

    /// Reads what the kernel says of a process and judges it.
    public func objections(toProcess pid: Int32) -> [String] {
        var status = tectra_process_status()
        let error = tectra_read_status(pid, &status)
        guard error == 0 else { return ["/proc/\(pid)/status can not be read (error \(error))"] }
        return objections(to: status) + objectionsToPlace(of: pid)
    }

    /// Where it lives: namespaces are told apart by the files that stand for them.
    private func objectionsToPlace(of pid: Int32) -> [String] {
        var found: [String] = []
        for (_, name) in namespaces.members {
            let (own, other) = (identity("/proc/self/ns/\(name)"), identity("/proc/\(pid)/ns/\(name)"))
            if other == nil || own == other { found.append("its \(name) namespace is the host's, or can not be read") }
        }
        if let network, !network.holds(pid) { found.append("it is not in the workers' network, or owns it") }
        if let group, !group.holds(pid) { found.append("it is not in its control group") }
        // What stands in a root that is not empty: the place that it was made over.
        if namespaces.contains(.mount), access("/proc/\(pid)/root/proc", F_OK) == 0 || errno != ENOENT {
            found.append("its file system is not empty, or can not be read")
        }
        return found
    }

    private func identity(_ path: String) -> UInt64? {
        var file = stat()
        return stat(path, &file) == 0 ? UInt64(file.st_ino) : nil
    }
}
