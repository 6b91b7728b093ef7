/// A sandbox policy is data: which system call, under which conditions, with which answer.
/// Everything else (compiling, hashing, testing, printing) reads these values.

/// What the kernel does with a call.
public enum SyscallAction: Hashable, Sendable {
    case allow
    /// The call does not happen and fails with this error number: for what libraries try on
    /// normal paths and can do without.
    case fail(Int32)
    /// The call does not happen, its number is noted, and the process ends by SIGSYS.
    case refuse
    /// The process ends by SIGSYS at once.
    case kill

    /// The kernel's SECCOMP_RET_… value; libseccomp's actions are the same numbers.
    public var kernelValue: UInt32 {
        switch self {
        case .allow: 0x7fff_0000
        case .fail(let error): 0x0005_0000 | UInt32(truncatingIfNeeded: error & 0xffff)
        case .refuse: 0x0003_0000
        case .kill: 0x8000_0000
        }
    }
}

/// A condition on one argument. All 64 bits count, so that garbage in the high half of a 32-bit
/// argument never passes for a small number (CVE-2019-10063).
public struct ArgumentCondition: Hashable, Sendable {
    public enum Test: Hashable, Sendable {
        case equals(UInt64)
        /// The bits of `mask` are `value`.
        case masked(mask: UInt64, value: UInt64)
        case atLeast(UInt64)
    }
    /// 0 to 5.
    public let argument: Int
    public let test: Test

    public static func argument(_ index: Int, equals value: UInt64) -> Self {
        Self(argument: index, test: .equals(value))
    }

    /// Only bits of `bits` may be set.
    public static func argument(_ index: Int, within bits: UInt64) -> Self {
        Self(argument: index, test: .masked(mask: ~bits, value: 0))
    }

    /// Equals `value` when the bits of `ignored` do not count.
    public static func argument(_ index: Int, equals value: UInt64, ignoring ignored: UInt64) -> Self {
        Self(argument: index, test: .masked(mask: ~ignored, value: value))
    }

    public static func argument(_ index: Int, atLeast value: UInt64) -> Self {
        Self(argument: index, test: .atLeast(value))
    }

    /// What the condition says about six arguments: the specification that the compiled filter is tested against.
    public func holds(for arguments: [UInt64]) -> Bool {
        guard arguments.indices.contains(argument) else { return false }
        let value = arguments[argument]
        return switch test {
        case .equals(let wanted): value == wanted
        case .masked(let mask, let wanted): value & mask == wanted
        case .atLeast(let least): value >= least
        }
    }
}

/// One rule. Rules of the same call and action are alternatives; the conditions in one are not.
public struct SyscallRule: Hashable, Sendable {
    public let call: String
    public let action: SyscallAction
    public let conditions: [ArgumentCondition]

    public init(_ call: String, _ action: SyscallAction, _ conditions: [ArgumentCondition] = []) {
        self.call = call
        self.action = action
        self.conditions = conditions
    }
}
