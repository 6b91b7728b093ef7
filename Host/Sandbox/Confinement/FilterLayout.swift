/// Where the two filters lie in a worker's memory: an agreement between the host, which compiles
/// and seals them, and the worker, which maps and installs them.

/// The filter image: two program headers, then the instructions of stage 1 and of stage 2.
///
/// It is mapped read-only at a fixed low address from a sealed memfd. So the hash of the filters
/// is the same in every worker, and stage 1 can allow the installation of exactly one further
/// filter: the one at `runAddress`, which nobody in the worker can change or replace.
public enum FilterLayout {
    /// Where the image is mapped. Above `vm.mmap_min_addr`, below anything the kernel chooses.
    public static let address: UInt64 = 0x10_0000
    /// Bytes of the image.
    public static let size = 0x8000
    /// Stage 1 lets nothing be mapped, unmapped or protected below this address.
    public static let protectedBelow: UInt64 = 0x20_0000
    /// Address of the program header of stage 1.
    public static let loadAddress = address
    /// Address of the program header of stage 2.
    public static let runAddress = address + 64
    /// Address of the first instruction.
    public static let instructionsAddress = address + 128
    /// The descriptor of the library while it is loaded: the only one that the loading filter lets be duplicated.
    public static let library: Int32 = 3
    /// Most instructions the kernel takes in one program (BPF_MAXINSNS).
    public static let instructionsMax = 4096
}
