/// What can go wrong while a sandbox is prepared, in words that say what to do.

public enum SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A filter can not be compiled or sealed.
    case filter(String)
    /// This machine can not hold a strategy in; each reason names what is missing.
    case refused([String])

    /// There is no control group for a worker; why.
    case controlGroup(String)

    public var description: String {
        switch self {
        case .filter(let text): "sandbox filter: \(text)"
        case .controlGroup(let text): "control group: \(text)"
        case .refused(let reasons): "sandbox refused: " + reasons.joined(separator: "; ")
        }
    }
}
