/// Why a worker could not be started, in words that say what to do.
public import Sandbox

public enum WorkerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The library is not one that can be loaded; found before anything was started.
    case library(path: String, reason: String)
    /// The worker program is not there or can not be run.
    case program(path: String, reason: String)
    /// This machine can not hold a strategy in.
    case sandbox(SandboxError)
    /// Memory, descriptors or processes are short.
    case system(doing: String, code: Int32)
    /// The parameters of the spec make no sense.
    case spec(String)
    /// The worker looked at the library and refused it.
    case refused(String)
    /// It did not become ready in time; it was killed.
    case deadline(milliseconds: Int, phase: String)
    /// It ended before it was ready.
    case ended(WorkerExit)
    /// It said it was ready, and the kernel says it is not locked down; it was killed.
    case attestation([String])

    public var description: String {
        switch self {
        case .library(let path, let reason): "\(path): \(reason)"
        case .program(let path, let reason): "worker program \(path): \(reason)"
        case .sandbox(let error): "\(error)"
        case .system(let doing, let code): "can not \(doing): \(errorText(code))"
        case .spec(let text): "worker: \(text)"
        case .refused(let text): "the worker refused the library: \(text)"
        case .deadline(let milliseconds, let phase):
            "not ready after \(milliseconds) ms, while \(phase); killed. A constructor or init that waits or loops "
                + "is the usual cause"
        case .ended(let exit):
            "ended before it was ready: \(exit)" + (exit.account.map { "; \($0), by its own account" } ?? "")
        case .attestation(let objections):
            "not locked down, killed before it was fed: " + objections.joined(separator: "; ")
        }
    }
}
