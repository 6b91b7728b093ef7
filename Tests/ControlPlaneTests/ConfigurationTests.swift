/// The host's YAML: every mistake is told at once with its line, and what ships is in order.
import EngineLink
import Foundation
import HostConfiguration
import Risk
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    private func problems(_ yaml: String) -> [ConfigurationProblem] {
        do throws(ConfigurationError) {
            _ = try HostConfiguration(parsing: yaml, file: "test.yaml", base: "/base")
            return []
        } catch {
            return error.problems
        }
    }

    @Test func fiveMistakesAreToldAtOnceWithTheirLines() {
        let found = problems(
            """
            directory: run
            mode: papr
            fede:
              speed: max
            seed: twelve
            engine:
              market-ring-cells: 1000
            strategies:
              - name: one
                library: x.so
            """)
        #expect(found.map(\.line) == [2, 3, 5, 7, 9])
        #expect(found[0].text.contains("did you mean paper?"))
        #expect(found[1].text.contains("did you mean feed?"))
        #expect(found[2].text.contains("not a whole number"))
        #expect(found[3].text.contains("out of range"))
        #expect(found[4].text.contains("symbols is missing"))
    }

    @Test func aPolicyThatMakesNoSenseIsToldWithItsLine() {
        let found = problems(
            """
            directory: run
            strategies:
              - {name: one, library: x.so, symbols: "*", restarts: many}
              - {name: two, library: x.so, symbols: "*", restart-ms: 0}
              - {name: three, library: x.so, symbols: "*", keep-orders: true}
              - {name: four, library: x.so, symbols: "*", restarts: 1, on-fault: kill}
            """)
        #expect(found.map(\.line) == [3, 4, 5, 6])
        #expect(found.allSatisfy { $0.text.contains("restart") })
    }

    @Test func whatIsWrittenIsWhatRuns() throws {
        let configuration = try HostConfiguration(
            parsing: """
                directory: run/x
                session: 2026-01-05
                feed: {file: day.itch, speed: 60, start: on-command}
                venue: {maker-fee: -0.002, taker-fee: 0.003}
                journal: {segment: 1MiB}
                strategies:
                  - name: one
                    library: lib/one.so
                    symbols: "*"
                    parameters: {fast: 10, band: 0.5, word: alpha, digits: "12"}
                    on-fault: kill
                  - name: two
                    library: two.so
                    symbols: "*"
                    restarts: 3
                    restart-ms: 250
                    keep-orders: true
                    snapshot-s: 2
                    processor: 1
                """, file: "test.yaml", base: "/base")
        #expect(configuration.directory == "/base/run/x")
        #expect(configuration.engine.session == 1_767_571_200_000_000_000)
        #expect(configuration.engine.feedFile == "/base/day.itch")
        #expect(configuration.engine.feedSpeed == .times(60))
        #expect(configuration.engine.makerFee == -2_000_000)
        #expect(configuration.engine.journalSegment == 1 << 20)
        let deployment = try #require(configuration.strategies.first?.deployment)
        #expect(deployment.library == "/base/lib/one.so")
        #expect(deployment.symbols == ["*"])
        #expect(deployment.onFault == .kill)
        #expect(deployment.restarts == 0 && !deployment.keepsOrders && deployment.snapshotSeconds == 10)
        let second = try #require(configuration.strategies.last?.deployment)
        #expect(second.restarts == 3 && second.restartMilliseconds == 250)
        #expect(second.keepsOrders && second.snapshotSeconds == 2)
        #expect(deployment.processor == -1 && second.processor == 1)
        let values = Dictionary(uniqueKeysWithValues: deployment.parameters.map { ($0.name, $0.value) })
        #expect(values == ["fast": .integer(10), "band": .number(0.5), "word": .text("alpha"), "digits": .text("12")])
        #expect(try EngineConfiguration(parsing: configuration.engine.text) == configuration.engine)
    }

    @Test(arguments: ["config/demo.yaml", "config/tectra.example.yaml"]) func whatShipsIsInOrder(file: String) throws {
        let path = Checkout.root.appending(path: file).path
        _ = try HostConfiguration(readingFile: path)
    }

    @Test func whatIsNoYAMLIsSaidSo() {
        #expect(problems("a: [").first?.text.contains("not YAML") == true)
        #expect(problems("").first?.text.contains("empty") == true)
        #expect(problems("- a\n- b").first?.text.contains("not a mapping") == true)
        #expect(problems("directory: x\ndirectory: y").first?.text.contains("more than once") == true)
        #expect(problems("mode: paper").map(\.text) == ["directory is missing"])
    }

    @Test func twoStrategiesOfOneNameAreNoticed() {
        let found = problems(
            """
            directory: x
            strategies:
              - {name: one, library: a.so, symbols: A}
              - {name: one, library: b.so, symbols: A}
            """)
        #expect(found.map(\.line) == [4])
    }

    @Test func aDirectoryTooLongForASocketIsNoticed() {
        let found = problems("directory: /\(String(repeating: "d", count: 120))")
        #expect(found.first?.text.contains("shorter") == true)
    }

    @Test func limitsThatContradictThemselvesAreAllListed() {
        let text = """
            firm: {band_bps: 0, order_quantity_max: 500, order_notional_max: 100, position_max: 100,
              credit_max: 50, orders_per_second: 10, orders_burst: 0}
            strategies:
              one: {band_bps: 10, order_quantity_max: 900, order_notional_max: 100, position_max: 100,
                credit_max: 1000, orders_per_second: 10, orders_burst: 1}
            """
        let error = #expect(throws: ConfigurationError.self) {
            _ = try LimitsFile(parsing: text, file: "limits.yaml")
        }
        let found = error?.problems ?? []
        #expect(found.filter { $0.line == 1 }.count == 4, "band, burst, quantity above position, notional above credit")
        #expect(found.filter { $0.line == 4 }.count >= 4, "one: above its position and above the firm's")
        #expect(found.filter { $0.line == 4 }.allSatisfy { $0.text.contains("one:") })
    }

    @Test func limitsAreExportedAsTheyAreRead() throws {
        let text = """
            firm: {band_bps: 1000, order_quantity_max: 5_000, order_notional_max: 2000000.5, position_max: unlimited,
              credit_max: 100_000_000, orders_per_second: 100, orders_burst: 100, dry_run: true}
            default: {band_bps: 500, order_quantity_max: 10, order_notional_max: 1000, position_max: 100,
              credit_max: 1000, orders_per_second: 10, orders_burst: 10}
            strategies: {one: {position_max: 50}}
            """
        let limits = try LimitsFile(parsing: text, file: "limits.yaml")
        #expect(limits.firm.orderNotionalMax == 2_000_000_500_000_000)
        #expect(limits.firm.positionMax == LimitRow.unlimited)
        #expect(limits.strategies.first?.row.bandBps == 500, "what is left out comes from the default")
        #expect(try LimitsFile(parsing: limits.text, file: "again") == limits)
    }

    @Test func amountsAreExact() {
        #expect(Amount.value("12.34") == 12_340_000_000)
        #expect(Amount.value("-0.000000001") == -1)
        #expect(Amount.text(.min) == "-9223372036.854775808")
        for wrong in ["", "-", ".5", "1.", "1e5", "1.0000000001", "9999999999999", "１"] {
            #expect(Amount.value(wrong) == nil, "\(wrong)")
        }
        for value: Int64 in [0, 1, -1, 10, 12_340_000_000, .max, -Int64.max] {
            #expect(Amount.value(Amount.text(value)) == value)
        }
    }
}
