/// Where this process lies in the kernel's control groups, read from its own files in /proc.

/// The places in which groups of our own may be made. A pure reading: whether they let us is found by trying.
struct ControlGroupMounts: Hashable, Sendable {
    /// Directories of version 2, the best first: its own group, the one above, the root of all.
    let unified: [String]
    /// Of version 1: the own group's directory in the hierarchy of each controller that has one.
    let legacy: [String: String]

    /// - Parameters:
    ///   - groups: the text of /proc/self/cgroup.
    ///   - mounts: the text of /proc/self/mountinfo.
    init(groups: String, mounts: String) {
        var own: [String: String] = [:]
        for line in groups.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            // The unified hierarchy is the one without controllers.
            for controller in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
                own[String(controller)] = String(parts[2])
            }
        }
        var unified: [String] = []
        var legacy: [String: String] = [:]
        for line in mounts.split(separator: "\n") {
            guard let mount = Mount(line) else { continue }
            if mount.type == "cgroup2" {
                guard let group = own[""], let directory = mount.directory(of: group) else { continue }
                unified = [directory]
                if directory != mount.point {
                    let above = String(directory[..<(directory.lastIndex(of: "/") ?? directory.startIndex)])
                    unified += above == mount.point ? [above] : [above, mount.point]
                }
            } else if mount.type == "cgroup" {
                for controller in mount.options where own[controller] != nil {
                    legacy[controller] = own[controller].flatMap { mount.directory(of: $0) }
                }
            }
        }
        self.unified = unified
        self.legacy = legacy
    }

    /// One line of mountinfo.
    private struct Mount {
        let root: String
        let point: String
        let type: String
        let options: [String]

        init?(_ line: Substring) {
            // 36 35 98:0 /root /point options … - type source options
            let words = line.split(separator: " ")
            guard let dash = words.firstIndex(of: "-"), dash > 5, words.count > dash + 3 else { return nil }
            root = String(words[3])
            point = String(words[4])
            type = String(words[dash + 1])
            options = words[dash + 3].split(separator: ",").map(String.init)
        }

        /// Where a group lies in the file system; nil when it is outside of what is mounted.
        func directory(of group: String) -> String? {
            let inside = root == "/" ? Substring(group) : group.hasPrefix(root) ? group.dropFirst(root.count) : nil
            guard let inside else { return nil }
            guard inside.isEmpty || inside.hasPrefix("/") else { return nil }
            return inside.isEmpty || inside == "/" ? point : point + inside
        }
    }
}
