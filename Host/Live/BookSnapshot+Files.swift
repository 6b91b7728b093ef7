/// Snapshots on the disk: beside the journal that they are of, written whole or not at all.
internal import CLinux
internal import FeedTransport
internal import Glibc

extension BookSnapshot {
    /// Snapshots that are kept; an older one serves where the newest is damaged.
    static let kept = 3

    /// `books-00000000000000012345.snapshot`: names sort like sequences.
    private static func name(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return "books-" + String(repeating: "0", count: max(0, 20 - digits.count)) + digits + ".snapshot"
    }

    /// Writes the file, has it on the disk, and only then gives it its name.
    ///
    /// - Returns: why it could not, or nil.
    func write(to directory: String) -> String? {
        let path = directory + "/" + Self.name(sequence)
        let temporary = directory + "/books.tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return Self.reason(temporary) }
        let isWhole = bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return fsync(descriptor) == 0
        }
        let reason = isWhole ? nil : Self.reason(temporary)
        close(descriptor)
        guard reason == nil, rename(temporary, path) == 0 else {
            unlink(temporary)
            return reason ?? Self.reason(path)
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        for old in Self.names(in: directory).dropFirst(Self.kept) { unlink(directory + "/" + old) }
        return nil
    }

    /// Names of the snapshots in a directory, newest first.
    static func names(in directory: String) -> [String] {
        guard let folder = opendir(directory) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix("books-"), name.hasSuffix(".snapshot") { names.append(name) }
        }
        return names.sorted(by: >)
    }

    /// The newest snapshot of a directory that is sound; a damaged one is told and passed over.
    static func newest(in directory: String) -> BookSnapshot? {
        for name in names(in: directory) {
            do {
                let file = try MappedFile(directory + "/" + name)
                return try BookSnapshot(file.bytes)
            } catch {
                Log.warning("\(directory)/\(name) is passed over: \(error)")
            }
        }
        return nil
    }

    private static func reason(_ path: String) -> String { "\(path): \(String(cString: strerror(errno)))" }
}
