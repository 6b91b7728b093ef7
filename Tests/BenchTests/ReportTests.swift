// Figures: quantiles by rank, and a report that is read again and compared.
import Bench
import Foundation
import TestSupport
import Testing

@Suite struct ReportTests {
    @Test func quantilesAreThoseOfTheRank() throws {
        let latency = try #require(Figure.Latency((0..<1000).reversed().map { UInt64($0) }))
        #expect(latency.p50 == 500 && latency.p99 == 990 && latency.p999 == 999 && latency.max == 999)
        let one = try #require(Figure.Latency([7]))
        #expect(one.p50 == 7 && one.p999 == 7 && one.max == 7)
        #expect(Figure.Latency([]) == nil)
    }

    @Test func aSavedReportIsComparedWith() throws {
        func report(_ rates: [String: Double]) -> BenchReport {
            BenchReport(
                machine: .here(), revision: "r", date: "2026-01-05T00:00:00Z",
                figures: rates.map { Figure($0.key, unit: "message", count: 1, perSecond: $0.value) })
        }
        let folder = TemporaryDirectory()
        let path = folder.file("then.json")
        try report(["decode": 50, "gone": 1, "never": 0]).json().write(toFile: path, atomically: true, encoding: .utf8)
        let then = try BenchReport(contentsOf: path)
        #expect(report(["decode": 100, "new": 3, "never": 4]).ratios(to: then) == ["decode": 2])
    }

    @Test func namesOfBenchmarksAreTheirOwn() {
        #expect(Set(Benchmark.all.map(\.name)).count == Benchmark.all.count && Benchmark.all.count > 10)
    }
}
