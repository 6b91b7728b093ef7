/// What a worker did to its order ring that no honest worker does.

public enum OrderCorruption: Error, Equatable, Sendable, CustomStringConvertible {
    /// The index of filled slots is further ahead of the host than the ring is long.
    case indexAhead(found: UInt64, consumed: UInt64)
    /// The index of filled slots went back.
    case indexBack(found: UInt64, before: UInt64)
    /// A record of another schema or version.
    case foreignSchema(schema: UInt16, version: UInt16)
    /// A template that no worker may send.
    case foreignTemplate(UInt16)
    /// A block length that is not the template's.
    case wrongLength(template: UInt16, found: UInt16)
    /// The worker's count of requests has a gap or repeats.
    case wrongSequence(expected: UInt64, found: UInt64)

    public var description: String {
        switch self {
        case .indexAhead(let found, let consumed):
            "the worker says it has sent \(found) requests, of which the host has taken \(consumed):"
                + " more than the ring holds"
        case .indexBack(let found, let before):
            "the worker says it has sent \(found) requests after it had said \(before)"
        case .foreignSchema(let schema, let version):
            "a request of schema \(schema) version \(version)"
        case .foreignTemplate(let template):
            "a request with template \(template), which is not a request"
        case .wrongLength(let template, let found):
            "a request with template \(template) and a block of \(found) bytes"
        case .wrongSequence(let expected, let found):
            "request number \(found) where \(expected) was due"
        }
    }
}
