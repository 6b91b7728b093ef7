/// Writes Thrift's compact protocol, in which Parquet keeps its headers: fields in rising order, their
/// numbers as differences, integers as zigzag variable-length numbers. Specification:
/// thrift/doc/specs/thrift-compact-protocol.md.

struct ThriftCompact {
    /// Type numbers of the protocol.
    enum Kind: UInt8 {
        case yes = 1
        case no = 2
        case byte = 3
        case int32 = 5
        case int64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    private(set) var bytes: [UInt8] = []
    /// The last field of each structure that is open.
    private var last: [Int] = [0]

    private mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func zigzag(_ value: Int64) {
        number(UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)))
    }

    private mutating func head(_ field: Int, _ kind: Kind) {
        let step = field - last[last.count - 1]
        // Steps are 1 to 15 in every structure of Parquet.
        bytes.append(UInt8(step & 15) << 4 | kind.rawValue)
        last[last.count - 1] = field
    }

    mutating func bool(_ field: Int, _ value: Bool) { head(field, value ? .yes : .no) }

    mutating func byte(_ field: Int, _ value: Int8) {
        head(field, .byte)
        bytes.append(UInt8(bitPattern: value))
    }

    mutating func int32(_ field: Int, _ value: Int32) {
        head(field, .int32)
        zigzag(Int64(value))
    }

    mutating func int64(_ field: Int, _ value: Int64) {
        head(field, .int64)
        zigzag(value)
    }

    mutating func binary(_ field: Int, _ value: [UInt8]) {
        head(field, .binary)
        number(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func text(_ field: Int, _ value: String) { binary(field, Array(value.utf8)) }

    mutating func structure(_ field: Int, _ body: (inout ThriftCompact) -> Void) {
        head(field, .structure)
        element(body)
    }

    /// A list whose elements `body` writes: with `element`, or as values of the kind.
    mutating func list(_ field: Int, _ kind: Kind, count: Int, _ body: (inout ThriftCompact) -> Void) {
        head(field, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xF0 | kind.rawValue)
            number(UInt64(count))
        }
        body(&self)
    }

    /// A structure in a list, or the outermost one.
    mutating func element(_ body: (inout ThriftCompact) -> Void) {
        last.append(0)
        body(&self)
        last.removeLast()
        bytes.append(0)
    }

    mutating func value(_ value: Int32) { zigzag(Int64(value)) }

    mutating func value(_ value: String) {
        number(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }
}
