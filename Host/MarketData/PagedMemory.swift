/// Memory taken once and never grown: zeroed, on whole huge pages where the kernel has them, since a
/// walk of the page tables costs as much as the miss it comes with.
internal import CLinux
internal import Glibc

/// An array of `count` elements whose bytes are all zero at first.
struct PagedMemory<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    let count: Int
    /// What was asked of the kernel; pages that were never touched cost nothing.
    let bytes: Int
    private let mapping: UnsafeMutableRawPointer

    private static var hugePage: Int { 1 << 21 }

    /// - Throws: when the kernel refuses.
    init(_ count: Int) throws(MarketDataError) {
        let size = count * MemoryLayout<Element>.stride
        let isHuge = size >= Self.hugePage
        let page = isHuge ? Self.hugePage : 4096
        bytes = (size + page - 1) / page * page + (isHuge ? page : 0)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let map = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0), map != MAP_FAILED else {
            throw .capacity("the kernel refuses \(size >> 20) MiB of memory; configure a smaller capacity")
        }
        mapping = map
        let address = Int(bitPattern: map)
        let start = map + ((address + page - 1) / page * page - address)
        if isHuge { madvise(start, size, MADV_HUGEPAGE) }
        base = start.bindMemory(to: Element.self, capacity: count)
        self.count = count
    }

    deinit { munmap(mapping, bytes) }

    /// Asks the kernel for all of it now, so that no later write waits for a page. Where the kernel has no
    /// such call, or not the memory, pages come when they are written, as ever.
    func touch() { _ = tectra_prefault(base, count * MemoryLayout<Element>.stride, 1) }

    @inline(__always)
    subscript(index: Int) -> Element {
        unsafeAddress { UnsafePointer(base + index) }
        nonmutating unsafeMutableAddress { base + index }
    }
}
