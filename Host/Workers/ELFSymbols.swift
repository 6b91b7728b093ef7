/// Which function of a library an address lies in, from the symbol table of its sealed copy; a name is cut and made
/// printable.
internal import Glibc

/// A place in a library, for people.
public struct LibraryPlace: Hashable, Sendable, CustomStringConvertible {
    /// Bytes from where the library begins in memory.
    public let offset: UInt64
    /// The function around it as the library's author named it, printable ASCII, at most 96 bytes; nil without
    /// symbols.
    public let function: String?
    /// Bytes from the function's beginning.
    public let inside: UInt64

    public var description: String {
        let place = "library+0x\(String(offset, radix: 16))"
        return function.map { "\($0)+0x\(String(inside, radix: 16)) (\(place))" } ?? place
    }
}

/// The function symbols of an ELF file.
struct ELFSymbols {
    private let file: ELFFile
    static let nameMax = 96

    /// - Parameter bytes: the whole file.
    init(_ bytes: UnsafeRawBufferPointer) { file = ELFFile(bytes) }

    /// The place of an address, with the function around it when a symbol table says so.
    func place(of address: UInt64) -> LibraryPlace {
        var best: (symbol: ELFFile.Symbol, names: ELFFile.Section)?
        // SHT_SYMTAB has local functions too; SHT_DYNSYM is what is left of a stripped library.
        file.eachSymbol(of: [ELFFile.Section.symbols, ELFFile.Section.dynamicSymbols]) { symbol, names in
            // A function that is here, around the address, and nearer than what was found before.
            guard symbol.kind == 2, symbol.section != 0, symbol.value <= address,
                address - symbol.value < max(symbol.size, 1), best.map({ symbol.value > $0.symbol.value }) ?? true,
                names.kind == ELFFile.Section.texts, !file.text(symbol.name, of: names).isEmpty
            else { return }
            best = (symbol, names)
        }
        guard let best else { return LibraryPlace(offset: address, function: nil, inside: 0) }
        let name = file.text(best.symbol.name, of: best.names).prefix(Self.nameMax)
        return LibraryPlace(
            offset: address,
            function: String(decoding: name.map { $0 > 32 && $0 < 127 ? $0 : UInt8(ascii: "?") }, as: UTF8.self),
            inside: address - best.symbol.value)
    }
}

extension LibraryImage {
    /// The place of an address in the library, from its sealed copy.
    ///
    /// - Parameter address: an offset from where the library begins in memory; any number may come.
    public func place(of address: UInt64) -> LibraryPlace {
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            return LibraryPlace(offset: address, function: nil, inside: 0)
        }
        defer { munmap(base, size) }
        return ELFSymbols(UnsafeRawBufferPointer(start: base, count: size)).place(of: address)
    }
}
