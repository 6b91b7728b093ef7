// Files made by the gzip program itself.
import Foundation
import TestSupport

enum GzipFile {
    /// Compresses bytes with gzip into a file.
    static func write(_ bytes: [UInt8], to path: String, level: Int = 6) throws {
        let plain = path + ".plain"
        try Data(bytes).write(to: URL(filePath: plain))
        let result = try Program.run("/bin/sh", ["-c", "gzip -\(level) -n -c '\(plain)' > '\(path)'"])
        try FileManager.default.removeItem(atPath: plain)
        guard result.status == 0 else { throw Failed(text: result.error) }
    }

    struct Failed: Error {
        let text: String
    }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
    static func put(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }
}

/// A made day, framed as its file has it.
enum MadeDay {
    static func framed(_ messages: [[UInt8]]) -> [UInt8] {
        messages.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 255)] + $0 }
    }
}
