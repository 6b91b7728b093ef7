/// Bytes to a file or to a descriptor that is open, gathered into large writes.
internal import Glibc

final class ByteOutput {
    private let path: String
    private let descriptor: Int32
    private let isOwn: Bool
    private var isFinished = false
    private var buffer: [UInt8] = []
    private(set) var written = 0

    /// A file, which must not be there.
    init(path: String) throws(TickExportError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            if errno == EEXIST { throw .exists(path: path) }
            throw .system(doing: "make", path: path, code: errno)
        }
        self.path = path
        descriptor = file
        isOwn = true
    }

    /// A descriptor that stays open: standard output is 1.
    init(descriptor: Int32) {
        path = "standard output"
        self.descriptor = descriptor
        isOwn = false
    }

    deinit {
        guard isOwn else { return }
        close(descriptor)
        if !isFinished { unlink(path) }
    }

    func put(_ text: String) throws(TickExportError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= 1 << 16 { try flush() }
    }

    private func flush() throws(TickExportError) {
        var done = 0
        while done < buffer.count {
            let put = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw .system(doing: "write", path: path, code: errno) }
            done += put
        }
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    func finish() throws(TickExportError) {
        try flush()
        isFinished = true
    }
}
