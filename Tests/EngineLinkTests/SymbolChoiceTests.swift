// A choice of symbols: written and read, refused with its reason, and as the inputs of the core.
import EngineLink
import PluginABI
import TestSupport
import Testing

@Suite struct SymbolChoiceTests {
    @Test func itIsReadAsItIsWritten() throws {
        for choice in [
            .all, try SymbolChoice(only: []), try SymbolChoice(only: ["B", "A", "B"]),
            try SymbolChoice(allExcept: ["BRK.A", "ZVZZT"]),
        ] {
            #expect(try SymbolChoice("\(choice)") == choice, "\(choice)")
        }
        #expect("\(SymbolChoice.all)" == "*")
        #expect("\(try SymbolChoice(only: ["B", "A", "B"]))" == "A B")
        #expect("\(try SymbolChoice(allExcept: ["B"]))" == "* except B")
        #expect(try SymbolChoice("").symbols.isEmpty && !SymbolChoice("").isEverything)
    }

    @Test func whatIsNoSymbolIsNamed() {
        for text in ["NINELETTER", "Ä", "A * B", "* A", "* except", "* except A *"] {
            #expect(throws: SymbolChoiceError.self, "\(text)") { try SymbolChoice(text) }
        }
        #expect(throws: SymbolChoiceError.self) { try SymbolChoice(only: [""]) }
        #expect(throws: SymbolChoiceError.self) { try SymbolChoice(only: (0...4096).map { "S\($0)" }) }
    }

    @Test func itsRecordsRiseAndAreAsManyAsTheySay() throws {
        var random = SplitMix64.printed()
        let symbols = Set((0..<100).map { _ in "S" + String(random.below(1_000_000)) })
        let (rows, choice) = try SymbolChoice(only: symbols).records(by: "anna")
        #expect(rows.count == (symbols.count + 15) / 16 && choice.symbols == UInt32(symbols.count))
        #expect(choice.everything == 0)
        var seen: [[UInt8]] = []
        for row in rows {
            withUnsafeBytes(of: row.symbols) { bytes in
                for index in 0..<Int(row.count) {
                    seen.append(Array(bytes[index * 8..<index * 8 + 8]))
                }
            }
        }
        #expect(seen.count == symbols.count)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        #expect(Set(seen.map { String(decoding: $0.prefix { $0 != 0x20 }, as: UTF8.self) }) == symbols)
    }

    @Test func aLatencyIsInTheBucketOfItsBound() {
        for bucket in 0..<LatencyRow.bucketCount - 1 {
            let bound = LatencyRow.bound(bucket)
            #expect(LatencyRow.bucket(of: bound) == bucket && LatencyRow.bucket(of: bound + 1) == bucket + 1)
        }
        #expect(LatencyRow.bucket(of: 0) == 0 && LatencyRow.bucket(of: .max) == LatencyRow.bucketCount - 1)
        var row = LatencyRow()
        (row.count, row.maximum) = (100, 5_000)
        row.buckets[0] = 98
        row.buckets[3] = 2
        #expect(row.quantile(0.5) == 1_024 && row.quantile(0.98) == 1_024)
        #expect(row.quantile(0.99) == 5_000, "a bound beyond the maximum is not told")
    }
}
