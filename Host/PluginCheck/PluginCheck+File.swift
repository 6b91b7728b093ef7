/// What can be seen without running anything: symbols and libraries.
internal import Workers

extension PluginCheck {
    private static let entry = "tectra_strategy_entry"
    /// What a worker has in memory when it loads a strategy; nothing else can be opened then.
    private static let provided: Set<String> = [
        "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6",
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libswiftCore.so", "libswift_Concurrency.so",
        "libswift_StringProcessing.so", "libswift_RegexParser.so", "libswiftGlibc.so", "libswiftSynchronization.so",
    ]
    private static let clocks: Set<String> = [
        "clock_gettime", "clock_getres", "gettimeofday", "time", "clock", "times", "ftime", "timespec_get",
        "swift_get_time", "swift_get_clock_res",
    ]
    private static let randomness: Set<String> = [
        "getrandom", "getentropy", "rand", "random", "drand48", "lrand48", "mrand48", "arc4random",
        "arc4random_buf", "arc4random_uniform", "swift_stdlib_random",
    ]
    private static let refused: Set<String> = [
        "open", "open64", "openat", "fopen", "fopen64", "creat", "socket", "connect", "fork", "vfork", "execve",
        "execvp", "system", "popen", "pthread_create", "thrd_create", "dlopen", "kill", "ptrace", "mmap", "shm_open",
    ]

    private var file: LibraryFacts { LibraryFacts(descriptor: image.descriptor, size: image.size) }

    func exports() -> CheckResult {
        let file = file
        guard file.isReadable else {
            return CheckResult(
                .exports, "its table of symbols can not be read",
                [
                    CheckFinding(
                        .warning, "it has no section headers", advice: "link it without --strip-section-headers")
                ])
        }
        var findings: [CheckFinding] = []
        if !file.exports.contains(Self.entry) {
            findings.append(
                CheckFinding(
                    .error, "it does not export \(Self.entry)",
                    advice: "define it as in tectra/strategy.h, with default visibility"))
        }
        let others = file.exports.filter { $0 != Self.entry }
        if !others.isEmpty {
            findings.append(
                CheckFinding(
                    .error, "it exports \(others.count) more: \(Self.few(others))",
                    advice: "link with the SDK's exports.map: -Wl,--version-script=exports.map"))
        }
        return CheckResult(.exports, Self.few(file.exports), findings)
    }

    func libraries() -> CheckResult {
        let file = file
        var findings = file.needed.filter { !Self.provided.contains($0) }.map { name in
            CheckFinding(
                .error, "it needs \(name), which no worker has",
                advice: name.contains("Foundation")
                    ? "import Glibc, or nothing, in place of Foundation"
                    : "link that library statically, or do without")
        }
        for path in file.searchPaths where path.hasPrefix("/") {
            findings.append(
                CheckFinding(
                    .warning, "it names a folder of the machine it was built on: \(path)",
                    advice: "link without an rpath (Swift: -Xswiftc -no-toolchain-stdlib-rpath)"))
        }
        return CheckResult(.libraries, file.needed.isEmpty ? "none" : Self.few(file.needed), findings)
    }

    func imports() -> CheckResult {
        let imports = Set(file.imports)
        var findings: [CheckFinding] = []
        func find(_ names: Set<String>, _ what: String, _ advice: String) {
            let found = imports.intersection(names).sorted()
            if !found.isEmpty {
                findings.append(CheckFinding(.warning, "\(what): \(Self.few(found))", advice: advice))
            }
        }
        find(Self.clocks, "it can read a clock", "use the event's time, or now() of the host: a replay has no other")
        find(Self.randomness, "it can ask for randomness", "use random() of the host: it is seeded and replayed")
        find(Self.refused, "it calls what a worker may not", "such a call ends the worker or fails; leave it out")
        return CheckResult(.imports, "\(imports.count) functions of other libraries", findings)
    }

    /// The first of a list, and how many more there are.
    static func few(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
