/// `key=value` lines: the payloads that people may read in a trace of the link.
///
/// A value may hold anything: a line feed is written `\n`, a backslash `\\`. Keys hold neither `=`
/// nor a line feed. The order of lines is kept and a key may come more than once.

public struct KeyValueText: Equatable, Sendable {
    public private(set) var lines: [(key: String, value: String)] = []

    public init() {}

    /// Reads lines from bytes from anywhere.
    ///
    /// - Throws: `LinkError.malformed` naming the first line that is not `key=value`.
    public init(_ bytes: some Sequence<UInt8>) throws(LinkError) {
        let text = String(decoding: Array(bytes), as: UTF8.self)
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let equals = line.firstIndex(of: "="), equals != line.startIndex else {
                throw .malformed("line \(index + 1) is not key=value")
            }
            lines.append((String(line[..<equals]), Self.unescaped(line[line.index(after: equals)...])))
        }
    }

    public mutating func append(_ key: String, _ value: String) {
        lines.append((key, value))
    }

    public mutating func append(_ key: String, _ value: some BinaryInteger) {
        lines.append((key, String(value)))
    }

    /// The first value of a key.
    public subscript(key: String) -> String? {
        lines.first { $0.key == key }?.value
    }

    /// A whole number; nil when absent or not one.
    public func number<Number: FixedWidthInteger>(_ key: String, as type: Number.Type = Number.self) -> Number? {
        self[key].flatMap { Number($0) }
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for line in lines {
            bytes.append(contentsOf: line.key.utf8)
            bytes.append(UInt8(ascii: "="))
            for byte in line.value.utf8 {
                switch byte {
                case UInt8(ascii: "\n"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
                case UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\")])
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return String(text) }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                bytes.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func == (left: KeyValueText, right: KeyValueText) -> Bool {
        left.lines.count == right.lines.count
            && zip(left.lines, right.lines).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    }
}
