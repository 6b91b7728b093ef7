/// Why tectrad does not start, in words that say what to do.

public struct StartupError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
