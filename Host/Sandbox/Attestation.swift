/// What a worker is held to before it is fed anything: evidence read from the kernel, from
/// outside. A worker's own word that it is locked down counts for nothing.
public import CLinux

/// What must be true of a locked-down worker.
public struct Attestation: Hashable, Sendable {
    /// Threads it may have.
    public var threads: Int64 = 1
    /// The user it must have become; nil when the host can not change users.
    public var user: UInt32?
    /// The bounding set must be empty: true when the host had the right to empty it.
    public var requiresEmptyBoundingSet: Bool

    public init(user: UInt32?, requiresEmptyBoundingSet: Bool) {
        self.user = user
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

    /// Reads a process's status and judges it.
    public func objections(toProcess pid: Int32) -> [String] {
        var status = tectra_process_status()
        let error = tectra_read_status(pid, &status)
        guard error == 0 else { return ["/proc/\(pid)/status can not be read (error \(error))"] }
        return objections(to: status)
    }
}
