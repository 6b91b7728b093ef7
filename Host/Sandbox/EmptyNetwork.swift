/// A network namespace in which there is nothing, for all workers of a host. To make and to clear away one for each is
/// most of what the kernel does about a worker's coming and going, and it does it on any processor, also the engine's.
public import CLinux
internal import Glibc

public final class EmptyNetwork: Sendable {
    /// There as long as this is. An ordinary user's belongs to a user namespace that workers pass through on the way
    /// to one of their own below it, from which they have no right over the network.
    public let network: tectra_network

    /// - Parameter namespaces: those that a worker is given; with none for a network among them there is none here.
    ///
    /// nil too where a network can be made and not entered: then each worker gets one of its own, if any.
    public init?(for namespaces: Namespaces) {
        var made = tectra_network.absent
        guard namespaces.contains(.net), tectra_make_empty_network(namespaces.rawValue, &made) == 0 else { return nil }
        network = made
        guard tectra_can_isolate(namespaces.subtracting(.net).rawValue, made) == 1 else { return nil }
    }

    /// Whether a process is in it and, where the network has an owner, not in that, from which it could be changed.
    public func holds(_ pid: Int32) -> Bool {
        guard Self.isSame(network.descriptor, "/proc/\(pid)/ns/net") == true else { return false }
        return network.owner < 0 || Self.isSame(network.owner, "/proc/\(pid)/ns/user") == false
    }

    /// Whether the two are one namespace; nil when it can not be told.
    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool? {
        var (one, other) = (stat(), stat())
        guard fstat(descriptor, &one) == 0, stat(path, &other) == 0 else { return nil }
        return one.st_ino == other.st_ino
    }

    deinit {
        close(network.descriptor)
        if network.owner >= 0 { close(network.owner) }
    }
}

extension tectra_network {
    /// No network to enter.
    public static var absent: tectra_network { tectra_network(descriptor: -1, owner: -1) }
}
