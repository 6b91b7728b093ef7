/// A host with one worker and nothing else, to be killed: what becomes of the worker is attack 35.
internal import Glibc
internal import PluginABI
internal import Sandbox
internal import SharedMemory
internal import Workers

enum RigHost {
    /// Starts the worker, says its process id and waits for the end.
    static func run(worker: String, library: String, variant: String) -> Never {
        do {
            let sandbox = try SandboxHost(mode: .paper)
            let market = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 4096))
            _ = try MarketRing.Writer(in: market)
            var spec = WorkerSpec(program: worker, library: library, strategy: 1)
            spec.parameters = [tectra_parameter("variant", text: variant), tectra_parameter("when", integer: 1)]
            let process = try WorkerProcess.spawn(spec, market: market, sandbox: sandbox)
            print(process.pid)
            fflush(nil)
            while true { pause() }
        } catch {
            print("\(error)")
            exit(1)
        }
    }
}
