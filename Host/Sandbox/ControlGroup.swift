/// The control group of one worker: what the kernel itself holds it to, however the worker asks for memory.
internal import Glibc
internal import Synchronization

/// A leaf with limits, empty until a process is started in it; it is removed when nobody holds it any more. Nothing
/// here is read or written while its worker trades.
public final class ControlGroup: Sendable {
    /// What a worker may use up.
    public struct Limits: Hashable, Sendable {
        /// Bytes of everything that is charged to it.
        public var memory: UInt64
        public var processes = 1
        /// Percent of one processor; 0 sets none.
        public var processorPercent = 0

        public init(memory: UInt64) { self.memory = memory }
    }

    /// `tectra-17/worker-1`: how the path in /proc/<pid>/cgroup ends.
    public let name: String
    public let limits: Limits
    /// The leaf's directory where a process can be born in it (version 2); -1 otherwise.
    public let directory: Int32
    /// Files that a process writes itself into (version 1).
    public let joins: [Int32]
    /// Hierarchies that it must be found in.
    public let hierarchies: Int

    private let groups: ControlGroups
    private static let count = Atomic<Int>(0)

    /// - Throws: `SandboxError.controlGroup` when the kernel refuses a leaf or one of its limits.
    public init(in groups: ControlGroups, limits: Limits) throws(SandboxError) {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        name = "\(ControlGroups.hostName)/worker-\(number)"
        self.limits = limits
        let groups = groups.covering(limits)
        self.groups = groups
        hierarchies = Set(groups.bases.values).count
        var directory: Int32 = -1
        var joins: [Int32] = []
        var trouble = Self.make(name, groups) ?? Self.set(limits, name, groups)
        if trouble == nil {
            for base in groups.bases.values {
                let leaf = "\(base)/\(name)"
                if groups.version == 2 {
                    directory = open(leaf, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                } else {
                    // Not cgroup.procs: to move a whole process the kernel waits for all processors, up to 20 ms. A
                    // thread that moves itself needs no such wait (since Linux 5.5), and a worker is one thread then.
                    joins.append(open("\(leaf)/tasks", O_WRONLY | O_CLOEXEC))
                }
            }
            if (joins + (groups.version == 2 ? [directory] : [])).contains(where: { $0 < 0 }) {
                trouble = "its files can not be opened: \(String(cString: strerror(errno)))"
            }
        }
        self.directory = directory
        self.joins = joins
        // From here on the object is whole and takes itself away.
        if let trouble { throw .controlGroup("\(name): \(trouble)") }
    }

    deinit {
        for file in joins + [directory] where file >= 0 { close(file) }
        for base in groups.bases.values {
            // The last of a process that was just reaped may still be leaving.
            var tries = 0
            while rmdir("\(base)/\(name)") != 0, errno == EBUSY, tries < 20 {
                usleep(500)
                tries += 1
            }
        }
        groups.removeHost()
    }

    private static func make(_ name: String, _ groups: ControlGroups) -> String? {
        for base in groups.bases.values {
            var isMade = false
            // Another worker's end may have taken the host's directory away in between.
            for _ in 0..<3 where !isMade { isMade = groups.makeHost() && Self.makeLeaf("\(base)/\(name)") }
            if !isMade { return "it can not be made in \(base): \(String(cString: strerror(errno)))" }
        }
        return nil
    }

    /// Two controllers of version 1 may share a hierarchy: then it is there already.
    private static func makeLeaf(_ path: String) -> Bool { mkdir(path, 0o755) == 0 || errno == EEXIST }

    private static func set(_ limits: Limits, _ name: String, _ groups: ControlGroups) -> String? {
        for (file, text, isNeeded) in settings(limits, version: groups.version) {
            let controller = String(file.prefix { $0 != "." })
            guard let base = groups.bases[groups.version == 2 ? "" : controller] else {
                if isNeeded { return "there is no controller \(controller)" }
                continue
            }
            if !ControlGroupFile.write(text, to: "\(base)/\(name)/\(file)"), isNeeded {
                return "\(file) can not be set to \(text)"
            }
        }
        return nil
    }

    /// What is written where; the last says whether a worker may do without.
    static func settings(_ limits: Limits, version: Int) -> [(file: String, text: String, isNeeded: Bool)] {
        let share = limits.processorPercent
        if version == 2 {
            // What swaps is not held by memory.max; without swap in the kernel the file is not there.
            return [
                ("memory.max", "\(limits.memory)", true), ("memory.swap.max", "0", false),
                ("memory.oom.group", "1", false), ("pids.max", "\(limits.processes)", true),
            ] + (share == 0 ? [] : [("cpu.max", "\(share * 1000) 100000", true)])
        }
        return [
            ("memory.limit_in_bytes", "\(limits.memory)", true),
            ("memory.memsw.limit_in_bytes", "\(limits.memory)", false), ("pids.max", "\(limits.processes)", true),
        ] + (share == 0 ? [] : [("cpu.cfs_quota_us", "\(share * 1000)", true)])
    }

    /// How often the kernel has ended a process of it for memory; nil when it does not say.
    public var memoryKills: UInt64? {
        let (base, file) =
            groups.version == 2 ? (groups.bases[""], "memory.events") : (groups.bases["memory"], "memory.oom_control")
        return base.flatMap { ControlGroupFile.read("\($0)/\(name)/\(file)") }.flatMap {
            ControlGroupFile.number("oom_kill", in: $0)
        }
    }

    /// Ends whatever is in it, where the kernel can do that at one stroke.
    public func kill() {
        guard groups.version == 2, let base = groups.bases[""] else { return }
        _ = ControlGroupFile.write("1", to: "\(base)/\(name)/cgroup.kill")
    }

    /// Whether a process is in it, by what the kernel says of the process.
    public func holds(_ pid: Int32) -> Bool {
        let lines = (ControlGroupFile.read("/proc/\(pid)/cgroup") ?? "").split(separator: "\n")
        return lines.count { $0.hasSuffix("/\(name)") } >= hierarchies
    }
}
