/// What a column holds, as a reader of the file is told.

public struct ParquetColumn: Sendable {
    /// Types that are written, each as one physical type with a meaning on top.
    public enum Kind: Sendable, Equatable {
        case int32
        case uint32
        case int64
        case uint64
        case double
        /// Nanoseconds since the epoch, UTC.
        case timestamp
        /// An int64 of this many digits behind the point, 18 digits in all.
        case decimal(scale: Int32)
        /// UTF-8, by a dictionary in each row group.
        case text
    }

    public let name: String
    public let kind: Kind
    /// Whether a row may have no value.
    public let isOptional: Bool

    public init(_ name: String, _ kind: Kind, isOptional: Bool = false) {
        self.name = name
        self.kind = kind
        self.isOptional = isOptional
    }

    /// Largest magnitude of a decimal: 18 digits are what Parquet lets an int64 hold.
    public static let decimalMax: Int64 = 999_999_999_999_999_999

    /// Parquet's number of the physical type.
    var physicalType: Int32 {
        switch kind {
        case .int32, .uint32: 1
        case .int64, .uint64, .timestamp, .decimal: 2
        case .double: 5
        case .text: 6
        }
    }

    /// Bytes of a value in a page; of its number in the dictionary for text.
    var width: Int {
        switch kind {
        case .int32, .uint32: 4
        case .int64, .uint64, .timestamp, .decimal, .double: 8
        case .text: 0
        }
    }
}

/// How pages are compressed.
public enum ParquetCompression: String, Sendable, CaseIterable {
    case none
    /// A raw LZ4 block.
    case lz4

    /// Parquet's number of the codec: UNCOMPRESSED or LZ4_RAW.
    var codec: Int32 { self == .none ? 0 : 7 }
}
