/// A network namespace in which there is nothing, for all workers of a host. To make and to clear away one for each is
/// most of what the kernel does about a worker's coming and going, and it does it on any processor, also the engine's.
internal import CLinux
internal import Glibc

public final class EmptyNetwork: Sendable {
    /// Of the namespace, which is there as long as this is.
    public let descriptor: Int32

    /// nil where it takes a user namespace, which each worker has of its own, or where there is none to be had: then
    /// each gets a network of its own, if any.
    public init?() {
        guard geteuid() == 0 else { return nil }
        let made = tectra_empty_network()
        guard made >= 0 else { return nil }
        descriptor = made
    }

    deinit { close(descriptor) }
}
