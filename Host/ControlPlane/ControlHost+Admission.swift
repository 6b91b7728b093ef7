/// What a library must be before anything of it is sent to the engine: what its manifest says, and signed where this
/// host wants that. Every reason is told at once.
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import HTTPTypes
internal import HostConfiguration
internal import Manifest

/// A request that may go to the engine, and what is to be kept of its library.
struct Admission {
    var request: DeployRequest
    /// Nil when the library can not be read here: the engine will say why.
    var library: LibraryRecord?

    /// For the history.
    var signature: String { library.map { $0.signer.isEmpty ? "" : ", signed by \($0.signer)" } ?? "" }
}

extension ControlHost {
    /// - Parameters:
    ///   - typed: the parameters as they were typed, where they were.
    ///   - isWhole: whether the parameters are all that the library will have.
    ///   - predecessor: the version whose state it is to take over, where that has a manifest.
    func admit(
        _ wanted: DeployRequest, typed: [String: String]? = nil, isWhole: Bool = true,
        succeeding predecessor: Manifest? = nil
    ) throws(APIError) -> Admission {
        let package = LibraryPackage(library: wanted.library)
        var admission = Admission(request: wanted)
        var problems = package.problems
        var signer = ""
        do throws(SignatureError) {
            signer = try package.signer(configuration.signatures).map { "\($0.id)" } ?? ""
        } catch {
            problems.append("\(error)")
        }
        if let manifest = package.manifest {
            let typed = typed?.sorted { $0.key < $1.key }.map { (name: $0.key, text: $0.value) }
            let judgement =
                typed.map { manifest.parameters.judge(typed: $0, isWhole: isWhole) }
                ?? manifest.parameters.judge(wanted.parameters, isWhole: isWhole)
            problems += judgement.problems
            admission.request.parameters = judgement.values
            let memory = configuration.engine.workerMemory
            if manifest.memory > memory {
                problems.append(
                    "it needs \(manifest.memory >> 20) MiB of memory, and workers.memory here is \(memory >> 20) MiB")
            }
            if let predecessor, !manifest.acceptedSchemas.contains(predecessor.stateSchema) {
                problems.append(
                    "\(predecessor.version) saves state of schema \(predecessor.stateSchema), and \(manifest.version) "
                        + "takes \(manifest.acceptedSchemas.map(\.description).joined(separator: ", "))")
            }
            if !wanted.expectedSHA256.isEmpty, wanted.expectedSHA256.lowercased() != manifest.sha256 {
                problems.append("sha256: \(wanted.expectedSHA256) was asked for, the manifest says \(manifest.sha256)")
            }
            admission.request.expectedSHA256 = manifest.sha256
            admission.request.expected = manifest.library
        }
        guard problems.isEmpty else {
            throw APIError(.unprocessableContent, problems.map { "\(wanted.library): \($0)" }.joined(separator: "\n"))
        }
        if let digest = package.digest {
            var record = LibraryRecord(sha256: digest)
            record.path = wanted.library
            record.manifest = package.manifest == nil ? "" : String(decoding: package.bytes, as: UTF8.self)
            record.signer = signer
            admission.library = record
        }
        return admission
    }
}
