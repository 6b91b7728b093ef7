/// How much memory is a worker's own, as the kernel counts it.
internal import Glibc

extension WorkerProcess {
    /// Resident bytes of a process that it shares with nobody; nil when it is gone.
    public static func privateMemory(of pid: Int32) -> UInt64? {
        guard let file = fopen("/proc/\(pid)/statm", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = fread(&bytes, 1, 128, file)
        // size resident shared …, in pages.
        let words = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: " ")
        guard words.count > 2, let resident = UInt64(words[1]), let shared = UInt64(words[2]), resident >= shared
        else { return nil }
        return (resident - shared) &* UInt64(max(4096, sysconf(Int32(_SC_PAGESIZE))))
    }
}
