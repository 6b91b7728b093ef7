/// The footer of a Parquet file: its schema, and where everything lies.

struct ParquetFooter {
    let columns: [ParquetColumn]
    let compression: ParquetCompression
    let metadata: [(key: String, value: String)]
    var groups: [[ColumnChunk]] = []
    var groupRows: [Int] = []

    /// The bytes of FileMetaData.
    func bytes() -> [UInt8] {
        var out = ThriftCompact()
        out.element {
            $0.int32(1, 2)
            $0.list(2, .structure, count: columns.count + 1) {
                $0.element {
                    $0.text(4, "schema")
                    $0.int32(5, Int32(columns.count))
                }
                for column in columns { $0.element { describe(column, &$0) } }
            }
            $0.int64(3, Int64(groupRows.reduce(0, +)))
            $0.list(4, .structure, count: groups.count) {
                for (group, rows) in zip(groups, groupRows) { $0.element { describe(group, rows, &$0) } }
            }
            if !metadata.isEmpty {
                $0.list(5, .structure, count: metadata.count) {
                    for (key, value) in metadata {
                        $0.element {
                            $0.text(1, key)
                            $0.text(2, value)
                        }
                    }
                }
            }
            $0.text(6, "tectra")
            // The order of values that makes the statistics count: each type's own.
            $0.list(7, .structure, count: columns.count) {
                for _ in columns { $0.element { $0.structure(1) { _ in } } }
            }
        }
        return out.bytes
    }

    /// SchemaElement.
    private func describe(_ column: ParquetColumn, _ out: inout ThriftCompact) {
        out.int32(1, column.physicalType)
        out.int32(3, column.isOptional ? 1 : 0)
        out.text(4, column.name)
        switch column.kind {
        case .int32, .int64, .double: break
        case .uint32:
            out.int32(6, 13)
            out.structure(10) { $0.structure(10) { integer(32, &$0) } }
        case .uint64:
            out.int32(6, 14)
            out.structure(10) { $0.structure(10) { integer(64, &$0) } }
        case .timestamp:
            // Nanoseconds have no older form.
            out.structure(10) {
                $0.structure(8) {
                    $0.bool(1, true)
                    $0.structure(2) { $0.structure(3) { _ in } }
                }
            }
        case .decimal(let scale):
            out.int32(6, 5)
            out.int32(7, scale)
            out.int32(8, 18)
            out.structure(10) {
                $0.structure(5) {
                    $0.int32(1, scale)
                    $0.int32(2, 18)
                }
            }
        case .text:
            out.int32(6, 0)
            out.structure(10) { $0.structure(1) { _ in } }
        }
    }

    /// IntType, unsigned.
    private func integer(_ bits: Int8, _ out: inout ThriftCompact) {
        out.byte(1, bits)
        out.bool(2, false)
    }

    /// RowGroup.
    private func describe(_ chunks: [ColumnChunk], _ rows: Int, _ out: inout ThriftCompact) {
        out.list(1, .structure, count: chunks.count) {
            for chunk in chunks {
                $0.element {
                    $0.int64(2, Int64(chunk.dictionaryOffset ?? chunk.dataOffset))
                    $0.structure(3) { describe(chunk, &$0) }
                }
            }
        }
        out.int64(2, Int64(chunks.reduce(0) { $0 + $1.plainSize }))
        out.int64(3, Int64(rows))
        out.int64(5, Int64(chunks.first.map { $0.dictionaryOffset ?? $0.dataOffset } ?? 0))
        out.int64(6, Int64(chunks.reduce(0) { $0 + $1.storedSize }))
    }

    /// ColumnMetaData.
    private func describe(_ chunk: ColumnChunk, _ out: inout ThriftCompact) {
        let encodings = PageWriter.encodings(chunk.column)
        out.int32(1, chunk.column.physicalType)
        out.list(2, .int32, count: encodings.count) { for encoding in encodings { $0.value(encoding) } }
        out.list(3, .binary, count: 1) { $0.value(chunk.column.name) }
        out.int32(4, compression.codec)
        out.int64(5, Int64(chunk.values))
        out.int64(6, Int64(chunk.plainSize))
        out.int64(7, Int64(chunk.storedSize))
        out.int64(9, Int64(chunk.dataOffset))
        if let offset = chunk.dictionaryOffset { out.int64(11, Int64(offset)) }
        out.structure(12) {
            $0.int64(3, Int64(chunk.nulls))
            if let extremes = chunk.extremes {
                $0.binary(5, extremes.greatest)
                $0.binary(6, extremes.least)
            }
        }
    }
}
