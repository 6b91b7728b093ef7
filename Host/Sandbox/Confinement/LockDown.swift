/// The worker's side of the sandbox: each step in the order in which it must come.
///
/// The process has one thread and runs only our code until `beforeLoad` has returned. What it
/// says about itself is no evidence: the host reads /proc (see `Attestation`).
internal import CLinux
internal import Glibc

/// A step that could not be done.
public struct LockDownError: Error, CustomStringConvertible {
    /// What was being done.
    public let step: String
    /// Error number of the system call; 0 when there is none.
    public let error: Int32

    public var description: String {
        error == 0 ? "lock-down: \(step)" : "lock-down: \(step): \(String(cString: strerror(error)))"
    }
}

/// The lock-down sequence.
public enum LockDown {
    /// What a worker gives up, and how far the kernel can take it.
    public struct Plan: Sendable {
        /// The user to become when started by root; nil keeps the user.
        public var user: UInt32?
        /// The host, whose death must be ours.
        public var parent: Int32
        /// The Landlock ABI the host found; 0 goes without.
        public var landlockABI: Int32
        /// The descriptor of the sealed filter image.
        public var filters: Int32
        /// The host gave it a mount namespace: it is to see no file in it.
        public var hidesFiles: Bool
        /// What is put in force: everything, except in the test rig.
        public var layers: SandboxLayers

        public init(
            user: UInt32?, parent: Int32, landlockABI: Int32, filters: Int32, hidesFiles: Bool,
            layers: SandboxLayers = .all
        ) {
            self.user = user
            self.parent = parent
            self.landlockABI = landlockABI
            self.filters = filters
            self.hidesFiles = hidesFiles
            self.layers = layers
        }
    }

    /// Everything that must hold before a stranger's constructors run: no rights, no way to new
    /// ones, no files, the loading filter.
    ///
    /// - Parameter refusals: where a refused call leaves its number (see seccomp_filter.h).
    public static func beforeLoad(
        _ plan: Plan, refusals: UnsafeMutablePointer<UInt64>
    ) throws(LockDownError) {
        tectra_settle_runtime()
        let wanted = UnsafeMutableRawPointer(bitPattern: UInt(FilterLayout.address))
        let fixedNoReplace: Int32 = 0x10_0000
        let image = mmap(wanted, FilterLayout.size, PROT_READ, MAP_SHARED | fixedNoReplace, plan.filters, 0)
        guard image == wanted else {
            throw LockDownError(step: "map the filters at their address", error: errno)
        }
        close(plan.filters)
        if plan.hidesFiles {
            // Without the loading filter nothing answers the loader in the place of /proc.
            let error = tectra_hide_files(plan.layers.contains(.loadFilter) ? 0 : 1)
            guard error == 0 else { throw LockDownError(step: "hide the file system", error: error) }
        }
        try surrender(plan)
        _ = tectra_restrict_speculation()
        if plan.landlockABI > 0, plan.layers.contains(.landlock) {
            let error = tectra_landlock_restrict(tectra_landlock_all(plan.landlockABI))
            guard error == 0 else { throw LockDownError(step: "Landlock", error: error) }
        }
        guard plan.layers.contains(.loadFilter) else { return }
        tectra_report_refusals(refusals)
        tectra_serve_loader(FilterLayout.library)
        try install(FilterLayout.loadAddress, step: "install the loading filter")
    }

    /// Gives up user and capabilities, and any way to regain them.
    private static func surrender(_ plan: Plan) throws(LockDownError) {
        guard plan.layers.contains(.user) else {
            guard tectra_renounce_privileges(plan.parent) == 0 else {
                throw LockDownError(step: "set no_new_privs", error: errno)
            }
            return
        }
        let user = plan.user ?? .max
        switch Int(tectra_surrender(user, user, plan.parent)) {
        case TECTRA_SURRENDER_OK: break
        case TECTRA_SURRENDER_BOUNDING: throw LockDownError(step: "drop the bounding set", error: errno)
        case TECTRA_SURRENDER_USER: throw LockDownError(step: "become user \(user)", error: errno)
        case TECTRA_SURRENDER_CAPABILITIES: throw LockDownError(step: "drop capabilities", error: errno)
        case TECTRA_SURRENDER_PARENT: throw LockDownError(step: "the host is gone", error: 0)
        default: throw LockDownError(step: "set no_new_privs", error: errno)
        }
    }

    /// The last step before anything is fed: the library's descriptor is closed and the running
    /// filter is put on every thread.
    public static func afterLoad(
        closing library: Int32, layers: SandboxLayers = .all
    ) throws(LockDownError) {
        close(library)
        tectra_serve_loader(-1)
        guard layers.contains(.runFilter) else { return }
        try install(FilterLayout.runAddress, step: "install the running filter")
    }

    private static func install(_ address: UInt64, step: String) throws(LockDownError) {
        let program = UnsafePointer<tectra_filter_program>(bitPattern: UInt(address))
        let error = tectra_seccomp_install(program)
        guard error == 0 else { throw LockDownError(step: step, error: error) }
    }
}
