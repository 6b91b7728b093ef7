/// The attacks, by number. What each must come to is here; what each does is in Tests/HostilePlugins.

extension Attack {
    /// All 46, in order.
    public static let all: [Attack] = atLoad + bySystemCall + byLooking + onSharedMemory + onTheRing + byUsingUp
        + byBreakingTheContract + aroundTheHost

    // MARK: - While the library is loaded

    static let atLoad: [Attack] = [
        Attack(
            1, "a constructor opens a file, looks for one", layers: "filters, Landlock", isOfLayers: true,
            [Probe("01-constructor-opens", at: .initializing, .held)]
                + ["stat", "stat-empty-flag", "open", "open-path", "library"].map {
                    Probe("01-which-paths-exist", $0, at: .initializing, .held)
                }),
        Attack(
            2, "a constructor forks, makes a thread", layers: "loading filter, limits", isOfLayers: true,
            [Probe("02-constructor-forks", at: .initializing, .held)]),
        Attack(
            3, "a constructor never returns", layers: "load deadline",
            ["loops", "sleeps"].map { kind in
                Probe("03-constructor-\(kind)", at: .loading, .loadDeadline) { $0.loadMilliseconds = 150 }
            }),
    ]

    // MARK: - Things a process looks at

    static let byLooking: [Attack] = [
        Attack(
            19, "reads what the host left open", layers: "descriptors closed, filters", isOfLayers: true,
            [
                Probe("19-descriptors", "scan", at: .initializing, .held),
                Probe("19-descriptors", "read", .filter("read")),
                Probe("19-descriptors", "scan", .filter("pread64")),
            ]),
        Attack(
            20, "looks for secrets and names", layers: "clean start, another user, filters", isOfLayers: true,
            [
                Probe("20-secrets", "environment", .held), Probe("20-secrets", "program", .held),
                Probe("20-secrets", "user", at: .initializing, .held, .filter("getuid")),
                Probe("20-secrets", "host-name", .filter("uname")),
            ]),
    ]

    /// The same call tried with each filter in force, each time to be answered by it.
    static func both(
        _ library: String, _ tries: [(variant: String, call: String)],
        needs change: @escaping (inout Probe.Needs) -> Void = { _ in }
    ) -> [Probe] {
        tries.flatMap { attempt in
            [Moment.initializing, .running].map {
                Probe(library, attempt.variant, at: $0, .filter(attempt.call), needs: change)
            }
        }
    }
}
