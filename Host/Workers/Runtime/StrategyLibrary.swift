/// Loading a strategy's library and holding it to the contract: each thing that can be wrong has
/// its own sentence, because its author will read it.
internal import CLinux
internal import Glibc
public import PluginABI

/// Why a library can not be used.
public struct LibraryRefusal: Error, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// A library that keeps the contract.
public struct StrategyLibrary {
    /// A copy: fields beyond what the plugin has are zero.
    public let table: tectra_strategy_vtable
    public let facts: DescriptorFacts

    /// What the Swift runtime of a plugin needs, loaded before the sandbox closes: afterwards
    /// nothing can be opened by its path.
    public static func preloadRuntime() {
        for name in [
            "libm.so.6", "libswiftCore.so", "libswift_Concurrency.so", "libswift_StringProcessing.so",
            "libswift_RegexParser.so", "libswiftGlibc.so", "libswiftSynchronization.so",
        ] {
            // One that is missing is missed only by a plugin that needs it, and then named by dlopen.
            _ = dlopen(name, RTLD_NOW | RTLD_GLOBAL | Int32(bitPattern: 0x1000))
        }
    }

    /// Loads the sealed library from a descriptor. Constructors run here.
    ///
    /// - Parameter announced: what its entry is told this host speaks.
    public static func load(
        descriptor: Int32, announcing announced: UInt32? = nil
    ) throws(LibraryRefusal) -> StrategyLibrary {
        var path = Array("/proc/self/fd/".utf8CString.dropLast())
        path += String(descriptor).utf8CString
        let noDelete = Int32(bitPattern: 0x1000)
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | noDelete) else {
            throw LibraryRefusal("the library can not be loaded: \(lastLoaderError())")
        }
        guard let symbol = dlsym(handle, "tectra_strategy_entry") else {
            throw LibraryRefusal(
                "no symbol tectra_strategy_entry: a strategy exports that one function (see tectra/strategy.h)")
        }
        tectra_report_library(symbol)
        typealias Entry = @convention(c) (UInt32) -> UnsafePointer<tectra_strategy_vtable>?
        let entry = unsafeBitCast(symbol, to: Entry.self)
        let version = announced ?? hostVersion
        guard let table = entry(version) else {
            throw LibraryRefusal("tectra_strategy_entry returned NULL: it refuses this host's ABI \(text(version))")
        }
        return try StrategyLibrary(checking: table)
    }

    static let hostVersion = UInt32(TECTRA_ABI_MAJOR) << 16 | UInt32(TECTRA_ABI_MINOR)

    private static func text(_ version: UInt32) -> String { "\(version >> 16).\(version & 0xffff)" }

    private static func lastLoaderError() -> String {
        guard let error = dlerror() else { return "no reason given" }
        return String(cString: error)
    }

    /// Holds a table against the contract.
    public init(checking pointer: UnsafePointer<tectra_strategy_vtable>) throws(LibraryRefusal) {
        let stated = pointer.pointee.struct_size
        let least = MemoryLayout<tectra_strategy_vtable>.offset(of: \.start) ?? 0
        guard stated >= least, stated <= 65536 else {
            throw LibraryRefusal("the strategy table says it has \(stated) bytes; it must have \(least) to 65536")
        }
        var table = tectra_strategy_vtable()
        withUnsafeMutableBytes(of: &table) { own in
            own.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: min(Int(stated), own.count)))
        }
        let version = table.abi_version
        guard version >> 16 == Self.hostVersion >> 16, version <= Self.hostVersion else {
            throw LibraryRefusal(
                "built for ABI \(Self.text(version)), this host speaks \(Self.text(Self.hostVersion)): "
                    + "rebuild it with this host's headers")
        }
        try Self.checkLayout(table.layout)
        guard let descriptor = table.descriptor else { throw LibraryRefusal("the strategy table has no descriptor") }
        guard table.`init` != nil else { throw LibraryRefusal("the strategy table has no init") }
        guard table.shutdown != nil else { throw LibraryRefusal("the strategy table has no shutdown") }
        var facts = try Self.facts(of: descriptor, abiVersion: version)
        facts.callbacks = Self.callbacks(in: table)
        self.facts = facts
        self.table = table
    }

    /// Which callbacks are there, a bit each in the order of the table.
    private static func callbacks(in table: tectra_strategy_vtable) -> UInt32 {
        let first = MemoryLayout<tectra_strategy_vtable>.offset(of: \.`init`) ?? 0
        return withUnsafeBytes(of: table) { bytes in
            var present: UInt32 = 0
            for (bit, at) in stride(from: first, to: bytes.count, by: 8).enumerated()
            where bytes.load(fromByteOffset: at, as: UInt64.self) != 0 {
                present |= 1 << UInt32(bit)
            }
            return present
        }
    }

    /// Compares the numbers of the plugin's compiler with ours, one by one.
    private static func checkLayout(_ layout: tectra_layout) throws(LibraryRefusal) {
        let names: StaticString = """
            size of a tick,bid_price of a tick,size of a trade,price of a trade,size of a book,asks of a book,\
            size of a bar,close of a bar,size of an order,state of an order,size of a fill,price of a fill,\
            size of a position,quantity of a position,size of a parameter,number of a parameter,\
            size of the host table,submit of the host table,size of the strategy table,init of the strategy table
            """
        let (theirs, ours) = (report(of: layout), report(of: tectra_layout_here()))
        for (at, name) in names.description.split(separator: ",").enumerated() where theirs[at] != ours[at] {
            // A table that grew at its end is no fault: its struct_size is what counts.
            if at == 16 || at == 18, theirs[at] < ours[at] { continue }
            throw LibraryRefusal(
                "another layout: \(name) is \(theirs[at]) in the library and \(ours[at]) here; "
                    + "build it for this machine, without packing options, with this host's headers")
        }
    }

    private static func report(of layout: tectra_layout) -> [UInt16] {
        withUnsafeBytes(of: layout) { Array($0.bindMemory(to: UInt16.self)) }
    }

    private static func facts(
        of pointer: UnsafePointer<tectra_descriptor>, abiVersion: UInt32
    ) throws(LibraryRefusal) -> DescriptorFacts {
        let stated = pointer.pointee.struct_size
        guard stated >= UInt32(MemoryLayout<tectra_descriptor>.size), stated <= 65536 else {
            throw LibraryRefusal(
                "the descriptor says it has \(stated) bytes; it must have "
                    + "\(MemoryLayout<tectra_descriptor>.size) to 65536")
        }
        let descriptor = pointer.pointee
        var facts = DescriptorFacts()
        facts.abiVersion = abiVersion
        facts.wants = descriptor.wants
        facts.stateSchema = descriptor.state_schema
        guard descriptor.wants & ~0xff == 0 else {
            throw LibraryRefusal("wants has bits this host does not know: \(descriptor.wants)")
        }
        guard let name = bytes(descriptor.name, most: 39), !name.isEmpty,
            name.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 })
        else { throw LibraryRefusal("the descriptor's name must be 1 to 39 bytes of a-z, 0-9 and -") }
        guard let version = bytes(descriptor.version, most: 23), !version.isEmpty else {
            throw LibraryRefusal("the descriptor's version must be 1 to 23 bytes")
        }
        for (at, byte) in name.enumerated() { facts.name[at] = byte }
        for (at, byte) in version.enumerated() { facts.version[at] = byte }
        for (at, byte) in (bytes(descriptor.author, most: 63) ?? []).enumerated() { facts.author[at] = byte }
        return facts
    }

    /// The bytes of a C text; nil when there is none or it is longer than `most`.
    private static func bytes(_ text: UnsafePointer<CChar>?, most: Int) -> [UInt8]? {
        guard let text else { return nil }
        let length = strnlen(text, most + 1)
        guard length <= most else { return nil }
        return (0..<length).map { UInt8(bitPattern: text[$0]) }
    }
}
