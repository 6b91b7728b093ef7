/// A strategy's library, read once: hashed while it is copied into a sealed memfd, so that what
/// was checked is what is loaded, whatever becomes of the file.
internal import CLinux
internal import Glibc
public import Sandbox

/// A sealed copy of a library.
public final class LibraryImage: Sendable {
    public let path: String
    public let digest: Digest
    /// Bytes.
    public let size: Int
    /// The sealed memfd.
    public let descriptor: Int32

    /// Larger files are no strategy.
    public static let sizeMax = 256 << 20

    /// Reads, checks, hashes and seals.
    public init(reading path: String) throws(WorkerError) {
        self.path = path
        func bad(_ reason: String) -> WorkerError { .library(path: path, reason: reason) }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            throw bad(errno == ENOENT ? "there is no such file" : "can not be opened: \(errorText(errno))")
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw bad("can not be looked at: \(errorText(errno))") }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw bad("is not a file") }
        guard facts.st_size > 0 else { throw bad("is empty; was the build interrupted?") }
        guard facts.st_size <= Self.sizeMax else {
            throw bad("has \(facts.st_size) bytes; at most \(Self.sizeMax) are taken")
        }

        let image = tectra_image_file("strategy")
        guard image >= 0 else { throw .system(doing: "make a memfd", code: errno) }
        do throws(WorkerError) {
            let copied = try Self.copy(file, of: Int(facts.st_size), to: image, bad)
            guard tectra_image_seal(image) == 0 else { throw .system(doing: "seal a memfd", code: errno) }
            digest = copied.digest
            size = copied.size
            descriptor = image
        } catch {
            close(image)
            throw error
        }
    }

    deinit {
        close(descriptor)
    }

    private static func copy(
        _ file: Int32, of stated: Int, to image: Int32, _ bad: (String) -> WorkerError
    ) throws(WorkerError) -> (digest: Digest, size: Int) {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { room.deallocate() }
        var digest = RunningDigest()
        var total = 0
        while true {
            let count = read(file, room.baseAddress, room.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw bad("can not be read: \(errorText(errno))") }
            if count == 0 { break }
            let bytes = UnsafeRawBufferPointer(rebasing: room[..<count])
            if total == 0, let reason = ELFHeader.objection(to: bytes, of: stated) { throw bad(reason) }
            total += count
            guard total <= sizeMax else { throw bad("grew while it was read; at most \(sizeMax) bytes are taken") }
            digest.update(bytes)
            var written = 0
            while written < count {
                let step = write(image, room.baseAddress.map { $0 + written }, count - written)
                guard step > 0 else { throw .system(doing: "copy the library", code: errno) }
                written += step
            }
        }
        guard total > 0 else { throw bad("is empty; was the build interrupted?") }
        return (digest.finish(), total)
    }
}
