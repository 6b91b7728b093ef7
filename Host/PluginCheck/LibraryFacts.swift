/// What a library's file says before anything of it runs: the symbols it exports and imports, the libraries it
/// needs.
internal import Glibc
internal import Workers

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
        let file = ELFFile(bytes)
        func text(_ at: Int, _ table: ELFFile.Section) -> String {
            String(decoding: file.text(at, of: table), as: UTF8.self)
        }
        file.eachSymbol(of: [ELFFile.Section.dynamicSymbols]) { symbol, names in
            isReadable = true
            let name = text(symbol.name, names)
            guard !name.isEmpty else { return }
            if symbol.section == 0 {
                imports.append(name)
            } else if [1, 2, 10].contains(symbol.binding), [0, 3].contains(symbol.visibility) {
                exports.append(name)
            }
        }
        file.eachDynamicEntry { tag, value, texts in
            switch tag {
            case 1: needed.append(text(Int(clamping: value), texts))
            case 15, 29: searchPaths.append(text(Int(clamping: value), texts))
            default: break
            }
        }
        exports.sort()
        imports.sort()
    }
}
