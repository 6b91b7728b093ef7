/// The layers of a worker's sandbox that can be told apart, so that each can be tested by itself.

/// A set of layers. tectra-worker always has all of them; only the test rig leaves some out.
public struct SandboxLayers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Rings, report and set-up are closed before a stranger's code runs.
    public static let descriptors = SandboxLayers(rawValue: 1)
    /// Another user, no capabilities, an empty bounding set, not dumpable.
    public static let user = SandboxLayers(rawValue: 2)
    /// Landlock with zero rules.
    public static let landlock = SandboxLayers(rawValue: 4)
    /// The filter in force while the library is loaded.
    public static let loadFilter = SandboxLayers(rawValue: 8)
    /// The filter in force while the strategy runs.
    public static let runFilter = SandboxLayers(rawValue: 16)
    /// Namespaces; the host gives them, not the worker.
    public static let namespaces = SandboxLayers(rawValue: 32)
    /// Resource limits; the host sets them, not the worker.
    public static let limits = SandboxLayers(rawValue: 64)

    /// A control group; the host puts the worker in it.
    public static let controlGroup = SandboxLayers(rawValue: 128)

    public static let filters: SandboxLayers = [.loadFilter, .runFilter]
    public static let all: SandboxLayers = [
        .descriptors, .user, .landlock, .filters, .namespaces, .limits, .controlGroup,
    ]
}
