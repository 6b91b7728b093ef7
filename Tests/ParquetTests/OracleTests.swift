// Files of every type, size and compression are read back equal by pyarrow and by duckdb.
import Foundation
import Parquet
import TestSupport
import Testing

@Suite struct OracleTests {
    private static let columns: [ParquetColumn] = [
        ParquetColumn("small", .int32), ParquetColumn("flags", .uint32), ParquetColumn("big", .int64),
        ParquetColumn("wide", .uint64), ParquetColumn("number", .double), ParquetColumn("time", .timestamp),
        ParquetColumn("price", .decimal(scale: 9)), ParquetColumn("word", .text),
        ParquetColumn("maybe_price", .decimal(scale: 9), isOptional: true),
        ParquetColumn("maybe_word", .text, isOptional: true), ParquetColumn("maybe_big", .int64, isOptional: true),
    ]

    /// A price as its exact text with nine digits behind the point, as Python prints the decimal.
    private static func decimal(_ value: Int64) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(9) + "." + padded.suffix(9)
    }

    private static func write(
        _ path: String, rows: Int, groupRows: Int, _ compression: ParquetCompression, _ random: inout SplitMix64
    ) throws -> [[String?]] {
        var writer = try ParquetWriter.make(
            path, columns: columns, compression: compression, groupRows: groupRows, metadata: [("who", "a test")])
        var expected: [[String?]] = []
        let words = ["AAPL", "MSFT", "BRK.A", "Ünïcödé ✓", "", "Z"]
        // Runs of one word and of nulls, and rows where each is drawn anew.
        var word = words[0]
        var isNull = false
        for row in 0..<rows {
            if random.below(row % 200 < 100 ? 40 : 2) == 0 { word = words[random.below(words.count)] }
            if random.below(row % 300 < 150 ? 30 : 2) == 0 { isNull.toggle() }
            let small = Int32(truncatingIfNeeded: random.next())
            let flags = UInt32(truncatingIfNeeded: random.next())
            let big = Int64(bitPattern: random.next())
            let wide = random.next()
            let number = Double(Int32(truncatingIfNeeded: random.next())) / 1024
            let time = Int64(1_700_000_000_000_000_000 + random.below(1 << 60))
            let price = Int64(bitPattern: random.next()) % (ParquetColumn.decimalMax + 1)
            try writer.set(0, Int64(small))
            try writer.set(1, Int64(flags))
            try writer.set(2, big)
            try writer.set(3, wide)
            try writer.set(4, number)
            try writer.set(5, time)
            try writer.set(6, price)
            try writer.set(7, word)
            if isNull { try writer.setNull(8) } else { try writer.set(8, price) }
            if isNull { try writer.setNull(9) } else { try writer.set(9, word) }
            if isNull { try writer.setNull(10) } else { try writer.set(10, big) }
            try writer.endRow()
            let optional: [String?] = isNull ? [nil, nil, nil] : [decimal(price), word, "\(big)"]
            expected.append(
                ["\(small)", "\(flags)", "\(big)", "\(wide)", nil, "\(time)", decimal(price), word] + optional)
            expected[row][4] = "\(number)"
        }
        try writer.finish()
        return expected
    }

    /// Doubles come as C99 hexadecimal text; everything else as it is.
    private static func plain(_ rows: [[String?]]) -> [[String?]] {
        rows.map { row in
            row.enumerated().map { column, value in
                guard column == 4, let value, let number = Double(value) else { return value }
                return "\(number)"
            }
        }
    }

    @Test(arguments: ParquetCompression.allCases, [(0, 100), (1, 1), (700, 256), (3_000, 10_000)])
    func bothReadersReadTheSame(compression: ParquetCompression, size: (rows: Int, group: Int)) throws {
        let folder = TemporaryDirectory()
        let path = folder.file("a.parquet")
        var random = SplitMix64.printed()
        let expected = try Self.write(path, rows: size.rows, groupRows: size.group, compression, &random)
        let answer = try OracleAnswer(path)
        #expect(Self.plain(answer.pyarrow) == expected)
        #expect(Self.plain(answer.duckdb) == expected)
        let full = size.rows / size.group
        let rest = size.rows % size.group
        #expect(answer.groups == Array(repeating: size.group, count: full) + (rest > 0 ? [rest] : []))
        #expect(
            answer.schema == [
                "small: int32", "flags: uint32", "big: int64", "wide: uint64", "number: double",
                "time: timestamp[ns, tz=UTC]", "price: decimal128(18, 9)", "word: string",
                "maybe_price: decimal128(18, 9)", "maybe_word: string", "maybe_big: int64",
            ])
    }

    @Test func statisticsAreThoseOfEachRowGroup() throws {
        let folder = TemporaryDirectory()
        let path = folder.file("a.parquet")
        var random = SplitMix64.printed()
        let expected = try Self.write(path, rows: 500, groupRows: 200, .lz4, &random)
        let answer = try OracleAnswer(path)
        #expect(answer.statistics.count == 3 * Self.columns.count)
        for group in 0..<3 {
            let rows = expected[group * 200..<min(500, group * 200 + 200)]
            for column in [2, 7, 9, 10] {
                let chunk = answer.statistics[group * Self.columns.count + column]
                let values = rows.compactMap { $0[column] }
                #expect(chunk.nulls == rows.count - values.count && chunk.compression == "LZ4")
                if Self.columns[column].kind == .text {
                    let sorted = values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                    #expect(chunk.least == sorted.first && chunk.greatest == sorted.last)
                } else {
                    let numbers = values.compactMap { Int64($0) }
                    #expect(chunk.least == numbers.min().map(String.init))
                    #expect(chunk.greatest == numbers.max().map(String.init))
                }
            }
        }
    }

    /// More rows than a page holds: several pages in a column chunk.
    @Test func aChunkOfSeveralPages() throws {
        let folder = TemporaryDirectory()
        let path = folder.file("a.parquet")
        var writer = try ParquetWriter.make(
            path, columns: [ParquetColumn("n", .int64, isOptional: true), ParquetColumn("w", .text)])
        let rows = 70_000
        for row in 0..<rows {
            if row % 7 == 0 { try writer.setNull(0) } else { try writer.set(0, Int64(row)) }
            try writer.set(1, row % 3 == 0 ? "three" : "other")
            try writer.endRow()
        }
        try writer.finish()
        let answer = try OracleAnswer(path)
        let expected: [[String?]] = (0..<rows).map { row in
            [row % 7 == 0 ? nil : "\(row)", row % 3 == 0 ? "three" : "other"]
        }
        #expect(answer.pyarrow == expected && answer.duckdb == expected && answer.groups == [rows])
    }
}
