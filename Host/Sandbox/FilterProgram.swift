/// Compiles a policy with libseccomp, once, to the bytes that are hashed, sealed and installed.
internal import CSeccomp
internal import CLinux
internal import Confinement
internal import Glibc

/// A compiled filter.
public struct FilterProgram: Sendable {
    /// The policy it was made from.
    public let policy: SandboxPolicy
    /// struct sock_filter, 8 bytes each.
    public let instructions: [UInt8]
    /// SHA-256 of the instructions: the filter's identity in the journal.
    public let digest: Digest

    public var count: Int { instructions.count / 8 }

    /// - Throws: `SandboxError.filter` when libseccomp can not express a rule.
    public init(compiling policy: SandboxPolicy) throws(SandboxError) {
        guard let context = seccomp_init(policy.otherwise.kernelValue) else {
            throw .filter("\(policy.name): libseccomp does not start")
        }
        defer { seccomp_release(context) }
        // A call of another architecture or of x32 never has a reason. Without this it would only fail.
        guard seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SyscallAction.kill.kernelValue) == 0 else {
            throw .filter("\(policy.name): this libseccomp can not kill a process for a foreign call")
        }
        for rule in policy.rules where rule.action != policy.otherwise {
            let number = seccomp_syscall_resolve_name(rule.call)
            // Below zero: this machine has no such call (fork on arm64).
            if number < 0 { continue }
            let comparisons = rule.conditions.map(\.comparison)
            let outcome = seccomp_rule_add_array(
                context, rule.action.kernelValue, number, UInt32(comparisons.count), comparisons)
            guard outcome == 0 else {
                throw .filter("\(policy.name): rule for \(rule.call): \(String(cString: strerror(-outcome)))")
            }
        }
        instructions = try Self.export(context, of: policy.name)
        guard instructions.count <= 8 * FilterLayout.instructionsMax else {
            throw .filter("\(policy.name): more instructions than the kernel takes")
        }
        self.policy = policy
        digest = instructions.withUnsafeBytes { Digest(of: $0) }
    }

    /// The name of a system call of this machine, for people; its number when it has none.
    public static func name(ofCall number: Int32) -> String {
        guard let text = seccomp_syscall_resolve_num_arch(native, number) else { return "system call \(number)" }
        defer { free(text) }
        return String(cString: text)
    }

    /// The number of a system call of this machine; nil when it has none of that name.
    public static func number(ofCall name: String) -> Int32? {
        let number = seccomp_syscall_resolve_name(name)
        return number < 0 ? nil : number
    }

    private static var native: UInt32 { seccomp_arch_native() }

    private static func export(_ context: scmp_filter_ctx, of name: String) throws(SandboxError) -> [UInt8] {
        let file = tectra_image_file("filter")
        guard file >= 0 else { throw .filter("\(name): memfd: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        guard seccomp_export_bpf(context, file) == 0 else { throw .filter("\(name): export failed") }
        let size = Int(lseek(file, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: max(0, size))
        let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        guard size > 0, count == size else { throw .filter("\(name): the exported filter can not be read back") }
        return bytes
    }
}

extension ArgumentCondition {
    fileprivate var comparison: scmp_arg_cmp {
        switch test {
        case .equals(let value):
            scmp_arg_cmp(arg: UInt32(argument), op: SCMP_CMP_EQ, datum_a: value, datum_b: 0)
        case .masked(let mask, let value):
            scmp_arg_cmp(arg: UInt32(argument), op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
        case .atLeast(let value):
            scmp_arg_cmp(arg: UInt32(argument), op: SCMP_CMP_GE, datum_a: value, datum_b: 0)
        }
    }
}
