/// The machine a figure was measured on; without it a figure says little.
import Foundation

/// Facts about this machine, read from the kernel.
public struct Machine: Codable, Sendable {
    public let processor: String
    public let cores: Int
    public let memoryGiB: Int
    public let kernel: String
    /// Load average of the last minute when the benchmark began.
    public let load: Double

    /// Reads the facts of the machine this runs on.
    public static func here() -> Machine {
        func lines(_ path: String) -> [Substring] {
            ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
        }
        func value(_ key: String, in lines: [Substring]) -> String? {
            lines.first { $0.hasPrefix(key) }?.split(separator: ":").last
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let kibibytes = value("MemTotal", in: lines("/proc/meminfo"))?.split(separator: " ").first.flatMap { Int($0) }
        return Machine(
            processor: value("model name", in: lines("/proc/cpuinfo")) ?? "unknown",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryGiB: (kibibytes ?? 0) / 1_048_576,
            kernel: lines("/proc/sys/kernel/osrelease").first.map(String.init) ?? "unknown",
            load: lines("/proc/loadavg").first?.split(separator: " ").first.flatMap { Double($0) } ?? 0)
    }

    public var summary: String {
        "\(processor), \(cores) cores, \(memoryGiB) GiB, Linux \(kernel), load \(load)"
    }
}
