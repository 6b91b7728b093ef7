/// The kernel's namespaces that a worker can be given, and the most of them that this machine has to give.
internal import CLinux
internal import Glibc

/// A set of namespaces; the raw value is the kernel's CLONE_NEW… flags.
public struct Namespaces: OptionSet, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public static let user = Namespaces(rawValue: 0x1000_0000)
    /// The worker is process 1 in it, and there is no other.
    public static let pid = Namespaces(rawValue: 0x2000_0000)
    /// It sees an empty file system that nothing can be written to.
    public static let mount = Namespaces(rawValue: 0x2_0000)
    public static let net = Namespaces(rawValue: 0x4000_0000)
    /// System V and POSIX message queues, semaphores and shared memory.
    public static let ipc = Namespaces(rawValue: 0x0800_0000)
    public static let uts = Namespaces(rawValue: 0x0400_0000)
    public static let cgroup = Namespaces(rawValue: 0x0200_0000)

    /// What a worker never needs, and what hides a host's own without the mounts and processes.
    public static let least: Namespaces = [.net, .ipc, .uts]
    /// Everything that a host as root can take away.
    public static let all: Namespaces = [.net, .ipc, .uts, .pid, .mount, .cgroup]

    private static let names: [(Namespaces, String)] = [
        (.user, "user"), (.pid, "pid"), (.mount, "mnt"), (.net, "net"), (.ipc, "ipc"), (.uts, "uts"),
        (.cgroup, "cgroup"),
    ]

    /// `pid, mnt, net`: as the files of /proc/self/ns are called.
    public var description: String { members.map(\.1).joined(separator: ", ") }

    /// Each namespace of the set alone, with its name in /proc/self/ns.
    var members: [(Namespaces, String)] { Self.names.filter { contains($0.0) } }

    /// The most that this machine gives, found by trying. An ordinary user gets them inside a user namespace, where
    /// the kernel lets one be made; root stays in its own, for it has another user to give a worker.
    static func probe() -> Namespaces {
        let base: Namespaces = geteuid() == 0 ? [] : .user
        let wanted: [Namespaces] = [.all, .all.subtracting(.mount), .all.subtracting([.mount, .pid]), .least]
        return wanted.map { $0.union(base) }.first { tectra_can_isolate($0.rawValue, .absent) == 1 } ?? []
    }
}
