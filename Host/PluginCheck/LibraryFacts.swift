/// What a library's file says before anything of it runs: the symbols it exports and imports, the libraries it
/// needs. Every offset in it is a stranger's and is looked at before it is followed.
internal import Glibc

struct LibraryFacts {
    private(set) var exports: [String] = []
    private(set) var imports: [String] = []
    private(set) var needed: [String] = []
    /// Folders to search for libraries that the linker wrote into it.
    private(set) var searchPaths: [String] = []
    /// False when the tables of symbols are not there to be read.
    private(set) var isReadable = false

    /// Reads an ELF file of 64 bits.
    init(descriptor: Int32, size: Int) {
        let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        let isMapped = base != nil && base != MAP_FAILED
        defer { if isMapped { munmap(base, size) } }
        self.init(UnsafeRawBufferPointer(start: isMapped ? base : nil, count: isMapped ? size : 0))
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        let file = File(bytes: bytes)
        let sections = file.sections
        for section in sections where section.kind == Section.dynamicSymbols {
            guard sections.indices.contains(section.link) else { continue }
            isReadable = true
            read(symbols: section, texts: sections[section.link], file)
        }
        for section in sections where section.kind == Section.dynamic {
            guard sections.indices.contains(section.link) else { continue }
            read(dynamic: section, texts: sections[section.link], file)
        }
        exports.sort()
        imports.sort()
    }

    private mutating func read(symbols: Section, texts: Section, _ file: File) {
        // An entry: name u32, info u8, other u8, section u16, value u64, size u64.
        for at in stride(from: symbols.offset, to: symbols.end - 23, by: 24) {
            guard let name = file.text(Int(file.word32(at)), of: texts), !name.isEmpty else { continue }
            let binding = file.byte(at + 4) >> 4
            guard file.word16(at + 6) != 0 else {
                imports.append(name)
                continue
            }
            let visibility = file.byte(at + 5) & 3
            if [1, 2, 10].contains(binding), [0, 3].contains(visibility) { exports.append(name) }
        }
    }

    private mutating func read(dynamic: Section, texts: Section, _ file: File) {
        for at in stride(from: dynamic.offset, to: dynamic.end - 15, by: 16) {
            let text = file.text(Int(clamping: file.word64(at + 8)), of: texts) ?? ""
            switch file.word64(at) {
            case 0: return
            case 1: needed.append(text)
            case 15, 29: searchPaths.append(text)
            default: break
            }
        }
    }

    // MARK: - Bytes

    private struct Section {
        static let dynamicSymbols: UInt32 = 11
        static let dynamic: UInt32 = 6
        let kind: UInt32
        let link: Int
        /// Both inside the file.
        let offset: Int
        let end: Int
    }

    /// Reads beyond the file are zero.
    private struct File {
        let bytes: UnsafeRawBufferPointer

        private func holds(_ at: Int, _ size: Int) -> Bool { at >= 0 && at <= bytes.count - size }
        func byte(_ at: Int) -> UInt8 { holds(at, 1) ? bytes[at] : 0 }
        func word16(_ at: Int) -> UInt16 { holds(at, 2) ? bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self) : 0 }
        func word32(_ at: Int) -> UInt32 { holds(at, 4) ? bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self) : 0 }
        func word64(_ at: Int) -> UInt64 { holds(at, 8) ? bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) : 0 }

        var sections: [Section] {
            let table = Int(clamping: word64(40))
            let size = Int(word16(58))
            guard size >= 64, holds(table, 0) else { return [] }
            return (0..<Int(word16(60))).map { index in
                let at = table + index * size
                let offset = min(bytes.count, Int(clamping: word64(at + 24)))
                let end = min(bytes.count, offset.addingReportingOverflow(Int(clamping: word64(at + 32))).partialValue)
                return Section(kind: word32(at + 4), link: Int(word32(at + 40)), offset: offset, end: max(offset, end))
            }
        }

        /// A zero-terminated text of a table of texts; nil when it is not in it.
        func text(_ at: Int, of table: Section) -> String? {
            guard at >= 0, at < table.end - table.offset else { return nil }
            let text = bytes[(table.offset + at)..<table.end].prefix { $0 != 0 }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
