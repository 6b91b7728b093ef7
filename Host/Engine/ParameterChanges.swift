/// The rows of a change of parameters, gathered until the word that makes them one change.
internal import PluginABI
internal import Records

/// The rows of the change in hand. Room is taken once; a row that finds none makes the count wrong, and a change whose
/// count is wrong is not made.
struct ParameterChanges: ~Copyable {
    /// As many as a strategy can have.
    static let capacity = 256
    private let rows: UnsafeMutablePointer<tectra_parameter_change>
    private(set) var count = 0

    init() {
        rows = .allocate(capacity: Self.capacity)
        rows.initialize(repeating: .blank, count: Self.capacity)
    }

    deinit { rows.deallocate() }

    /// Copies a row as it is.
    ///
    /// - Returns: false when the bytes are no row.
    mutating func stage(_ record: UnsafeRawBufferPointer) -> Bool {
        guard record.count >= tectra_parameter_change.size, let base = record.baseAddress else { return false }
        let header = base.loadUnaligned(as: tectra_header.self)
        guard header.schema_id == UInt16(TECTRA_SCHEMA_ID), header.recordSize == tectra_parameter_change.size else {
            return false
        }
        if count < Self.capacity {
            UnsafeMutableRawPointer(rows + count).copyMemory(from: base, byteCount: tectra_parameter_change.size)
        }
        count += 1
        return true
    }

    /// Whether the rows are all of this strategy and as many as there must be.
    func isWhole(_ strategy: UInt8, rows expected: UInt32) -> Bool {
        guard count == Int(expected), count <= Self.capacity else { return false }
        for index in 0..<count where rows[index].strategy != strategy { return false }
        return true
    }

    /// By reference: a copy of so large a value takes a detour over the heap.
    func row(_ index: Int) -> UnsafePointer<tectra_parameter_change> { UnsafePointer(rows + index) }

    mutating func clear() { count = 0 }
}
