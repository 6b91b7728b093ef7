/// The pages of one column in one row group: a dictionary for text, then data pages, each behind its
/// header. Specification: parquet-format's parquet.thrift and Encodings.md.
internal import CLZ4

/// Where a column of a row group lies, and what is in it: what the footer says of it.
struct ColumnChunk {
    let column: ParquetColumn
    var values = 0
    var nulls = 0
    /// With page headers, before and after compression.
    var plainSize = 0
    var storedSize = 0
    var dictionaryOffset: Int?
    var dataOffset = 0
    var extremes: (least: [UInt8], greatest: [UInt8])?
}

struct PageWriter {
    /// Rows of a data page at most.
    static let rowsMax = 65_536

    /// Parquet's numbers of page types and encodings.
    private static let dataPage: Int32 = 0
    private static let dictionaryPage: Int32 = 2
    private static let plainEncoding: Int32 = 0
    static let levelEncoding: Int32 = 3
    private static let dictionaryEncoding: Int32 = 8

    let compression: ParquetCompression

    /// Encodings that the pages of a column use.
    static func encodings(_ column: ParquetColumn) -> [Int32] {
        (column.kind == .text ? [plainEncoding, dictionaryEncoding] : [plainEncoding])
            + (column.isOptional ? [levelEncoding] : [])
    }

    /// Writes a column's pages.
    func write(_ buffer: ColumnBuffer, to file: inout OutputFile) throws(ParquetError) -> ColumnChunk {
        var chunk = ColumnChunk(column: buffer.column)
        chunk.values = buffer.rows
        chunk.nulls = buffer.nulls
        chunk.extremes = buffer.extremes
        if buffer.column.kind == .text {
            chunk.dictionaryOffset = file.size
            var body: [UInt8] = []
            for entry in buffer.entries {
                withUnsafeBytes(of: UInt32(entry.utf8.count).littleEndian) { body.append(contentsOf: $0) }
                body.append(contentsOf: entry.utf8)
            }
            try page(body, Self.dictionaryPage, values: buffer.entries.count, Self.plainEncoding, &chunk, &file)
        }
        chunk.dataOffset = file.size
        var row = 0
        var value = 0
        repeat {
            let rows = min(Self.rowsMax, buffer.rows - row)
            var body: [UInt8] = []
            var values = rows
            if buffer.column.isOptional {
                let levels = buffer.levels[row..<row + rows]
                values = levels.reduce(0) { $0 + Int($1) }
                var runs: [UInt8] = []
                HybridRuns.append(levels, width: 1, to: &runs)
                withUnsafeBytes(of: UInt32(runs.count).littleEndian) { body.append(contentsOf: $0) }
                body.append(contentsOf: runs)
            }
            var encoding = Self.plainEncoding
            if buffer.column.kind == .text {
                encoding = Self.dictionaryEncoding
                let width = HybridRuns.width(upTo: max(0, buffer.entries.count - 1))
                body.append(UInt8(width))
                HybridRuns.append(buffer.numbers[value..<value + values], width: width, to: &body)
            } else {
                let width = buffer.column.width
                body.append(contentsOf: buffer.plain[value * width..<(value + values) * width])
            }
            try page(body, Self.dataPage, values: rows, encoding, &chunk, &file)
            row += rows
            value += values
        } while row < buffer.rows
        return chunk
    }

    private func page(
        _ body: [UInt8], _ type: Int32, values: Int, _ encoding: Int32, _ chunk: inout ColumnChunk,
        _ file: inout OutputFile
    ) throws(ParquetError) {
        let stored = compressed(body)
        var header = ThriftCompact()
        header.element {
            $0.int32(1, type)
            $0.int32(2, Int32(body.count))
            $0.int32(3, Int32(stored.count))
            if type == Self.dictionaryPage {
                $0.structure(7) {
                    $0.int32(1, Int32(values))
                    $0.int32(2, encoding)
                }
            } else {
                $0.structure(5) {
                    $0.int32(1, Int32(values))
                    $0.int32(2, encoding)
                    $0.int32(3, Self.levelEncoding)
                    $0.int32(4, Self.levelEncoding)
                }
            }
        }
        try file.write(header.bytes)
        try file.write(stored)
        chunk.plainSize += header.bytes.count + body.count
        chunk.storedSize += header.bytes.count + stored.count
    }

    private func compressed(_ body: [UInt8]) -> [UInt8] {
        guard compression == .lz4 else { return body }
        let bound = Int(LZ4_compressBound(Int32(body.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { room, count in
            count = body.withUnsafeBytes { source in
                Int(
                    LZ4_compress_default(
                        source.baseAddress?.assumingMemoryBound(to: CChar.self),
                        UnsafeMutableRawBufferPointer(room).baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(body.count), Int32(bound)))
            }
        }
    }
}
