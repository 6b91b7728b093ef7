/// What must not change while an attack runs: sockets nobody may reach, a descriptor and a word of the environment that
/// nobody may see, and the host's own limits, priority and processors.
internal import CLinux
internal import Glibc

final class Canaries {
    /// A UDP and a TCP port on the loopback; the same number where that is free.
    let datagrams: Int32
    let connections: Int32
    let port: UInt16
    /// A listening socket file and the same name as an abstract one.
    let file: Int32
    let abstract: Int32
    let path: String
    /// An open file of the host that no worker may have.
    let secret: Int32

    private let before: Standing
    private let childrenBefore: Set<Int32>

    /// The host's limits and place in the scheduler.
    private struct Standing: Equatable {
        var limits: [UInt64] = []
        var priority: Int32 = 0
        var processors = 0
    }

    init(directory: String) throws(ArenaError) {
        func bad(_ what: String) -> ArenaError { ArenaError("canary \(what): \(String(cString: strerror(errno)))") }
        // Open to everybody, so that only the sandbox keeps a worker from it.
        chmod(directory, 0o755)
        path = directory + "/canary"
        datagrams = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Self.quiet, 0)
        connections = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Self.quiet, 0)
        file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Self.quiet, 0)
        abstract = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Self.quiet, 0)
        secret = open("/etc/hostname", O_RDONLY)
        port = Self.bindPorts(datagrams, connections)
        guard port != 0, listen(connections, 8) == 0 else { throw bad("ports") }
        guard Self.bind(file, to: path, isAbstract: false), chmod(path, 0o777) == 0, listen(file, 8) == 0 else {
            throw bad("socket file")
        }
        guard Self.bind(abstract, to: path, isAbstract: true), listen(abstract, 8) == 0 else { throw bad("name") }
        setenv("TECTRA_CANARY", "a word that no worker may know", 1)
        before = Self.standing()
        childrenBefore = Set(Self.children().map(\.0))
    }

    deinit {
        for descriptor in [datagrams, connections, file, abstract, secret] where descriptor >= 0 { close(descriptor) }
        unlink(path)
        unsetenv("TECTRA_CANARY")
    }

    private static let quiet = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)

    private static func bindPorts(_ datagrams: Int32, _ connections: Int32) -> UInt16 {
        for candidate in UInt16(47_000)..<47_200 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = candidate.bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            let isBound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
                    return Glibc.bind(datagrams, $0, size) == 0 && Glibc.bind(connections, $0, size) == 0
                }
            }
            if isBound { return candidate }
        }
        return 0
    }

    private static func bind(_ socket: Int32, to path: String, isAbstract: Bool) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = (isAbstract ? [0] : []) + Array(path.utf8)
        guard bytes.count < 107 else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(socket, $0, socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))) == 0
            }
        }
    }

    /// Every process whose parent this one is, zombies too.
    private static func children() -> [(Int32, String)] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [(Int32, String)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = Int32(name), let file = fopen("/proc/\(pid)/stat", "r") else { continue }
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = fread(&bytes, 1, 256, file)
            let line = String(decoding: bytes.prefix(count), as: UTF8.self)
            // pid (name) state parent …: the name may hold anything.
            guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")") else { continue }
            let words = line[close...].split(separator: " ")
            guard words.count > 2, words[2] == "\(getpid())" else { continue }
            found.append((pid, String(line[line.index(after: open)..<close])))
        }
        return found
    }

    private static func standing() -> Standing {
        var standing = Standing()
        for resource in 0..<16 {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(UInt32(resource)), &limit)
            standing.limits += [UInt64(limit.rlim_cur), UInt64(limit.rlim_max)]
        }
        standing.priority = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        standing.processors = Int(tectra_processor_count())
        return standing
    }

    /// What has changed since the last look; empty when nothing has.
    ///
    /// - Parameter witness: the one child that may live.
    func harms(besides witness: Int32) -> [String] {
        var found: [String] = []
        for (child, name) in Self.children() where child != witness && !childrenBefore.contains(child) {
            found.append("process \(child) (\(name)) was left behind")
        }
        var byte: UInt8 = 0
        if recv(datagrams, &byte, 1, 0) >= 0 { found.append("a datagram arrived") }
        for (socket, name) in [(connections, "TCP port"), (file, "socket file"), (abstract, "abstract socket")] {
            let peer = accept(socket, nil, nil)
            guard peer >= 0 else { continue }
            found.append("a connection arrived on the \(name)")
            close(peer)
        }
        if Self.standing() != before { found.append("the host's limits, priority or processors changed") }
        return found
    }
}
