/// The tick store that is filled while the host runs.
internal import TickRecorder
internal import TickStore
internal import Yams

extension HostConfiguration {
    static let tickKeys = ["store", "symbols", "retention-days", "flush-s", "memory"]

    mutating func readTicks(_ ticks: ConfigurationSection, _ paths: PathBase) {
        let store = ticks.text("store", required: true)
        let symbols = Self.tickSymbols(ticks)
        let days = ticks.whole("retention-days", in: 0...100_000)
        let flush = ticks.whole("flush-s", in: 1...3600)
        let memory = ticks.bytes("memory", in: (4 << 20)...(1 << 36))
        guard let store else { return }
        var plan = RecorderPlan(store: paths.absolute(store))
        plan.symbols = symbols
        plan.retentionDays = days ?? plan.retentionDays
        plan.flushSeconds = flush ?? plan.flushSeconds
        plan.memory = memory ?? plan.memory
        self.ticks = plan
    }

    /// A list, or one alone; nil is all of them.
    private static func tickSymbols(_ section: ConfigurationSection) -> Set<TickSymbol>? {
        guard section.has("symbols") else { return nil }
        let single = section.node("symbols")?.scalar?.string
        if single == "*" { return nil }
        let texts = single.map { [$0] } ?? section.list("symbols")?.compactMap { $0.scalar?.string } ?? []
        var symbols: Set<TickSymbol> = []
        for text in texts {
            if let symbol = TickSymbol(text) {
                symbols.insert(symbol)
            } else {
                section.problem("symbols", "\"\(text)\" is not a symbol of 1 to 16 letters and digits")
            }
        }
        return symbols
    }
}
