/// The settings of the engine and its workers that go straight into engine.conf.
internal import EngineLink
internal import Foundation

extension HostConfiguration {
    static let workerKeys = [
        "program", "user", "memory", "processor-percent", "requests-per-second", "load-ms", "processor", "wait",
        "private-ring-cells", "order-ring-slots",
    ]
    static let engineKeys = [
        "program", "processor", "supervisor-processor", "wait", "market-ring-cells", "instruments-max", "orders-max",
        "own-orders-max", "depth-interval-ms", "bar-interval-ms",
        "bar-ticks", "bar-volume", "bar-notional",
    ]

    mutating func readWorkers(_ workers: ConfigurationSection, _ paths: PathBase) {
        workers.text("program").map { engine.workerProgram = paths.absolute($0) }
        workers.whole("user", in: 1...(UInt32.max - 1)).map { engine.workerUser = $0 }
        workers.bytes("memory", in: (1 << 24)...(1 << 40)).map { engine.workerMemory = UInt64($0) }
        workers.whole("processor-percent", in: 0...100).map { engine.workerProcessorPercent = $0 }
        workers.whole("requests-per-second", in: 0...EngineConfiguration.requestsPerSecond.upperBound).map { count in
            engine.workerRequestsPerSecond = count
            if count != 0, !EngineConfiguration.requestsPerSecond.contains(count) {
                workers.problem("requests-per-second", "\(count) is less than 10000; 0 is without end")
            }
        }
        workers.whole("load-ms", in: 10...600_000).map { engine.workerLoadMilliseconds = $0 }
        workers.whole("processor", in: EngineConfiguration.processors).map { engine.workerProcessor = $0 }
        workers.choice("wait", WaitName.self).map { engine.workerWait = $0 }
        workers.powerOfTwo("private-ring-cells", in: 64...(1 << 22)).map { engine.privateRingCells = $0 }
        workers.powerOfTwo("order-ring-slots", in: 16...(1 << 20)).map { engine.orderRingSlots = $0 }
    }

    mutating func readEngine(_ section: ConfigurationSection, _ paths: PathBase) {
        section.text("program").map { engineProgram = paths.absolute($0) }
        let processors = EngineConfiguration.processors
        section.whole("processor", in: processors).map { engine.engineProcessor = $0 }
        section.whole("supervisor-processor", in: processors).map { engine.supervisorProcessor = $0 }
        section.choice("wait", WaitName.self).map { engine.wait = $0 }
        section.powerOfTwo("market-ring-cells", in: 1024...(1 << 26)).map { engine.marketRingCells = $0 }
        section.whole("instruments-max", in: 1...65_536).map { engine.instrumentsMax = $0 }
        section.whole("orders-max", in: 1...(1 << 28)).map { engine.ordersMax = $0 }
        section.whole("own-orders-max", in: 16...(1 << 26)).map { engine.ownOrdersMax = $0 }
        section.whole("depth-interval-ms", in: 0...86_400_000).map { engine.depthInterval = Int64($0) * 1_000_000 }
        section.whole("bar-interval-ms", in: 0...86_400_000).map { engine.barInterval = Int64($0) * 1_000_000 }
        section.whole("bar-ticks", in: 0...1_000_000_000).map { engine.barTicks = Int64($0) }
        section.whole("bar-volume", in: 0...1_000_000_000_000).map { engine.barVolume = Int64($0) }
        section.whole("bar-notional", in: 0...9_000_000_000).map { engine.barNotional = Int64($0) * 1_000_000_000 }
    }
}

extension ConfigurationSection {
    func powerOfTwo(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = whole(key, in: range) else { return nil }
        guard value & (value - 1) == 0 else {
            problem(key, "\(value) is not a power of two")
            return nil
        }
        return value
    }

    /// A size: a whole number of bytes, or one with KiB, MiB or GiB behind it.
    func bytes(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = scalar(key) else { return nil }
        let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = unit.map { String(text.dropLast($0.0.count)) } ?? text
        let number = Int(digits.filter { $0 != "_" && $0 != " " })
        guard let number, case (let value, let overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1),
            !overflow,
            range.contains(value)
        else {
            problem(
                key,
                "\"\(text)\" is not a size from \(range.lowerBound) to \(range.upperBound) bytes; write it as 64MiB")
            return nil
        }
        return value
    }

    /// Money with up to nine digits behind the point, in 1e-9.
    func money(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let text = scalar(key) else { return nil }
        guard let value = Amount.value(text), range.contains(value) else {
            problem(
                key,
                "\"\(text)\" is not an amount from \(Amount.text(range.lowerBound)) "
                    + "to \(Amount.text(range.upperBound))")
            return nil
        }
        return value
    }
}
