/// A file that is written from begin to end, and is not there when writing it failed.
internal import Glibc

struct OutputFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    private(set) var size = 0
    private var isFinished = false

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes a file, which must not be there.
    static func make(_ path: String) throws(ParquetError) -> OutputFile {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw .exists(path: path) }
            throw .system(doing: "make", path: path, code: errno)
        }
        return OutputFile(path: path, descriptor: descriptor)
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(path) }
    }

    mutating func write(_ bytes: [UInt8]) throws(ParquetError) {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw .system(doing: "write", path: path, code: errno) }
            done += put
        }
        size += bytes.count
    }

    mutating func finish() throws(ParquetError) {
        guard fdatasync(descriptor) == 0 || errno == EINVAL else {
            throw .system(doing: "flush", path: path, code: errno)
        }
        isFinished = true
    }
}
