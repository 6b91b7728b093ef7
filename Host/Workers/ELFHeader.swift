/// A first look at a library's ELF header, so that the usual mistakes get a sentence of their own
/// before anything is started.

enum ELFHeader {
    /// Why the file can not be a strategy of this machine; nil when its header is in order.
    ///
    /// - Parameters:
    ///   - bytes: the beginning of the file.
    ///   - size: bytes of the whole file.
    static func objection(to bytes: UnsafeRawBufferPointer, of size: Int) -> String? {
        let magic: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]
        guard bytes.count >= 4, bytes.prefix(4).elementsEqual(magic) else {
            let isText = bytes.prefix(256).allSatisfy { ($0 >= 32 && $0 < 127) || $0 == 9 || $0 == 10 || $0 == 13 }
            return isText ? "is a text file, not a shared library" : "is not a shared library (no ELF header)"
        }
        guard bytes.count >= 64 else { return "is cut off inside its ELF header" }
        guard bytes[4] == 2 else { return "is a 32-bit library; build it for 64 bits" }
        guard bytes[5] == 1 else { return "is a big-endian library" }
        let machine = UInt16(bytes[18]) | UInt16(bytes[19]) << 8
        guard machine == native else {
            return "is for \(name(of: machine)); this host is \(name(of: native))"
        }
        let kind = UInt16(bytes[16]) | UInt16(bytes[17]) << 8
        switch kind {
        case 3: break
        case 1: return "is an object file; link it with -shared"
        case 2: return "is a program; link it with -shared"
        case 4: return "is a core dump"
        default: return "is no shared library (ELF type \(kind))"
        }
        let programHeaders = UInt16(bytes[56]) | UInt16(bytes[57]) << 8
        guard programHeaders > 0 else { return "has no program headers; it can not be loaded" }
        // The section headers are the last of what a linker writes, and a cut file lacks them first.
        let sections = bytes.loadUnaligned(fromByteOffset: 40, as: UInt64.self)
        let sectionSize = UInt64(bytes.loadUnaligned(fromByteOffset: 58, as: UInt16.self))
        let sectionCount = UInt64(bytes.loadUnaligned(fromByteOffset: 60, as: UInt16.self))
        let (end, isFarOff) = sections.addingReportingOverflow(sectionSize * sectionCount)
        guard !isFarOff, end <= UInt64(clamping: size) else {
            return "is cut off: it has \(size) bytes of \(end); build it again"
        }
        return nil
    }

    private static var native: UInt16 {
        #if arch(x86_64)
        62
        #else
        183
        #endif
    }

    private static func name(of machine: UInt16) -> String {
        switch machine {
        case 3: "i386"
        case 40: "arm"
        case 62: "x86-64"
        case 183: "aarch64"
        case 243: "risc-v"
        default: "machine \(machine)"
        }
    }
}
