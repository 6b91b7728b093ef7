// What can not be written is refused with a reason, and no half file is left.
import Foundation
import Parquet
import TestSupport
import Testing

@Suite struct WriterErrorTests {
    private let folder = TemporaryDirectory()

    @Test func aFileThatIsThereIsNotTouched() throws {
        let path = folder.file("a.parquet")
        try Data("mine".utf8).write(to: URL(filePath: path))
        #expect(throws: ParquetError.exists(path: path)) { try Self.make(path, [ParquetColumn("a", .int64)]) }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
    }

    @Test func aFileThatIsNotFinishedIsRemoved() throws {
        let path = folder.file("a.parquet")
        func half() throws {
            var writer = try ParquetWriter.make(path, columns: [ParquetColumn("a", .int64)])
            try writer.set(0, Int64(1))
            try writer.endRow()
            #expect(FileManager.default.fileExists(atPath: path))
        }
        try half()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func valuesThatDoNotFitAreRefused() throws {
        var writer = try ParquetWriter.make(
            folder.file("a.parquet"),
            columns: [
                ParquetColumn("i", .int32), ParquetColumn("u", .uint32), ParquetColumn("d", .decimal(scale: 9)),
                ParquetColumn("t", .text),
            ])
        #expect(Self.refuses { try writer.set(0, Int64(Int32.max) + 1) })
        #expect(Self.refuses { try writer.set(1, Int64(-1)) })
        #expect(Self.refuses { try writer.set(2, ParquetColumn.decimalMax + 1) })
        #expect(Self.refuses { try writer.set(2, Int64.min) })
        #expect(Self.refuses { try writer.set(3, Int64(1)) })
        #expect(Self.refuses { try writer.setNull(3) })
        // A row needs every column once.
        try writer.set(0, Int64(1))
        #expect(Self.refuses { try writer.endRow() })
    }

    @Test func aSchemaHasColumnsOfDifferentNames() throws {
        #expect(throws: ParquetError.self) { try Self.make(folder.file("a"), []) }
        let twice = [ParquetColumn("a", .int64), ParquetColumn("a", .text)]
        #expect(throws: ParquetError.self) { try Self.make(folder.file("b"), twice) }
        #expect(throws: ParquetError.self) { try Self.make(folder.file("none/c"), [ParquetColumn("a", .int64)]) }
    }

    private static func make(_ path: String, _ columns: [ParquetColumn]) throws {
        _ = try ParquetWriter.make(path, columns: columns).rows
    }

    private static func refuses(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch {
            return error is ParquetError
        }
    }
}
