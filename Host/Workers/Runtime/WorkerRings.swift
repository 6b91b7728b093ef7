/// The three regions of a worker as the worker maps them, and its ends of the rings in them.
internal import Glibc
internal import SharedMemory

/// Mapped once, before the sandbox closes; the mappings live as long as the process.
struct WorkerRings: ~Copyable {
    let market: SharedRegion
    let host: SharedRegion
    let worker: SharedRegion

    init(_ setup: WorkerSetup) throws(RegionError) {
        let market = try SharedRegion.map(
            fd: WorkerDescriptor.market, size: Int(clamping: setup.marketBytes), access: .readOnly, name: "market")
        let host = try SharedRegion.map(
            fd: WorkerDescriptor.host, size: Int(clamping: setup.hostBytes), access: .readOnly, name: "host")
        let worker = try SharedRegion.map(
            fd: WorkerDescriptor.worker, size: Int(clamping: setup.workerBytes), access: .readWrite, name: "worker")
        self.market = market
        self.host = host
        self.worker = worker
    }
}
