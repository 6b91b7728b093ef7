// What the kernel holds of a region: its size, its seals, and who may write.
import CLinux
import Glibc
import SharedMemory
import TestSupport
import Testing

@Suite struct RegionTests {
    @Test func aNewRegionIsZerosAndWritable() throws {
        let region = try SharedRegion.create(name: "zeros", size: 8192)
        #expect((0..<8192).allSatisfy { region.base.load(fromByteOffset: $0, as: UInt8.self) == 0 })
        region.base.storeBytes(of: 7, as: UInt64.self)
        let other = try SharedRegion.map(fd: region.fd, size: 8192, access: .readOnly)
        #expect(other.base.load(as: UInt64.self) == 7)
        #expect(other.base != region.base)
    }

    @Test func sealedForWritersOnlyTheFirstMappingWrites() throws {
        let region = try SharedRegion.create(name: "sealed", size: 4096)
        try region.prefault()
        #expect(region.isSealed(.writers) == false)
        try region.seal(.writers)
        #expect(region.isSealed(.writers) && region.isSealed(.size))
        region.base.storeBytes(of: 9, as: UInt64.self)
        #expect(throws: RegionError.system(doing: "map 4096 bytes", region: "region", code: EPERM)) {
            _ = try SharedRegion.map(fd: region.fd, size: 4096, access: .readWrite).size
        }
        let reader = try SharedRegion.map(fd: region.fd, size: 4096, access: .readOnly)
        #expect(reader.base.load(as: UInt64.self) == 9)
        #expect(mprotect(reader.base, 4096, PROT_READ | PROT_WRITE) == -1)
        #expect(write(region.fd, "x", 1) == -1)
        #expect(ftruncate(region.fd, 0) == -1)
        #expect(ftruncate(region.fd, 8192) == -1)
    }

    @Test func sealedForSizeOthersStillWrite() throws {
        let region = try SharedRegion.create(name: "size", size: 4096, access: .readOnly)
        try region.prefault()
        try region.seal(.size)
        #expect(region.isSealed(.size) && !region.isSealed(.writers))
        let writer = try SharedRegion.map(fd: region.fd, size: 4096, access: .readWrite)
        writer.base.storeBytes(of: 5, as: UInt64.self)
        #expect(region.base.load(as: UInt64.self) == 5)
        #expect(ftruncate(region.fd, 0) == -1)
        #expect(throws: RegionError.self) { try region.seal(.writers) }
    }

    @Test func wrongSizesAreErrors() throws {
        #expect(throws: RegionError.badSize(region: "r", size: 100)) {
            _ = try SharedRegion.create(name: "r", size: 100).size
        }
        #expect(throws: RegionError.badSize(region: "r", size: 0)) {
            _ = try SharedRegion.create(name: "r", size: 0).size
        }
        let region = try SharedRegion.create(name: "r", size: 4096)
        #expect(throws: RegionError.tooSmall(region: "region", expected: 8192, found: 4096)) {
            _ = try SharedRegion.map(fd: region.fd, size: 8192, access: .readOnly).size
        }
        for size in [4096, 4096 + 4096 * 3] {
            let region = try SharedRegion.create(name: "ring", size: size)
            #expect(throws: RegionError.badSize(region: "ring", size: size)) {
                _ = try MarketRing.Writer(in: region).head
            }
        }
    }

    @Test func filesAreFoundAgainAndNothingElseIs() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("a.shm")
        let region = try SharedRegion.createFile(at: path, size: 4096)
        region.base.storeBytes(of: 11, as: UInt64.self)
        let reader = try SharedRegion.openFile(at: path, size: 4096, access: .readOnly)
        #expect(reader.base.load(as: UInt64.self) == 11)
        symlink(path, directory.file("link"))
        mkdir(directory.file("folder"), 0o700)
        for name in ["link", "folder", "absent"] {
            #expect(throws: RegionError.self) {
                _ = try SharedRegion.openFile(at: directory.file(name), size: 4096, access: .readOnly).size
            }
        }
        #expect(throws: RegionError.tooSmall(region: path, expected: 8192, found: 4096)) {
            _ = try SharedRegion.openFile(at: path, size: 8192, access: .readOnly).size
        }
    }

    @Test func descriptorsAreClosed() throws {
        /// What a descriptor is of; another thread may have reused the number.
        func target(_ fd: Int32) -> String {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
                buffer.initialize(repeating: 0)
                guard let text = buffer.baseAddress else { return "" }
                return readlink("/proc/self/fd/\(fd)", text, 255) > 0 ? String(cString: text) : ""
            }
        }
        func open() throws -> Int32 {
            let region = try SharedRegion.create(name: "closed-after-use", size: 4096)
            #expect(target(region.fd).contains("closed-after-use") == true)
            return region.fd
        }
        #expect(target(try open()).contains("closed-after-use") == false)
    }
}
