/// Both filters of a worker in one sealed memfd, laid out as `FilterLayout` says. Made once a host.
internal import CLinux
public import Confinement
internal import Glibc

/// The sealed filters.
public final class FilterImage: Sendable {
    public let load: FilterProgram
    public let run: FilterProgram
    /// The sealed memfd; every worker gets a copy of this descriptor.
    public let descriptor: Int32

    /// Identity of the sandbox that a strategy trades under: the digest of the running filter.
    public var digest: Digest { run.digest }

    /// Compiles both policies and seals them.
    public init(
        load policy: SandboxPolicy = .load(
            filterAddress: FilterLayout.runAddress, protectedBelow: FilterLayout.protectedBelow,
            library: FilterLayout.library),
        run runPolicy: SandboxPolicy = .run
    ) throws(SandboxError) {
        let load = try FilterProgram(compiling: policy)
        let run = try FilterProgram(compiling: runPolicy)
        let room = FilterLayout.size - Int(FilterLayout.instructionsAddress - FilterLayout.address)
        guard load.instructions.count + run.instructions.count <= room else {
            throw .filter("\(load.count) and \(run.count) instructions do not fit the image")
        }
        let file = tectra_image_file("filters")
        guard file >= 0 else { throw .filter("memfd: \(String(cString: strerror(errno)))") }
        descriptor = file
        self.load = load
        self.run = run
        var image = [UInt8](repeating: 0, count: FilterLayout.size)
        let loadStart = FilterLayout.instructionsAddress
        let runStart = loadStart + UInt64(load.instructions.count)
        image.withUnsafeMutableBytes { bytes in
            Self.put(load, header: FilterLayout.loadAddress, instructions: loadStart, into: bytes)
            Self.put(run, header: FilterLayout.runAddress, instructions: runStart, into: bytes)
        }
        let written = image.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == image.count, tectra_image_seal(file) == 0 else {
            throw .filter("the image can not be written and sealed: \(String(cString: strerror(errno)))")
        }
    }

    /// Filters that allow less than a host's: to find out whether a library does without some calls.
    public static func stricter(without calls: Set<String>) throws(SandboxError) -> FilterImage {
        let load = SandboxPolicy.load(
            filterAddress: FilterLayout.runAddress, protectedBelow: FilterLayout.protectedBelow,
            library: FilterLayout.library)
        return try FilterImage(load: load.without(calls), run: SandboxPolicy.run.without(calls))
    }

    deinit {
        close(descriptor)
    }

    private static func put(
        _ program: FilterProgram, header: UInt64, instructions: UInt64, into bytes: UnsafeMutableRawBufferPointer
    ) {
        let place = Int(header - FilterLayout.address)
        bytes.storeBytes(of: UInt16(truncatingIfNeeded: program.count), toByteOffset: place, as: UInt16.self)
        bytes.storeBytes(of: instructions, toByteOffset: place + 8, as: UInt64.self)
        let start = Int(instructions - FilterLayout.address)
        UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyBytes(from: program.instructions)
    }
}
