/// The whole life of a worker process, from the first line to the event loop.
internal import CLinux
public import Confinement
internal import Glibc
internal import PluginABI
internal import SharedMemory

/// What tectra-worker does.
public enum WorkerMain {
    /// Never returns: the process ends by the host's word, by its own refusal, or by force.
    public static func run() -> Never { run(layers: .all) }

    /// The same with layers of the sandbox left out, for the test rig that shows what each one holds.
    /// A host does not feed such a worker: it asks the kernel, not us.
    @_spi(Rig) public static func run(layers: SandboxLayers) -> Never {
        guard let report = mapReport() else {
            complain("tectra-worker is started by tectra-engine; start that instead\n")
            _exit(WorkerExitCode.misused)
        }
        guard let (setup, parameters) = readSetup(),
            let view = StrategyView(instruments: setup.instruments, openOrders: Int(setup.openOrders))
        else { report.fail("the host's set-up can not be read", WorkerExitCode.misused) }
        do {
            let rings = try WorkerRings(setup)
            let requests = try OrderRing.Producer(worker: rings.worker, host: rings.host)
            StrategyLibrary.preloadRuntime()
            // Everything is mapped: nothing of it stays open for a constructor to find.
            close(0)
            if layers.contains(.descriptors) {
                for descriptor in WorkerDescriptor.setup..<WorkerDescriptor.count { close(descriptor) }
            }
            report.enter(WorkerPhase.mapped)
            serve(setup, parameters, rings, requests, view, report, layers)
        } catch {
            report.fail("a ring can not be mapped: \(error)", WorkerExitCode.protocolBroken)
        }
    }

    private static func serve(
        _ setup: WorkerSetup, _ parameters: [tectra_parameter], _ rings: consuming WorkerRings,
        _ requests: consuming OrderRing.Producer, _ view: consuming StrategyView, _ report: WorkerReport,
        _ layers: SandboxLayers
    ) -> Never {
        let state = UnsafeMutablePointer<WorkerState>.allocate(capacity: 1)
        state.initialize(to: WorkerState(view: view, requests: requests, report: report, seed: setup.seed))
        let host = HostTable.make(for: state)
        // The worker's state never moves: it lies on the heap until the process ends.
        withUnsafeMutablePointer(to: &state.pointee.cause) { event in
            tectra_report_faults((report.base + ReportWord.fault).assumingMemoryBound(to: tectra_fault.self), event)
        }
        do {
            if setup.trapsClock != 0, tectra_trap_clock() != 0 {
                report.fail("this machine can not trap the clock", WorkerExitCode.lockDown)
            }
            try LockDown.beforeLoad(
                LockDown.Plan(
                    user: setup.user == .max ? nil : setup.user, parent: setup.parent,
                    landlockABI: setup.landlockABI, filters: WorkerDescriptor.filters,
                    hidesFiles: setup.hidesFiles != 0, layers: layers),
                refusals: (report.base + ReportWord.refusal).assumingMemoryBound(to: UInt64.self))
        } catch {
            report.fail("\(error)", WorkerExitCode.lockDown)
        }
        report.enter(WorkerPhase.loading)
        let strategy: Strategy
        do {
            let library = try StrategyLibrary.load(
                descriptor: WorkerDescriptor.library,
                announcing: setup.announcedABI == 0 ? nil : setup.announcedABI)
            report.describe(library.facts)
            report.enter(WorkerPhase.initializing)
            strategy = try Strategy.create(library, host: host, parameters: parameters)
        } catch {
            report.fail("\(error)", WorkerExitCode.refused)
        }
        do {
            try LockDown.afterLoad(closing: WorkerDescriptor.library, layers: layers)
        } catch {
            report.fail("\(error)", WorkerExitCode.lockDown)
        }
        // Rings are pointers into the regions: those must outlive this function, which never ends.
        let regions = UnsafeMutablePointer<WorkerRings>.allocate(capacity: 1)
        regions.initialize(to: rings)
        do {
            // The reader begins here, before the host hears that we are ready.
            var loop = try EventLoop(
                state: state, strategy: strategy, market: regions.pointee.market, host: regions.pointee.host,
                worker: regions.pointee.worker, setup: setup)
            state.pointee.enter(.ready)
            loop.run()
        } catch {
            report.fail("a ring can not be read: \(error)", WorkerExitCode.protocolBroken)
        }
    }

    private static func mapReport() -> WorkerReport? {
        let base = mmap(nil, ReportWord.size, PROT_READ | PROT_WRITE, MAP_SHARED, WorkerDescriptor.report, 0)
        guard let base, base != MAP_FAILED else { return nil }
        return WorkerReport(base: base)
    }

    private static func readSetup() -> (WorkerSetup, [tectra_parameter])? {
        var setup = WorkerSetup()
        let size = MemoryLayout<WorkerSetup>.size
        guard pread(WorkerDescriptor.setup, &setup, size, 0) == size, setup.magic == WorkerSetup.magic,
            setup.parameters <= WorkerSetup.parametersMax
        else { return nil }
        var parameters = [tectra_parameter](repeating: tectra_parameter(), count: Int(setup.parameters))
        let bytes = parameters.count * MemoryLayout<tectra_parameter>.stride
        guard pread(WorkerDescriptor.setup, &parameters, bytes, off_t(size)) == bytes else { return nil }
        return (setup, parameters)
    }

    private static func complain(_ text: StaticString) {
        _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    }
}
