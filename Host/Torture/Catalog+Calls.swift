/// Attacks by system call: 4 to 18.

extension Attack {
    static let bySystemCall: [Attack] = [
        foreign(4, "int 0x80 with an allowed number", "int80-getpid"),
        foreign(5, "int 0x80 looks at a file", "int80-access"),
        foreign(6, "an x32 call", "x32-getpid"),
        Attack(
            7, "calls that do not exist", layers: "filters", isOfLayers: true,
            [
                Probe("04-foreign-calls", "call-999", at: .initializing, .filter("")),
                Probe("04-foreign-calls", "call-999", .filter("")),
                Probe("04-foreign-calls", "call-minus-1", .filter(""), .held),
            ]),
        Attack(
            8, "high halves of arguments", layers: "filters", isOfLayers: true,
            [Moment.initializing, .running].map { Probe("08-high-bits", "ioctl", at: $0, .held) }
                + both("08-high-bits", ["futex", "mmap", "madvise", "write"].map { ($0, $0) })),
        Attack(
            9, "traces the host, is traced", layers: "filters, Landlock, user", isOfLayers: true,
            both("09-trace", [("seize", "ptrace"), ("traceme", "ptrace")])),
        Attack(
            10, "forgotten calls", layers: "filters", isOfLayers: true,
            forgotten.map { Probe("10-forgotten-calls", $0, .filter($0)) }
                + ["bpf", "io_uring_setup", "userfaultfd", "memfd_create"].map {
                    Probe("10-forgotten-calls", $0, at: .initializing, .filter($0))
                }),
        Attack(
            11, "runs another program", layers: "filters, sealed against exec", isOfLayers: true,
            both(
                "11-exec",
                [("execve", "execve"), ("execveat-library", "execveat"), ("execveat-memfd", "memfd_create")])),
        Attack(
            12, "changes its own confinement", layers: "filters", isOfLayers: true,
            ["filter", "listener", "strict"].flatMap { variant in
                [Moment.initializing, .running].map { Probe("12-own-filter", variant, at: $0, .filter("seccomp")) }
            }
                + ["dumpable", "keepcaps", "set-mm", "no-death-signal"].flatMap { variant in
                    [
                        Probe("12-own-filter", variant, at: .initializing, .held),
                        Probe("12-own-filter", variant, .filter("prctl")),
                    ]
                }),
        Attack(
            13, "namespaces of its own", layers: "filters, limits", isOfLayers: true,
            both("13-namespaces", [("unshare", "unshare"), ("setns", "setns")])
                + [Moment.initializing, .running].flatMap { moment in
                    ["clone", "clone3"].map { Probe("13-namespaces", $0, at: moment, .held) }
                }),
        Attack(
            14, "writes code and runs it", layers: "filters", isOfLayers: true,
            [
                Probe("14-new-code", "mmap-rwx", at: .initializing, .filter("mmap")),
                Probe("14-new-code", "mprotect-rx", at: .initializing, .filter("mprotect")),
                Probe("14-new-code", "mmap-rwx", .filter("mmap")),
                Probe("14-new-code", "mprotect-rx", .filter("mprotect")),
                Probe("14-new-code", "pkey-mprotect", .filter("pkey_mprotect")),
                Probe("14-new-code", "personality", .filter("personality")),
                Probe("14-new-code", "mmap-shared-rx", .filter("mmap")),
            ]),
        Attack(
            15, "sockets", layers: "filters, network namespace, Landlock", isOfLayers: true,
            both(
                "15-sockets",
                ["inet", "netlink", "vsock", "unix-path", "unix-abstract", "udp", "tcp"].map { ($0, "socket") })),
        Attack(
            16, "signals to the host and to all", layers: "filters, Landlock, user", isOfLayers: true,
            both(
                "16-signals",
                [
                    ("kill-host", "kill"), ("kill-all", "kill"), ("tgkill", "tgkill"), ("tkill", "tkill"),
                    ("pidfd", "pidfd_open"), ("sigqueue", "rt_sigqueueinfo"),
                ])),
        Attack(
            17, "the host's limits and processors", layers: "filters, user", isOfLayers: true,
            both(
                "17-host-limits",
                [
                    ("prlimit", "prlimit64"), ("affinity", "sched_setaffinity"), ("priority", "getpriority"),
                    ("realtime", "sched_setscheduler"),
                ])),
        Attack(
            18, "the host's memory and descriptors", layers: "filters, Landlock, user", isOfLayers: true,
            both(
                "18-host-memory",
                [("readv", "process_vm_readv"), ("writev", "process_vm_writev"), ("pidfd-getfd", "pidfd_open")])
                + ["proc-mem", "proc-environ", "proc-maps"].flatMap { variant in
                    [
                        Probe("18-host-memory", variant, at: .initializing, .held),
                        Probe("18-host-memory", variant, .filter("openat")),
                    ]
                }),
    ]

    private static func foreign(_ number: Int, _ name: String, _ variant: String) -> Attack {
        Attack(
            number, name, layers: "filters (architecture)", isOfLayers: true,
            [Moment.initializing, .running].map { moment in
                Probe("04-foreign-calls", variant, at: moment, .filter("")) { $0.isIntel = true }
            })
    }

    static let forgotten = [
        "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key", "io_uring_setup", "init_module",
        "finit_module", "delete_module", "acct", "swapon", "syslog", "mq_open", "timer_create", "fanotify_init",
        "inotify_init1", "mount", "pivot_root", "chroot", "sethostname", "settimeofday", "quotactl", "kexec_load",
        "name_to_handle_at", "memfd_create", "eventfd2", "epoll_create1", "timerfd_create",
        "signalfd4", "pipe2", "socketpair", "shmget", "semget", "splice", "tee", "getdents64",
        "setuid", "setgroups", "capset", "setrlimit", "uname", "membarrier", "get_mempolicy", "io_destroy",
    ]
}
