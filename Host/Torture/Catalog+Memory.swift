/// Attacks on memory that is shared with the host, and on the ring: 21 to 31.

extension Attack {
    static let onSharedMemory: [Attack] = [
        Attack(
            21, "makes the host's memory writable", layers: "seals, descriptors closed, filters", isOfLayers: true,
            [
                Probe("21-shared-memory", "mprotect-write", at: .initializing, .held),
                Probe("21-shared-memory", "mprotect-write", .held),
                Probe("21-shared-memory", "reopen-write", at: .initializing, .held),
                Probe("21-shared-memory", "reopen-write", .filter("openat")),
                Probe("21-shared-memory", "pwrite", .filter("pwrite64")),
                Probe("21-shared-memory", "mmap-write", at: .initializing, .held),
                Probe("21-shared-memory", "mmap-write", .filter("mmap")),
            ]),
        Attack(
            22, "resizes or seals it under the host", layers: "seals, descriptors closed, filters", isOfLayers: true,
            both(
                "21-shared-memory",
                [("truncate", "ftruncate"), ("grow", "ftruncate"), ("seal", "fcntl"), ("set-flags", "fcntl")])),
        Attack(
            23, "punches holes into it", layers: "seals, filters", isOfLayers: true,
            both(
                "21-shared-memory", [("remove-hosts", "madvise"), ("remove-own", "madvise"), ("punch", "fallocate")])),
        Attack(
            24, "makes the host wait on a descriptor", layers: "filters; the host never waits", isOfLayers: true,
            [Probe("24-blocking-pipe", "block", .filter("fcntl")), Probe("24-blocking-pipe", "fill", .held)]),
        Attack(
            25, "moves or holds who waits on a word", layers: "filters; every wait has an end", isOfLayers: true,
            ["requeue", "cmp-requeue", "wake-op", "lock-pi", "unlock-pi", "trylock-pi", "wait-requeue-pi",
                "cmp-requeue-pi",
            ].map { Probe("25-futex", $0, .filter("futex")) }
                + [Probe("25-futex", "waitv", .filter("futex_waitv"), .filter("system call 449"))]),
    ]

    static let onTheRing: [Attack] = [
        Attack(
            26, "lies about the ring's index", layers: "protocol",
            ["far-ahead", "one-too-many", "backwards", "all-ones", "empty-slots", "restless"].map {
                Probe("26-ring-index", $0, .corrupt)
            }),
        Attack(
            27, "writes records that are none", layers: "protocol",
            ["length-0", "length-max", "length-odd", "kind-0", "kind-of-the-host", "kind-65535", "schema", "version",
                "sequence-gap", "sequence-0",
            ].map { Probe("27-ring-records", $0, .corrupt) }),
        Attack(
            28, "changes an order after it was sent", layers: "copy, then judge the copy",
            [
                Probe("28-change-after-send", "", .held) {
                    $0.events = 400
                    $0.acceptsNothing = false
                    $0.shortfall = { $0.accepted == 0 ? "none of its orders was taken, so nothing was tried" : nil }
                }
            ]),
        Attack(29, "values that no field should have", layers: "risk", [Probe("29-wild-values", "", .held)]),
        Attack(
            30, "floods of everything", layers: "bounded work a turn, budgets",
            ["orders", "cancels", "logs", "words", "signals", "timers"].map { kind in
                Probe("30-floods", kind, .lives) {
                    $0.events = 120
                    $0.acceptsNothing = false
                    $0.shortfall = { flood(kind, $0) }
                }
            }),
        Attack(
            31, "storms of wake-ups, and silence", layers: "the host never waits for it",
            [
                Probe("31-bells", "storm", .held) { $0.events = 120 },
                Probe("31-bells", "silence", .deadline),
            ]),
    ]

    /// What of a flood came further than it may.
    private static func flood(_ kind: String, _ seen: Observation) -> String? {
        let milliseconds = UInt64(clamping: seen.eventNanoseconds / 1_000_000)
        switch kind {
        case "orders" where seen.accepted > 100 + milliseconds + 1:
            return "\(seen.accepted) orders were taken in \(milliseconds) ms; 100 and 1 a ms may be"
        case "orders" where seen.accepted == 0, "cancels" where seen.requests == 0:
            return "nothing arrived, so nothing was tried"
        case "logs" where seen.lines > 64 + milliseconds + 1:
            return "\(seen.lines) lines were kept of \(milliseconds) ms; 64 and 1 a ms may be"
        case "logs" where seen.droppedLogs == 0: return "no line was dropped, so it was no flood"
        default: return nil
        }
    }
}
