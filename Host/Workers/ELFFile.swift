/// An ELF file of 64 bits as tables that can be walked. The file is a stranger's: every offset and count is checked
/// against its bytes before it is followed, and how much of it is looked at is bounded, since the look is the host's
/// time.

public struct ELFFile {
    /// Sections, symbols of all tables together, and bytes of a name beyond these are not looked at.
    public static let sectionsMax = 4096
    public static let symbolsMax = 1 << 18
    public static let nameMax = 256

    public struct Section {
        /// SHT_…
        public let kind: UInt32
        /// Index of the section that this one refers to; any number may come.
        public let link: Int
        /// Both inside the file.
        public let offset: Int
        public let end: Int

        public static let symbols: UInt32 = 2
        public static let texts: UInt32 = 3
        public static let dynamic: UInt32 = 6
        public static let dynamicSymbols: UInt32 = 11
    }

    public struct Symbol {
        /// Where its name begins in the table of names.
        public let name: Int
        /// STB_…, STT_… and STV_…
        public let binding, kind, visibility: UInt8
        /// 0 when it is another library's.
        public let section: UInt16
        public let value, size: UInt64
    }

    private let bytes: UnsafeRawBufferPointer
    /// Empty when the file is no ELF file of 64 bits or has no table of sections.
    public let sections: [Section]

    /// - Parameter bytes: the whole file; to be kept as long as this is used.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        sections = Self.sections(of: bytes)
    }

    private static func sections(of bytes: UnsafeRawBufferPointer) -> [Section] {
        guard bytes.count >= 64, bytes.prefix(5).elementsEqual([0x7f, 0x45, 0x4c, 0x46, 2]) else { return [] }
        let table = Int(clamping: load(UInt64.self, bytes, 40))
        let size = Int(load(UInt16.self, bytes, 58))
        guard size >= 64, table <= bytes.count else { return [] }
        return (0..<min(Int(load(UInt16.self, bytes, 60)), sectionsMax)).map { index in
            let at = table + index * size
            let offset = min(bytes.count, Int(clamping: load(UInt64.self, bytes, at + 24)))
            let length = min(bytes.count - offset, Int(clamping: load(UInt64.self, bytes, at + 32)))
            return Section(
                kind: load(UInt32.self, bytes, at + 4), link: Int(load(UInt32.self, bytes, at + 40)), offset: offset,
                end: offset + length)
        }
    }

    /// Beyond the file everything is zero.
    private static func load<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, _ bytes: UnsafeRawBufferPointer, _ at: Int
    ) -> Number {
        guard at >= 0, at <= bytes.count - MemoryLayout<Number>.size else { return 0 }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Number.self))
    }

    // MARK: - Symbols

    /// Walks the symbols of every table of the given kinds.
    public func eachSymbol(of kinds: Set<UInt32>, _ body: (Symbol, _ names: Section) -> Void) {
        var left = Self.symbolsMax
        for table in sections where kinds.contains(table.kind) && sections.indices.contains(table.link) {
            let names = sections[table.link]
            let count = min((table.end - table.offset) / 24, left)
            left -= count
            for index in 0..<count { body(symbol(at: table.offset + index * 24), names) }
        }
    }

    private func symbol(at: Int) -> Symbol {
        let info = Self.load(UInt8.self, bytes, at + 4)
        return Symbol(
            name: Int(Self.load(UInt32.self, bytes, at)), binding: info >> 4, kind: info & 15,
            visibility: Self.load(UInt8.self, bytes, at + 5) & 3, section: Self.load(UInt16.self, bytes, at + 6),
            value: Self.load(UInt64.self, bytes, at + 8), size: Self.load(UInt64.self, bytes, at + 16))
    }

    // MARK: - Dynamic section and texts

    /// Walks the entries of the dynamic section, up to the one that ends it.
    public func eachDynamicEntry(_ body: (_ tag: UInt64, _ value: UInt64, _ texts: Section) -> Void) {
        for table in sections where table.kind == Section.dynamic && sections.indices.contains(table.link) {
            for index in 0..<min((table.end - table.offset) / 16, Self.sectionsMax) {
                let at = table.offset + index * 16
                let tag = Self.load(UInt64.self, bytes, at)
                guard tag != 0 else { return }
                body(tag, Self.load(UInt64.self, bytes, at + 8), sections[table.link])
            }
        }
    }

    /// The bytes of a zero-terminated text in a table of texts, cut at `nameMax`; empty when there is none.
    public func text(_ at: Int, of table: Section) -> Slice<UnsafeRawBufferPointer> {
        guard at >= 0, at < table.end - table.offset else { return bytes[0..<0] }
        let start = table.offset + at
        return bytes[start..<min(table.end, start + Self.nameMax)].prefix { $0 != 0 }
    }
}
