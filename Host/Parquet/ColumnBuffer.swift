/// The values of one column in the row group that is being gathered, with their statistics.

struct ColumnBuffer {
    let column: ParquetColumn
    /// Rows so far, with and without a value.
    private(set) var rows = 0
    private(set) var nulls = 0
    /// Values one after the other, little-endian; empty for text.
    private(set) var plain: [UInt8] = []
    /// 1 for each row with a value, 0 for one without; empty unless the column is optional.
    private(set) var levels: [UInt32] = []
    /// For each value of text its number in `entries`.
    private(set) var numbers: [UInt32] = []
    private(set) var entries: [String] = []
    private var known: [String: UInt32] = [:]
    private var recent: (text: String, number: UInt32)?
    private var integers: ClosedRange<Int64>?
    private var unsigned: ClosedRange<UInt64>?
    private var doubles: ClosedRange<Double>?

    init(_ column: ParquetColumn) { self.column = column }

    var values: Int { rows - nulls }

    mutating func append(_ value: Int64) throws(ParquetError) {
        switch column.kind {
        case .int32:
            guard let narrow = Int32(exactly: value) else { throw unfit("\(value) is not an int32") }
            put(UInt32(bitPattern: narrow))
        case .uint32:
            guard let narrow = UInt32(exactly: value) else { throw unfit("\(value) is not a uint32") }
            put(narrow)
        case .decimal:
            guard value.magnitude <= ParquetColumn.decimalMax.magnitude else {
                throw unfit("\(value) has more than 18 digits")
            }
            put(UInt64(bitPattern: value))
        case .int64, .timestamp: put(UInt64(bitPattern: value))
        case .uint64, .double, .text: throw .schema("\(column.name) does not take integers")
        }
        integers = integers.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        count()
    }

    mutating func append(_ value: UInt64) throws(ParquetError) {
        guard column.kind == .uint64 else { throw .schema("\(column.name) does not take uint64") }
        put(value)
        unsigned = unsigned.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        count()
    }

    mutating func append(_ value: Double) throws(ParquetError) {
        guard column.kind == .double else { throw .schema("\(column.name) does not take doubles") }
        put(value.bitPattern)
        if !value.isNaN {
            doubles = doubles.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        count()
    }

    mutating func append(_ value: String) throws(ParquetError) {
        guard column.kind == .text else { throw .schema("\(column.name) does not take text") }
        if let recent, recent.text == value {
            numbers.append(recent.number)
            return count()
        }
        let number = known[value] ?? UInt32(entries.count)
        if Int(number) == entries.count {
            known[value] = number
            entries.append(value)
        }
        recent = (value, number)
        numbers.append(number)
        count()
    }

    mutating func appendNull() throws(ParquetError) {
        guard column.isOptional else { throw .schema("\(column.name) needs a value in every row") }
        levels.append(0)
        rows += 1
        nulls += 1
    }

    private mutating func count() {
        if column.isOptional { levels.append(1) }
        rows += 1
    }

    private func unfit(_ reason: String) -> ParquetError { .value(column: column.name, row: rows, reason: reason) }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { plain.append(contentsOf: $0) }
    }

    /// Begins the next row group; memory is kept.
    mutating func clear() {
        rows = 0
        nulls = 0
        plain.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        known.removeAll(keepingCapacity: true)
        recent = nil
        integers = nil
        unsigned = nil
        doubles = nil
    }

    /// Least and greatest value as a page would have them; nil when there is no value.
    var extremes: (least: [UInt8], greatest: [UInt8])? {
        func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }
        switch column.kind {
        case .int32, .uint32:
            return integers.map {
                (bytes(UInt32(truncatingIfNeeded: $0.lowerBound)), bytes(UInt32(truncatingIfNeeded: $0.upperBound)))
            }
        case .int64, .timestamp, .decimal: return integers.map { (bytes($0.lowerBound), bytes($0.upperBound)) }
        case .uint64: return unsigned.map { (bytes($0.lowerBound), bytes($0.upperBound)) }
        case .double:
            // A zero has either sign: the range is to hold both.
            return doubles.map {
                let least = $0.lowerBound == 0 ? -0.0 : $0.lowerBound
                let greatest = $0.upperBound == 0 ? 0.0 : $0.upperBound
                return (bytes(least.bitPattern), bytes(greatest.bitPattern))
            }
        case .text:
            let sorted = entries.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            guard let least = sorted.first, let greatest = sorted.last else { return nil }
            return (least, greatest)
        }
    }
}
