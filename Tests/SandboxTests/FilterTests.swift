// The compiled filters say exactly what the policies say: every call, with arguments around every
// boundary and at random.
import Confinement
import Sandbox
import TestSupport
import Testing

@Suite struct FilterTests {
    static let loadPolicy = SandboxPolicy.load(
        filterAddress: FilterLayout.runAddress, protectedBelow: FilterLayout.protectedBelow,
        library: FilterLayout.library)

    private func answer(_ program: FilterProgram, _ call: String, _ arguments: [UInt64] = []) throws -> UInt32 {
        let number = try #require(FilterProgram.number(ofCall: call))
        let padded = arguments + [UInt64](repeating: 0, count: 6 - arguments.count)
        return try FilterEvaluator.run(
            program, on: DescribedCall(number: UInt32(number), arguments: padded))
    }

    @Test(arguments: [loadPolicy, SandboxPolicy.run])
    func everyCallIsAnsweredAsThePolicySays(policy: SandboxPolicy) throws {
        let program = try FilterProgram(compiling: policy)
        // Arguments that any rule compares with, their neighbors, and the same with a high bit set.
        var interesting: Set<UInt64> = [0, 1, 2, 3, .max]
        for rule in policy.rules {
            for condition in rule.conditions {
                switch condition.test {
                case .equals(let value), .atLeast(let value), .masked(_, let value):
                    interesting.formUnion([value, value &+ 1, value &- 1, value | 1 << 32, value | 1 << 63])
                }
                if case .masked(let mask, let value) = condition.test {
                    for bit in 0..<64 { interesting.insert(value ^ (1 << UInt64(bit))) }
                    interesting.insert(value | ~mask)
                }
            }
        }
        let values = interesting.sorted()
        var random = SplitMix64.printed()
        var compared = 0
        for number in UInt32(0)..<470 {
            let name = FilterProgram.name(ofCall: Int32(number))
            for round in 0..<200 {
                var arguments = (0..<6).map { _ in values[Int(random.next() % UInt64(values.count))] }
                if round == 0 { arguments = [0, 0, 0, 0, 0, 0] }
                let got = try FilterEvaluator.run(program, on: DescribedCall(number: number, arguments: arguments))
                let wanted = policy.answer(to: name, arguments).kernelValue
                #expect(got == wanted, "\(policy.name): \(name) \(arguments)")
                compared += 1
            }
        }
        #expect(compared == 94_000)
    }

    @Test(arguments: [loadPolicy, SandboxPolicy.run])
    func anAllowedCallWithOneWrongBitIsRefused(policy: SandboxPolicy) throws {
        let program = try FilterProgram(compiling: policy)
        for rule in policy.rules where rule.action == .allow && !rule.conditions.isEmpty {
            var good = [UInt64](repeating: 0, count: 6)
            for condition in rule.conditions {
                switch condition.test {
                case .equals(let value), .masked(_, let value), .atLeast(let value): good[condition.argument] = value
                }
            }
            #expect(try answer(program, rule.call, good) == SyscallAction.allow.kernelValue, "\(rule.call) \(good)")
            for condition in rule.conditions {
                if case .atLeast = condition.test { continue }
                var bad = good
                bad[condition.argument] |= 1 << 40
                #expect(
                    try answer(program, rule.call, bad) != SyscallAction.allow.kernelValue
                        || policy.answer(to: rule.call, bad) == .allow,
                    "\(rule.call) \(bad)")
            }
        }
    }

    @Test func aForeignCallEndsTheProcess() throws {
        for policy in [Self.loadPolicy, .run] {
            let program = try FilterProgram(compiling: policy)
            for number: UInt32 in [0, 1, 3, 11, 33, 252] {
                let foreign = DescribedCall(number: number, architecture: DescribedCall.i386)
                #expect(try FilterEvaluator.run(program, on: foreign) == SyscallAction.kill.kernelValue)
                #if arch(x86_64)
                let x32 = DescribedCall(number: number | 0x4000_0000)
                #expect(try FilterEvaluator.run(program, on: x32) == SyscallAction.kill.kernelValue)
                #endif
            }
        }
    }

    @Test(arguments: [
        "socket", "connect", "bind", "sendto", "execve", "execveat", "ptrace", "bpf", "perf_event_open",
        "userfaultfd", "keyctl", "io_uring_setup", "init_module", "acct", "swapon", "syslog", "mq_open", "timer_create",
        "fanotify_init", "process_vm_readv", "pidfd_getfd", "kill", "tgkill", "rt_sigqueueinfo", "pidfd_send_signal",
        "prlimit64", "sched_setaffinity", "sched_setscheduler", "setpriority", "unshare", "setns", "memfd_create",
        "fcntl", "dup", "dup2", "fallocate", "ftruncate", "shmget", "personality", "mount", "open", "openat", "read",
        "pread64", "close", "seccomp", "prctl", "pkey_mprotect", "eventfd2", "pipe2", "stat", "access", "statx",
    ])
    func whatATradingStrategyHasNoReasonForIsRefused(call: String) throws {
        let program = try FilterProgram(compiling: .run)
        #expect(try answer(program, call) == SyscallAction.refuse.kernelValue)
    }

    @Test func aConstructorCanInstallNoFilterButOurs() throws {
        let program = try FilterProgram(compiling: Self.loadPolicy)
        let allowed = SyscallAction.allow.kernelValue
        #expect(try answer(program, "seccomp", [1, 1, FilterLayout.runAddress]) == allowed)
        #expect(try answer(program, "seccomp", [1, 1, FilterLayout.loadAddress]) != allowed)
        #expect(try answer(program, "seccomp", [1, 1 | 8, FilterLayout.runAddress]) != allowed)
        #expect(try answer(program, "seccomp", [1, 1, 0x7fff_0000_1000]) != allowed)
        // Nor put anything in its place.
        for call in ["mmap", "munmap", "mprotect", "mremap"] {
            #expect(try answer(program, call, [FilterLayout.address, 4096, 3, 0x32]) != allowed, "\(call)")
        }
        #expect(try answer(program, "mremap", [0x7fff_0000_1000, 4096, 4096, 3, FilterLayout.address]) != allowed)
    }

    @Test(arguments: ["openat", "newfstatat", "open", "stat", "lstat", "access", "faccessat", "faccessat2", "statx"])
    func aConstructorCanNameNoPath(call: String) throws {
        let program = try FilterProgram(compiling: Self.loadPolicy)
        for flags: UInt64 in [0, 0x1000, 0x80000] {
            let got = try answer(program, call, [0xffff_ff9c, 0x7fff_0000_1000, 0, flags])
            #expect(got == SyscallAction.refuse.kernelValue)
        }
    }

    @Test func theSameFilterHasTheSameHash() throws {
        let first = try FilterImage(), second = try FilterImage()
        #expect(first.digest == second.digest)
        #expect(first.digest != first.load.digest)
        #expect(first.digest.description.count == 64)
        #expect(first.run.count < 300 && first.load.count < 300)
        print("filters: load \(first.load.count) instructions, run \(first.run.count), hash \(first.digest)")
    }

    @Test func digestsAreSHA256() {
        let text = Array("abc".utf8)
        #expect(
            text.withUnsafeBytes { Digest(of: $0) }.description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
