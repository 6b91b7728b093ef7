/// Attacks by using things up, by ending, and by breaking the contract: 32 to 39.

extension Attack {
    static let byUsingUp: [Attack] = [
        Attack(
            32, "all the memory there is", layers: "limits, control group",
            [
                Probe("32-memory", "heap", .held) {
                    $0.memory = 64 << 20
                    $0.hardMilliseconds = 4000
                },
                Probe("32-memory", "stack", .signal(11)) { $0.hardMilliseconds = 4000 },
                Probe("32-memory", "mappings", .held) { $0.hardMilliseconds = 4000 },
                Probe("32-memory", "lock", .filter("mlock")),
            ]),
        Attack(
            33, "a callback never returns", layers: "hard deadline",
            [Probe("33-never-returns", "spin", .deadline), Probe("33-never-returns", "sleep", .deadline)]),
        Attack(
            34, "blocks every signal and spins", layers: "SIGKILL by pidfd",
            [Probe("33-never-returns", "blocked", .deadline)]),
        Attack(35, "outlives its host", layers: "parent-death signal", []),
        Attack(
            36, "ends in every way", layers: "classification",
            [
                Probe("36-ends", "trap", .trap) { $0.shortfall = { names("attack", $0) } },
                Probe("36-ends", "abort", .trap) { $0.shortfall = { names("attack", $0) } },
                Probe("36-ends", "exit", .exit(7)), Probe("36-ends", "_exit", .exit(8)),
                Probe("36-ends", "raise", .filter("tgkill")),
                Probe("36-ends", "wild-pointer", .signal(11)) {
                    $0.shortfall = { names("in writes_through_a_wild_pointer+", $0) }
                },
                Probe("36-ends", "jump", .signal(11)), Probe("36-ends", "divide", .trap),
                Probe("36-ends", "fake-stop", .exit(0)),
                Probe("36-throws", "", .trap),
                Probe("36-swift-ends", "fatal-error", .trap) { $0.shortfall = { names("$s6attack", $0) } },
                Probe("36-swift-ends", "forced-nil", .trap),
                Probe("36-swift-ends", "overflow", .trap), Probe("36-swift-ends", "past-end", .trap),
                Probe("36-swift-ends", "nan", .trap), Probe("36-swift-ends", "recursion", .signal(11)),
                // It waits for a thread that never comes, in small sleeps: a hang, which only the watch can see.
                Probe("36-swift-ends", "task", .deadline),
            ]),
    ]

    /// Whether the account of an end names a function.
    private static func names(_ function: String, _ seen: Observation) -> String? {
        seen.text.contains(function) ? nil : "\(function) is not named: \(seen.text)"
    }

    static let byBreakingTheContract: [Attack] = [
        Attack(
            37, "calls services when it may not", layers: "lifecycle table",
            [
                Probe("37-wrong-calls", "too-early", at: .initializing, .held),
                Probe("37-wrong-calls", "no-context", .held), Probe("37-wrong-calls", "not-mine", .held),
                Probe("37-wrong-calls", "longjmp", .exit(9), .signal(11), .trap),
            ]),
        Attack(
            38, "a table that says wrong things", layers: "loader",
            [
                ("size-0", "bytes"), ("size-huge", "bytes"), ("no-init", "no init"), ("no-shutdown", "no shutdown"),
                ("no-descriptor", "no descriptor"), ("version-0", "ABI"), ("version-999", "ABI"), ("no-name", "name"),
                ("long-name", "name"), ("bad-name", "name"), ("wants", "wants"), ("descriptor-size", "descriptor"),
                ("layout", "layout"),
            ].map { Probe("38-descriptors-\($0.0)", at: .loading, .refused($0.1)) }
                + [Probe("38-descriptors-null-entry", at: .loading, .signal(11))]),
        Attack(
            39, "a library that is none", layers: "loader in the sandbox",
            ["cut-0", "cut-1", "cut-63", "cut-64", "cut-200", "cut-4096", "ones", "headers-away", "headers-many",
                "size-huge", "address-high", "entry-size", "needs-missing", "needs-by-path",
            ].map { Probe("39-\($0)", at: .running, .refused(""), .signal(11), .signal(7), .trap) }
                + [
                    Probe("39-resolver", at: .loading, .filter("socket")),
                    Probe("39-stack", at: .loading, .filter("mprotect")),
                    // Only a program's own audit entry counts: a library's is passed over.
                    Probe("39-audit", at: .initializing, .refused(""), .lives),
                    Probe("39-many-symbols", at: .loading, .lives),
                ]),
    ]

    /// The strategy is asked for its state twice; `states` is how many the host must have got.
    private static func save(_ variant: String, _ expected: Sight, states: Int = 0) -> Probe {
        Probe("41-state", variant, at: .running, expected) {
            $0.saves = 2
            $0.shortfall = { seen in
                if seen.states.count != states { return "the host took \(seen.states.count) states, not \(states)" }
                let areEqual = seen.states.first == seen.states.last
                return areEqual == (variant != "save-differs") ? nil : "two saves: \(seen.states)"
            }
        }
    }

    /// The same as is tried on the host; the other filters are tried by attack 9, 16 and 18 already.
    private static let onTheWitness: [Probe] =
        both(
            "16-signals",
            [
                ("kill-host", "kill"), ("tgkill", "tgkill"), ("tkill", "tkill"), ("pidfd", "pidfd_open"),
                ("sigqueue", "rt_sigqueueinfo"),
            ], needs: { $0.attacksTheWitness = true })
        + both("09-trace", [("seize", "ptrace")], needs: { $0.attacksTheWitness = true })
        + both(
            "18-host-memory",
            [("readv", "process_vm_readv"), ("writev", "process_vm_writev"), ("pidfd-getfd", "pidfd_open")],
            needs: { $0.attacksTheWitness = true })
        + ["proc-mem", "proc-environ", "proc-maps"].flatMap { variant in
            [
                Probe("18-host-memory", variant, at: .initializing, .held) { $0.attacksTheWitness = true },
                Probe("18-host-memory", variant, .filter("openat")) { $0.attacksTheWitness = true },
            ]
        }

    /// What needs more than one worker, more than one load, or another host: see Torture+Special.swift.
    static let aroundTheHost: [Attack] = [
        Attack(40, "a library replaced after the check", layers: "sealed copy, hashed while read", []),
        Attack(41, "a state that is none", layers: "load_state; deadlines", []),
        Attack(
            42, "a state without end", layers: "size limit, deadline",
            [
                save("save-whole", .lives, states: 2), save("save-hangs", .deadline),
                save("save-huge", .refused("save_state wants")), save("save-4-GiB", .refused("save_state wants")),
                save("save-grows", .refused("save_state wants")), save("save-past-end", .signal(11)),
                save("forged-pieces", .exit(9)),
                // Two saves of one state: the host keeps both bytes and says that they differ.
                save("save-differs", .lives, states: 2),
            ]),
        Attack(43, "the strategy beside it", layers: "filters, Landlock", onTheWitness),
        Attack(
            44, "says it is locked down and is not", layers: "attestation",
            [Probe("44-says-ready", at: .initializing, .attestation)]),
        Attack(45, "a layer that is dead", layers: "each layer alone: the second table", []),
        Attack(46, "a rule that lets more through", layers: "every rule, every argument bit", []),
    ]
}
