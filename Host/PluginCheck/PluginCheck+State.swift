/// State out and in: the same bytes again, and bytes that nobody saved.
internal import PluginABI
internal import Workers

extension PluginCheck {
    /// A state as it is after a while of trading, saved by a worker of its own; nil with what went wrong.
    private func savedState() throws(CheckError) -> (state: (bytes: [UInt8], schema: UInt32)?, trouble: String) {
        var state: (bytes: [UInt8], schema: UInt32)?
        var differs = false
        let trouble = try trial { worker in
            var draws = SeededDraws(seed: plan.seed)
            begin(&worker)
            worker.trade(300, &draws)
            answer(&worker)
            worker.trade(100, &draws)
            state = worker.save()
            let again = worker.save()
            differs = state?.bytes != again?.bytes
        }
        if let trouble { return (nil, trouble) }
        if state == nil { return (nil, "save_state gave no whole state") }
        return (state, differs ? "saved twice at the same event, the bytes differ" : "")
    }

    func state() throws(CheckError) -> CheckResult {
        guard has(.saveState), has(.loadState) else { return .skipped(.state, "it keeps no state") }
        let (state, trouble) = try savedState()
        var findings: [CheckFinding] = []
        let advice = "write every byte of the state, in a fixed order; leave out pointers, padding and clocks"
        if !trouble.isEmpty { findings.append(CheckFinding(.error, trouble, advice: advice)) }
        guard let state else { return CheckResult(.state, "no state", findings) }
        if state.bytes.isEmpty, findings.isEmpty { return .skipped(.state, "it keeps no state: it saves no byte") }
        if state.schema == 0 {
            findings.append(
                CheckFinding(
                    .warning, "it saves a state of schema 0",
                    advice: "number the schema from 1, and raise it when the bytes change"))
        }
        var again: (bytes: [UInt8], schema: UInt32)?
        let end = try trial { worker in
            worker.load(state.bytes, schema: state.schema)
            begin(&worker)
            again = worker.save()
        }
        if let end {
            findings.append(
                CheckFinding(
                    .error, "its own state, loaded: \(end)", advice: "load_state must take what save_state wrote"))
        } else if again?.bytes != state.bytes {
            let at = zip(again?.bytes ?? [], state.bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            let place = at.map { "at byte \($0)" } ?? "in length (\(again?.bytes.count ?? 0))"
            findings.append(
                CheckFinding(
                    .error, "saved, loaded and saved again it differs \(place) of \(state.bytes.count)",
                    advice: advice))
        }
        return CheckResult(.state, "\(state.bytes.count) bytes of schema \(state.schema)", findings)
    }

    // MARK: - Damage

    private struct Damage {
        let name: String
        let bytes: [UInt8]
        let schema: UInt32
    }

    func damagedState() throws(CheckError) -> CheckResult {
        guard has(.saveState), has(.loadState) else { return .skipped(.damagedState, "it keeps no state") }
        guard let state = try savedState().state else { return .skipped(.damagedState, "it saves none: see state") }
        let damages = damages(of: state)
        var failures: [(damage: String, text: String)] = []
        var refused = 0
        for damage in damages {
            switch try worker() {
            case .refused(let error): failures.append((damage.name, "\(error)"))
            case .ready(var worker):
                worker.load(damage.bytes, schema: damage.schema)
                if let exit = worker.exit {
                    // load_state refused it, which is well; anything else is not.
                    if case .refused = exit.cause, exit.description.contains("load_state returned") {
                        refused += 1
                    } else {
                        failures.append((damage.name, exit.description))
                    }
                    continue
                }
                var draws = SeededDraws(seed: plan.seed)
                begin(&worker)
                worker.trade(20, &draws)
                _ = worker.save()
                let exit = worker.stop()
                if exit.cause != .stopped { failures.append((damage.name, "taken, and then \(exit.description)")) }
            }
        }
        let findings = failures.prefix(1).map { first in
            let more = failures.count > 1 ? " (and \(failures.count - 1) more)" : ""
            return CheckFinding(
                .error, "\(first.damage): \(first.text)\(more)",
                advice: "look at every length before you read: a state can come from a crash or a damaged disk")
        }
        return CheckResult(
            .damagedState, "\(damages.count) damaged states: \(refused) refused, "
                + "\(damages.count - refused - failures.count) taken", findings)
    }

    /// Every way in which a state is damaged here, the same for the same seed.
    private func damages(of state: (bytes: [UInt8], schema: UInt32)) -> [Damage] {
        var draws = SeededDraws(seed: plan.seed)
        let bytes = state.bytes
        var all: [Damage] = []
        func add(_ name: String, _ bytes: [UInt8], schema: UInt32? = nil) {
            all.append(Damage(name: name, bytes: bytes, schema: schema ?? state.schema))
        }
        add("empty", [])
        for length in cuts(of: bytes.count, &draws) { add("cut after byte \(length)", Array(bytes[..<length])) }
        add("one byte longer", bytes + [0])
        add("twice as long", bytes + bytes)
        for number in 0..<8 { add("random bytes \(number)", draws.bytes(bytes.count)) }
        for number in 0..<8 { add("random length \(number)", draws.bytes(draws.below(512))) }
        for value in [UInt8(0), 0x7f, 0x80, 0xff] where !bytes.isEmpty {
            add("every byte \(value)", [UInt8](repeating: value, count: bytes.count))
        }
        for _ in 0..<(bytes.isEmpty ? 0 : 32) {
            var altered = bytes
            let (at, bit) = (draws.below(bytes.count), draws.below(8))
            altered[at] ^= 1 << UInt8(bit)
            add("bit \(bit) of byte \(at) turned", altered)
        }
        for schema in [state.schema &+ 1, 0, .max] where schema != state.schema {
            add("schema \(schema)", bytes, schema: schema)
        }
        return all
    }

    /// Lengths to cut to: all, or so many spread over them with the first and the last among them.
    private func cuts(of count: Int, _ draws: inout SeededDraws) -> [Int] {
        guard count > plan.cuts else { return count > 1 ? Array(1..<count) : [] }
        var lengths = Set(1...min(64, plan.cuts)).union([count - 1])
        while lengths.count < plan.cuts { lengths.insert(1 + draws.below(count - 1)) }
        return lengths.sorted()
    }
}
