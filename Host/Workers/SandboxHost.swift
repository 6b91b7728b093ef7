/// What is made once in a host and shared by all its workers: the probe of the kernel, the verdict
/// on this machine, the sealed filters.
public import Sandbox

/// The sandbox as this host can give it.
public struct SandboxHost: Sendable {
    public let features: KernelFeatures
    public let mode: TradingMode
    public let tier: SandboxTier
    /// What is missing and tolerated; to be logged at start.
    public let warnings: [String]
    public let filters: FilterImage
    /// Where all workers are; nil when each has one of its own, or none.
    public let network: EmptyNetwork?

    private static let separateNetworks =
        "workers can not share an empty network; each has one, and the kernel clears it away on any processor"

    /// Probes this machine and compiles the filters.
    ///
    /// - Parameter filters: other filters than a host's, which may only be stricter; nil compiles the host's.
    /// - Throws: `WorkerError.sandbox` when the machine can not hold a strategy in.
    public init(
        mode: TradingMode, features: KernelFeatures = .probe(), filters: FilterImage? = nil
    ) throws(WorkerError) {
        let assessment = SandboxAssessment(features, mode: mode)
        guard let tier = assessment.tier else { throw .sandbox(.refused(assessment.refusals)) }
        self.features = features
        self.mode = mode
        let network = EmptyNetwork(for: features.namespaces)
        self.network = network
        self.tier = tier
        let isAlone = network == nil && features.namespaces.contains(.net)
        warnings = assessment.warnings + (isAlone ? [Self.separateNetworks] : [])
        do throws(SandboxError) {
            if let filters { self.filters = filters } else { self.filters = try FilterImage() }
        } catch {
            throw .sandbox(error)
        }
    }
}
