/// tectra-worker: the only program that ever runs a strategy's code. Started by the host with the
/// descriptors of `WorkerDescriptor`; of no use to a person.
import WorkerRuntime

WorkerMain.run()
