/// The memory that one worker and the host share: made, sized, mapped and sealed by the host
/// before the worker sees it.
internal import SharedMemory
internal import WorkerRuntime

struct WorkerRegions: ~Copyable {
    /// Written by the host only: nobody can map it writable any more.
    let host: SharedRegion
    /// Written by the worker; the host maps it read-only.
    let worker: SharedRegion
    /// The worker's report page; the host maps it read-only.
    let report: SharedRegion

    init(_ spec: WorkerSpec) throws(RegionError) {
        let host = try SharedRegion.create(
            name: "host", size: RingLayout.hostRegionSize(cells: spec.privateCells))
        try host.prefault()
        try host.seal(.writers)
        let worker = try SharedRegion.create(
            name: "worker", size: RingLayout.workerRegionSize(slots: spec.orderSlots), access: .readOnly)
        try worker.seal(.size)
        let report = try SharedRegion.create(name: "report", size: ReportWord.size, access: .readOnly)
        try report.seal(.size)
        self.host = host
        self.worker = worker
        self.report = report
    }
}
