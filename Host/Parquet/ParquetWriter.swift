/// Writes flat Parquet files: one table, row by row, in row groups, for any tool that reads Parquet.

public struct ParquetWriter: ~Copyable {
    private static let magic: [UInt8] = [0x50, 0x41, 0x52, 0x31]

    public let columns: [ParquetColumn]
    /// Rows of a row group; memory is taken for so many.
    public let groupRowsMax: Int
    private var file: OutputFile
    private var buffers: [ColumnBuffer]
    private let pages: PageWriter
    private var footer: ParquetFooter
    private var pending = 0
    /// Rows written and gathered.
    public private(set) var rows = 0
    /// Bytes in the file so far.
    public var size: Int { file.size }

    private init(
        _ columns: [ParquetColumn], _ compression: ParquetCompression, _ groupRowsMax: Int,
        _ metadata: [(key: String, value: String)], _ file: consuming OutputFile
    ) {
        self.columns = columns
        self.groupRowsMax = groupRowsMax
        self.file = file
        buffers = columns.map { ColumnBuffer($0) }
        pages = PageWriter(compression: compression)
        footer = ParquetFooter(columns: columns, compression: compression, metadata: metadata)
    }

    /// Begins a file, which must not be there.
    ///
    /// - Parameters:
    ///   - groupRows: rows of a row group, 1 to 4,194,304.
    ///   - metadata: kept in the footer for whoever asks.
    public static func make(
        _ path: String, columns: [ParquetColumn], compression: ParquetCompression = .lz4, groupRows: Int = 262_144,
        metadata: [(key: String, value: String)] = []
    ) throws(ParquetError) -> ParquetWriter {
        guard !columns.isEmpty, Set(columns.map(\.name)).count == columns.count else {
            throw .schema("there must be columns, each of a name of its own")
        }
        guard (1...1 << 22).contains(groupRows) else { throw .schema("a row group has 1 to 4194304 rows") }
        var file = try OutputFile.make(path)
        try file.write(magic)
        return ParquetWriter(columns, compression, groupRows, metadata, file)
    }

    // MARK: - A row: one value for each column, in any order, then `endRow`

    public mutating func set(_ column: Int, _ value: Int64) throws(ParquetError) { try buffers[column].append(value) }
    public mutating func set(_ column: Int, _ value: UInt64) throws(ParquetError) { try buffers[column].append(value) }
    public mutating func set(_ column: Int, _ value: Double) throws(ParquetError) { try buffers[column].append(value) }
    public mutating func set(_ column: Int, _ value: String) throws(ParquetError) { try buffers[column].append(value) }
    public mutating func setNull(_ column: Int) throws(ParquetError) { try buffers[column].appendNull() }

    /// Ends a row; every column must have got a value or null.
    public mutating func endRow() throws(ParquetError) {
        pending += 1
        for buffer in buffers where buffer.rows != pending {
            throw .schema("row \(rows) sets \(buffer.column.name) \(buffer.rows - pending + 1) times")
        }
        rows += 1
        if pending == groupRowsMax { try endGroup() }
    }

    private mutating func endGroup() throws(ParquetError) {
        guard pending > 0 else { return }
        var chunks: [ColumnChunk] = []
        for index in buffers.indices {
            chunks.append(try pages.write(buffers[index], to: &file))
            buffers[index].clear()
        }
        footer.groups.append(chunks)
        footer.groupRows.append(pending)
        pending = 0
    }

    /// Writes what is left and the footer. A file that is not finished is removed.
    ///
    /// - Returns: the bytes of the file.
    @discardableResult
    public consuming func finish() throws(ParquetError) -> Int {
        try endGroup()
        let tail = footer.bytes()
        try file.write(tail)
        try file.write(withUnsafeBytes(of: UInt32(tail.count).littleEndian) { Array($0) } + Self.magic)
        try file.finish()
        return file.size
    }
}
