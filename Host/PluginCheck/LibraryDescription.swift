/// What a library says about itself in a worker of its own: descriptor, and the parameters that are in force.
public import EngineLink
public import Manifest
internal import PluginABI
internal import Records
public import Sandbox
public import Workers

public struct LibraryDescription: Sendable {
    public let digest: Digest
    public let library: LibrarySelf
    /// As `get_config` tells them; nil when it does not tell.
    public let parameters: [(name: String, value: ParameterValue)]?
    /// Whether those are what it has when nobody sets anything.
    public let areDefaults: Bool

    /// Starts the library, without parameters where it can be started so.
    ///
    /// - Parameters:
    ///   - worker: the tectra-worker program.
    ///   - parameters: what it is started with where it refuses to start without.
    public init(
        of library: String, worker: String, parameters: [(name: String, value: ParameterValue)]
    ) throws(WorkerError) {
        let image = try LibraryImage(reading: library)
        let sandbox = try SandboxHost(mode: .paper)
        do throws(WorkerError) {
            try self.init(image, sandbox, worker, [])
        } catch {
            guard case .refused = error, !parameters.isEmpty else { throw error }
            try self.init(image, sandbox, worker, parameters)
        }
    }

    private init(
        _ image: LibraryImage, _ sandbox: SandboxHost, _ program: String,
        _ given: [(name: String, value: ParameterValue)]
    ) throws(WorkerError) {
        var spec = WorkerSpec(program: program, library: image.path, strategy: 1)
        spec.parameters = given.map(tectra_parameter.init(of:))
        spec.instruments = 64
        var worker = try CheckWorker(spec, image, sandbox)
        digest = image.digest
        library = LibrarySelf(worker.facts)
        parameters = worker.parameters()
        areDefaults = given.isEmpty
        if let exit = worker.exit { throw .ended(exit) }
        _ = worker.stop()
    }
}

extension LibrarySelf {
    init(_ facts: StrategyFacts) {
        self.init(
            name: facts.name, version: facts.version, author: facts.author, abi: ABIVersion(word: facts.abiVersion),
            stateSchema: facts.stateSchema)
    }
}

extension CheckWorker {
    /// Asks for the parameters that are in force.
    ///
    /// - Returns: nil when it has ended, does not tell, or tells something else than a whole list.
    mutating func parameters() -> [(name: String, value: ParameterValue)]? {
        _ = take()
        command(Int(TECTRA_COMMAND_GET_CONFIG))
        guard exit == nil else { return nil }
        var told: [(name: String, value: ParameterValue)] = []
        for request in take() {
            if let parameter = request.withUnsafeBytes({ tectra_parameter(copying: $0) }) {
                guard let row = ParameterValue.named(parameter) else { return nil }
                told.append(row)
            } else if let end = request.withUnsafeBytes({ tectra_configured(copying: $0) }) {
                return end.status == TECTRA_OK && Int(end.parameters) == told.count ? told : nil
            }
        }
        return nil
    }
}
