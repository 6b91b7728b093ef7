/// Attack 46: every rule of both filters in the kernel itself. Allowed arguments pass; each argument that a rule
/// looks at, changed, is answered as the policy says: the tries are made from the rules, so a new rule is tried too.
internal import Sandbox
internal import Workers

extension Torture {
    func rules() -> [Outcome] {
        let (load, run) = (sandbox.filters.load.policy, sandbox.filters.run.policy)
        var outcomes: [Outcome] = []
        for (moment, rules) in [(Moment.initializing, load.rules), (.running, run.rules)] {
            // What is in force then: the stricter answer of the two wins, as in the kernel.
            let inForce = moment == .initializing ? [load] : [load, run]
            var seen: Set<String> = []
            for call in Self.calls(of: rules) where seen.insert(call.text).inserted {
                guard FilterProgram.number(ofCall: call.name) != nil else { continue }
                let answers = inForce.map { $0.answer(to: call.name, call.arguments) }
                outcomes.append(attempt(Self.probe(call, Self.strictest(answers), at: moment)))
            }
        }
        return outcomes
    }

    /// A call to be made.
    private struct Call {
        let name: String
        var arguments: [UInt64]

        /// As 46-rules.c reads it: the number, then INDEX=HEX for what is not 0.
        var text: String {
            let number = FilterProgram.number(ofCall: name) ?? -1
            let words = arguments.enumerated().filter { $0.element != 0 }.map {
                "\($0.offset)=\(String($0.element, radix: 16))"
            }
            return ([String(number)] + words).joined(separator: " ")
        }
    }

    /// Ends or moves the thread that makes it, so it can not be made for a look; each is made by every worker anyway.
    private static let notForALook: Set<String> = [
        "exit", "exit_group", "rt_sigreturn", "seccomp", "restart_syscall", "set_robust_list", "rseq", "vhangup",
        "clock_nanosleep", "nanosleep", "rt_sigprocmask", "brk",
    ]

    /// For each rule one call that keeps it and, for each condition, calls that break it in one place.
    private static func calls(of rules: [SyscallRule]) -> [Call] {
        rules.filter { !notForALook.contains($0.call) || !$0.conditions.isEmpty }.flatMap { rule in
            var good = Call(name: rule.call, arguments: [UInt64](repeating: 0, count: 6))
            for condition in rule.conditions {
                switch condition.test {
                case .equals(let value), .masked(_, let value), .atLeast(let value):
                    good.arguments[condition.argument] = value
                }
            }
            let bad = rule.conditions.flatMap { condition in
                breaking(condition, good.arguments[condition.argument]).map { value in
                    var call = good
                    call.arguments[condition.argument] = value
                    return call
                }
            }
            return (notForALook.contains(rule.call) ? [] : [good]) + bad
        }
    }

    /// Values that a condition does not take: one bit beside it, low, above the 32 that the kernel reads, highest.
    private static func breaking(_ condition: ArgumentCondition, _ good: UInt64) -> [UInt64] {
        let candidates: [UInt64] =
            switch condition.test {
            case .atLeast(let least): [4096, least &- 4096]
            case .equals, .masked: (0..<8).map { good ^ 1 << $0 } + [good | 1 << 32, good | 1 << 40, good | 1 << 63]
            }
        var arguments = [UInt64](repeating: 0, count: 6)
        let broken = candidates.filter {
            arguments[condition.argument] = $0
            return !condition.holds(for: arguments)
        }
        return Array(broken.prefix(2)) + broken.suffix(min(3, max(0, broken.count - 2)))
    }

    private static func strictest(_ answers: [SyscallAction]) -> SyscallAction {
        func rank(_ action: SyscallAction) -> Int {
            switch action {
            case .allow: 0
            case .fail: 1
            case .refuse: 2
            case .kill: 3
            }
        }
        return answers.max { rank($0) < rank($1) } ?? .kill
    }

    private static func probe(_ call: Call, _ answer: SyscallAction, at moment: Moment) -> Probe {
        func lives(saying line: String) -> Probe {
            Probe("46-rules", call.text, at: moment, .lives) {
                $0.shortfall = { $0.said(line) ? nil : "it did not say: \(line)" }
            }
        }
        return switch answer {
        case .allow: lives(saying: "passed")
        case .fail(let error): lives(saying: "failed \(error)")
        // The loader's two calls are answered, with no look at the path: see seccomp_filter.h.
        case .refuse where call.name == "newfstatat": lives(saying: "failed 13")
        case .refuse: Probe("46-rules", call.text, at: moment, .filter(call.name))
        case .kill: Probe("46-rules", call.text, at: moment, .filter(""))
        }
    }
}
