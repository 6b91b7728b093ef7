/// A directory that is gone when the test is.
internal import Foundation

public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() {
        let url = FileManager.default.temporaryDirectory.appending(path: "tectra-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            preconditionFailure("no temporary directory: \(error)")
        }
        path = url.path
    }

    /// The path of something in it.
    public func file(_ name: String) -> String { path + "/" + name }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
