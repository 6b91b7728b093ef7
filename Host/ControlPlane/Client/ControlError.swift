/// Why a request to the control plane brought no result, in words that say what to do.

/// The body of every answer that is not a success.
public struct ErrorReport: Codable, Equatable, Sendable {
    /// What is wrong; several mistakes stand on lines of their own.
    public var error: String
    /// What to do about it; may be empty.
    public var hint: String

    public init(error: String, hint: String = "") {
        self.error = error
        self.hint = hint
    }
}

public enum ControlError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody listens there.
    case noHost(String)
    /// It listens and does not answer.
    case timeOut(String, milliseconds: Int)
    case unreachable(String)
    /// The answer is not of this API.
    case malformed(String)
    /// It answered and did not do it.
    case refused(status: Int, ErrorReport)

    public var description: String {
        switch self {
        case .noHost(let place):
            "no tectrad is running at \(place); start one with tectrad CONFIG, "
                + "or name another with --directory or --socket"
        case .timeOut(let place, let milliseconds):
            "tectrad at \(place) did not answer within \(milliseconds) ms; trading goes on without it. "
                + "See its log, and start it again; tectractl kill trigger works without it"
        case .unreachable(let text): text
        case .malformed(let text): "not an answer of tectrad: \(text); are both of the same build?"
        case .refused(_, let report): report.hint.isEmpty ? report.error : "\(report.error)\n\(report.hint)"
        }
    }

    /// Whether the host itself could not be spoken to; then the engine may still be reached directly.
    public var isHostSilent: Bool {
        switch self {
        case .noHost, .timeOut, .unreachable, .malformed: true
        case .refused: false
        }
    }
}
