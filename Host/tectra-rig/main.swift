/// tectra-rig: what the suite of attacks needs and nothing that trades may have. As a worker it leaves
/// layers of its sandbox out, to show what each one holds; as a host it is there to be killed.
/// It is not installed beside an engine.
///
///     tectra-rig worker LAYERS
///     tectra-rig host WORKER LIBRARY VARIANT
import Confinement
@_spi(Rig) import WorkerRuntime

let words = CommandLine.arguments
if words.count == 3, words[1] == "worker", let layers = UInt32(words[2]) {
    WorkerMain.run(layers: SandboxLayers(rawValue: layers))
}
if words.count == 5, words[1] == "host" { RigHost.run(worker: words[2], library: words[3], variant: words[4]) }
// Without layers to leave out it is an ordinary worker, which says what it is for.
WorkerMain.run()
