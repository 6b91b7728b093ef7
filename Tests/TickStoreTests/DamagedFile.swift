// Puts other bytes in the place of a file's.
import Foundation

extension Data {
    /// Makes the file anew. Cutting it short and writing over it would make the file system flush each time.
    func replace(_ path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try write(to: URL(filePath: path))
    }
}
