/// How a strategy tells its parameters as they are in force.
public import PluginABI

/// Takes down parameters, as many as the host has room for, and counts all of them.
public struct ParameterWriter: ~Copyable {
    private let records: UnsafeMutableBufferPointer<tectra_parameter>
    /// How many were written, whether or not there was room.
    public private(set) var count = 0

    public init(_ records: UnsafeMutableBufferPointer<tectra_parameter>) { self.records = records }

    public mutating func integer(_ name: String, _ value: Int64) {
        append(name, TECTRA_INTEGER) { $0.integer = value }
    }

    public mutating func number(_ name: String, _ value: Double) {
        append(name, TECTRA_NUMBER) { $0.number = value }
    }

    public mutating func string(_ name: String, _ value: String) {
        append(name, TECTRA_TEXT) { store(value, in: &$0.text) }
    }

    /// Written as exact decimal text.
    public mutating func price(_ name: String, _ value: Price) { string(name, value.description) }

    private mutating func append(_ name: String, _ kind: Int, _ set: (inout tectra_parameter) -> Void) {
        defer { count += 1 }
        guard count < records.count else { return }
        var record = tectra_parameter()
        record.header = tectra_header(
            block_length: UInt16(MemoryLayout<tectra_parameter>.size - MemoryLayout<tectra_header>.size),
            template_id: UInt16(TECTRA_PARAMETER), schema_id: UInt16(TECTRA_SCHEMA_ID),
            version: UInt16(TECTRA_SCHEMA_VERSION))
        record.kind = UInt8(truncatingIfNeeded: kind)
        store(name, in: &record.name)
        set(&record)
        records[count] = record
    }
}
