/// Logs as JSON, one object a line: time, level, label, message, and the metadata as keys.
internal import ControlStores
internal import Foundation
internal import Glibc
public import Logging
internal import Records

public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let descriptor: Int32

    /// - Parameter descriptor: an open file; every line is one write, so that lines never mix.
    public init(label: String, descriptor: Int32 = 2, level: Logger.Level = .info) {
        self.label = label
        self.descriptor = descriptor
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let line = line(event.level, event.message, event.metadata) + "\n"
        let bytes = Array(line.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    func line(_ level: Logger.Level, _ message: Logger.Message, _ more: Logger.Metadata?) -> String {
        var text = "{\"time\":\(JSONText.quoted(Timestamp.now())),\"level\":\"\(level)\""
        text += ",\"label\":\(JSONText.quoted(label))"
        text += ",\"message\":\(JSONText.quoted("\(message)"))"
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(more ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            text += ",\(JSONText.quoted(Self.reserved.contains(key) ? "_" + key : key)):\(Self.json(value))"
        }
        return text + "}"
    }

    private static let reserved: Set<String> = ["time", "level", "label", "message"]

    private static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): JSONText.quoted(text)
        case .stringConvertible(let value): value is any BinaryInteger ? "\(value)" : JSONText.quoted("\(value)")
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let values):
            "{"
                + values.sorted { $0.key < $1.key }.map { "\(JSONText.quoted($0.key)):\(json($0.value))" }
                .joined(separator: ",") + "}"
        }
    }
}
