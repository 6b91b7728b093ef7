// Bytes to a file, for tests that read one.
import Foundation

enum BinaryFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }
}
