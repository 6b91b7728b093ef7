/// Which function of a library an address lies in, from the symbol table of its sealed copy. The file is a stranger's:
/// every offset and count is checked against its bytes before it is used, and a name is cut and made printable.
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
    private let bytes: UnsafeRawBufferPointer

    /// Sections, and symbols of all of them together, beyond these are not looked at: the look is the host's time.
    static let sectionsMax = 4096
    static let symbolsMax: UInt64 = 1 << 18
    static let nameMax = 96

    /// - Parameter bytes: the whole file.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: UInt64) -> Number? {
        let (end, isFarOff) = offset.addingReportingOverflow(UInt64(MemoryLayout<Number>.size))
        guard !isFarOff, end <= UInt64(bytes.count) else { return nil }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: Int(offset), as: Number.self))
    }

    private struct Section {
        let kind: UInt32
        let offset, size: UInt64
        let link: UInt32
    }

    private func section(_ index: UInt64, of table: UInt64, _ size: UInt64) -> Section? {
        let (step, overflow) = index.multipliedReportingOverflow(by: size)
        let (at, isFarOff) = table.addingReportingOverflow(step)
        guard !overflow, !isFarOff, let kind = load(UInt32.self, at: at &+ 4), at <= .max - 64,
            let offset = load(UInt64.self, at: at + 24), let length = load(UInt64.self, at: at + 32),
            let link = load(UInt32.self, at: at + 40)
        else { return nil }
        return Section(kind: kind, offset: offset, size: length, link: link)
    }

    /// The place of an address, with the function around it when a symbol table says so.
    func place(of address: UInt64) -> LibraryPlace {
        let plain = LibraryPlace(offset: address, function: nil, inside: 0)
        guard bytes.count >= 64, bytes.prefix(5).elementsEqual([0x7f, 0x45, 0x4c, 0x46, 2]),
            let table = load(UInt64.self, at: 40), let size = load(UInt16.self, at: 58), size >= 64,
            let count = load(UInt16.self, at: 60)
        else { return plain }
        var best: (value: UInt64, name: String)?
        var left = Self.symbolsMax
        for index in 0..<UInt64(min(Int(count), Self.sectionsMax)) {
            // SHT_SYMTAB has local functions too; SHT_DYNSYM is what is left of a stripped library.
            guard let symbols = section(index, of: table, UInt64(size)), symbols.kind == 2 || symbols.kind == 11,
                let names = section(UInt64(symbols.link), of: table, UInt64(size)), names.kind == 3
            else { continue }
            let count = min(symbols.size / 24, left)
            left -= count
            search(symbols, count, names, address, &best)
        }
        guard let best else { return plain }
        return LibraryPlace(offset: address, function: best.name, inside: address - best.value)
    }

    private func search(
        _ symbols: Section, _ count: UInt64, _ names: Section, _ address: UInt64,
        _ best: inout (value: UInt64, name: String)?
    ) {
        let end = symbols.offset.addingReportingOverflow(symbols.size)
        guard !end.overflow, end.partialValue <= UInt64(bytes.count) else { return }
        for index in 0..<count {
            let at = symbols.offset + index * 24
            guard let name = load(UInt32.self, at: at), let info = load(UInt8.self, at: at + 4),
                let section = load(UInt16.self, at: at + 6), let value = load(UInt64.self, at: at + 8),
                let size = load(UInt64.self, at: at + 16)
            else { return }
            // A function that is here, around the address, and nearer than what was found before.
            guard info & 0xf == 2, section != 0, value <= address, address - value < max(size, 1),
                best.map({ value > $0.value }) ?? true, let text = text(at: name, in: names)
            else { continue }
            best = (value, text)
        }
    }

    /// A name, cut and printable; nil when it is none.
    private func text(at offset: UInt32, in names: Section) -> String? {
        guard UInt64(offset) < names.size else { return nil }
        let (start, overflow) = names.offset.addingReportingOverflow(UInt64(offset))
        guard !overflow, start < UInt64(bytes.count) else { return nil }
        let room = min(UInt64(bytes.count) - start, names.size - UInt64(offset), UInt64(Self.nameMax))
        let name = bytes[Int(start)..<Int(start + room)].prefix { $0 != 0 }
        guard !name.isEmpty else { return nil }
        return String(decoding: name.map { $0 > 32 && $0 < 127 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
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
