/// A strategy from its file to locked down, attested and ready; and how soon its death is known.
internal import CLinux
internal import Glibc
internal import PluginABI
internal import Sandbox
internal import SharedMemory
internal import Workers

enum LoadBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        [try load(plan, "passthrough", "C"), try load(plan, "ma-crossover", "Swift"), try death(plan)]
    }

    private static func load(_ plan: BenchPlan, _ name: String, _ language: String) throws -> Figure {
        let sandbox = try SandboxHost(mode: .paper)
        let region = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 1 << 16))
        var samples: [UInt64] = []
        var memory = 0
        for round in 0..<60 {
            var spec = WorkerSpec(program: plan.worker, library: plan.library(name), strategy: 1)
            spec.wait = .frugal
            let worker = try WorkerProcess.spawn(spec, market: region, sandbox: sandbox)
            // The first rounds find the files cold.
            if round >= 10 { samples.append(UInt64(clamping: worker.loadNanoseconds)) }
            memory = privateKilobytes(worker.pid) ?? memory
        }
        let mean = Double(samples.reduce(0, +)) / Double(samples.count)
        return Figure(
            "load.\(language)", unit: "load", count: samples.count, perSecond: 1e9 / mean,
            latency: Figure.Latency(samples), counts: ["private KiB": memory],
            note: "\(name): spawn, sandbox, dlopen, init, second filter, attested; warm files")
    }

    /// SIGKILL from outside until the host has reaped the worker.
    private static func death(_ plan: BenchPlan) throws -> Figure {
        let sandbox = try SandboxHost(mode: .paper)
        let region = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 1 << 16))
        var samples: [UInt64] = []
        for _ in 0..<50 {
            var spec = WorkerSpec(program: plan.worker, library: plan.library("passthrough"), strategy: 1)
            spec.wait = .frugal
            var worker = try WorkerProcess.spawn(spec, market: region, sandbox: sandbox)
            var watched = pollfd(fd: worker.pidfd, events: Int16(POLLIN), revents: 0)
            let begun = tectra_clock_monotonic()
            kill(worker.pid, SIGKILL)
            poll(&watched, 1, 1000)
            while worker.poll() == nil { tectra_yield() }
            samples.append(UInt64(clamping: tectra_clock_monotonic() &- begun))
        }
        let mean = Double(samples.reduce(0, +)) / Double(samples.count)
        return Figure(
            "load.death", unit: "end", count: samples.count, perSecond: 1e9 / mean, latency: Figure.Latency(samples),
            note: "from SIGKILL to reaped, woken by the pidfd")
    }

    /// Memory that only this process has, KiB, as the kernel counts it.
    private static func privateKilobytes(_ pid: Int32) -> Int? {
        guard let file = fopen("/proc/\(pid)/smaps_rollup", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        var sum = 0
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .split(separator: " ")
            guard words.count > 1, words[0] == "Private_Dirty:" || words[0] == "Private_Clean:" else { continue }
            sum += Int(words[1]) ?? 0
        }
        return sum
    }
}
