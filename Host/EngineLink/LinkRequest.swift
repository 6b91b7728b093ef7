/// A whole message as the engine's supervisor gets it: checked, and typed by its verb.
public import PluginABI
internal import Records

/// Where an answer goes. Kept by whoever answers later; the asker may be gone by then.
public struct LinkReturn: BitwiseCopyable, Equatable, Sendable {
    /// Number of the connection, never used twice.
    let connection: UInt64
    /// The asker's own number of the request.
    public let correlation: UInt64
    let verb: UInt16
}

/// What is asked.
public enum LinkBody: Sendable {
    case hello(HelloRequest)
    case deploy(DeployRequest)
    case command(tectra_strategy_command)
    case limits([tectra_limits], tectra_limits_commit)
    case kill(tectra_kill_switch)
    case feed(FeedRequest)
    case query(LinkQuery)
    case shutDown(reason: String)
    case reload(ReloadRequest)
    case configure(ConfigureRequest)

    /// Reads the payload of a verb. The bytes come from another process and may be anything.
    init(_ verb: LinkVerb, _ payload: UnsafeRawBufferPointer) throws(LinkError) {
        switch verb {
        case .hello: self = .hello(try HelloRequest(KeyValueText(payload)))
        case .deploy: self = .deploy(try DeployRequest(KeyValueText(payload)))
        case .feed: self = .feed(try FeedRequest(KeyValueText(payload)))
        case .query: self = .query(try LinkQuery(payload: payload))
        case .reload: self = .reload(try ReloadRequest(KeyValueText(payload)))
        case .configure: self = .configure(try ConfigureRequest(KeyValueText(payload)))
        case .shutDown: self = .shutDown(reason: String(decoding: payload.prefix(256), as: UTF8.self))
        case .command: self = .command(try Self.only(payload))
        case .kill: self = .kill(try Self.only(payload))
        case .limits:
            let rowSize = tectra_limits.size
            let rest = payload.count - tectra_limits_commit.size
            guard rest >= 0, rest % rowSize == 0 else {
                throw .malformed("limits are rows of \(rowSize) bytes and a commit")
            }
            var rows: [tectra_limits] = []
            for offset in stride(from: 0, to: rest, by: rowSize) {
                rows.append(try Self.only(Self.slice(payload, offset..<(offset + rowSize))))
            }
            self = .limits(rows, try Self.only(Self.slice(payload, rest..<payload.count)))
        }
    }

    /// The one record that the bytes are.
    private static func only<One: Record>(_ bytes: UnsafeRawBufferPointer) throws(LinkError) -> One {
        guard bytes.count == One.size, let record = One(copying: bytes) else {
            throw .malformed("\(bytes.count) bytes are not a record of template \(One.templateID)")
        }
        return record
    }

    private static func slice(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
    }
}

/// One request and where its answer goes.
public struct LinkRequest: Sendable {
    public let origin: LinkReturn
    /// Process id of the asker, as the kernel knows it.
    public let process: Int32
    public let body: LinkBody
}
