/// The files of a store: numbered segments, and beside each sealed one its index. Names, listing, and
/// reads and writes that go on after an interruption.
internal import CLinux
internal import Glibc

/// Names of files, and which there are.
enum StoreFile {
    static func segment(_ directory: String, _ number: Int) -> String { name(directory, number) + ".ticks" }
    static func index(_ directory: String, _ number: Int) -> String { name(directory, number) + ".index" }

    private static func name(_ directory: String, _ number: Int) -> String {
        let digits = String(number)
        return directory + "/" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    /// Numbers of the segments in a directory, rising. A store without a segment has its lock; a directory with
    /// neither is something else, of which it must not be said that it is a whole store.
    static func segments(_ directory: String) throws(TickStoreError) -> [Int] {
        guard let stream = opendir(directory) else {
            if errno == ENOENT || errno == ENOTDIR { throw .missing(path: directory) }
            throw .system(doing: "read", path: directory, code: errno)
        }
        defer { closedir(stream) }
        var numbers: [Int] = []
        var isStore = false
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { room in
                String(decoding: room.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "lock" { isStore = true }
            guard name.hasSuffix(".ticks"), let number = Int(name.dropLast(6)), number > 0 else { continue }
            numbers.append(number)
        }
        guard isStore || !numbers.isEmpty else { throw .missing(path: directory) }
        return numbers.sorted()
    }

    /// Opens a file for reading; nil when it is not there (a segment that was just dropped).
    static func open(_ path: String) throws(TickStoreError) -> Int32? {
        let descriptor = tectra_open_file(path, 0)
        if descriptor == -ENOENT { return nil }
        guard descriptor >= 0 else { throw .system(doing: "open", path: path, code: -descriptor) }
        return descriptor
    }

    /// Reads `count` bytes at an offset; false when the file has not so many there or can not be read.
    static func read(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int, at offset: Int) -> Bool {
        var done = 0
        while done < count {
            let got = pread(descriptor, target + done, count - done, off_t(offset + done))
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return false }
            done += got
        }
        return true
    }

    static func write(
        _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int, path: String
    ) throws(TickStoreError) {
        guard let source = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let put = pwrite(descriptor, source + done, bytes.count - done, off_t(offset + done))
            if put < 0, errno == EINTR { continue }
            guard put > 0 else {
                if errno == ENOSPC || errno == EDQUOT || errno == EFBIG { throw .full(path: path) }
                throw .system(doing: "write", path: path, code: errno)
            }
            done += put
        }
    }

    static func put(_ descriptor: Int32, _ bytes: [UInt8], at offset: Int, path: String) throws(TickStoreError) {
        // The closure of an array's bytes does not pass a typed error on.
        let error = bytes.withUnsafeBytes { room -> TickStoreError? in
            do throws(TickStoreError) {
                try write(descriptor, room, at: offset, path: path)
                return nil
            } catch {
                return error
            }
        }
        if let error { throw error }
    }
}

/// The 64 bytes that begin a segment.
struct SegmentHeader {
    static let size = 64
    /// "TECTICK1"
    static let magic: UInt64 = 0x314B_4349_5443_4554
    static let version: UInt32 = 1

    let number: Int
    /// Days since 1970-01-01 of every row in it.
    let day: Int64

    func write(to base: UnsafeMutableRawPointer) {
        base.initializeMemory(as: UInt8.self, repeating: 0, count: Self.size)
        base.storeBytes(of: Self.magic.littleEndian, as: UInt64.self)
        base.storeBytes(of: Self.version.littleEndian, toByteOffset: 12, as: UInt32.self)
        base.storeBytes(of: UInt64(number).littleEndian, toByteOffset: 16, as: UInt64.self)
        base.storeBytes(of: day.littleEndian, toByteOffset: 24, as: Int64.self)
        base.storeBytes(
            of: tectra_crc32c(0, base + 12, Self.size - 12).littleEndian, toByteOffset: 8, as: UInt32.self)
    }

    init(number: Int, day: Int64) {
        self.number = number
        self.day = day
    }

    /// - Returns: nil unless the 64 bytes are the header of a segment of this version, whole.
    init?(_ base: UnsafeRawPointer) {
        func u32(_ at: Int) -> UInt32 { UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
        func u64(_ at: Int) -> UInt64 { UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
        guard u64(0) == Self.magic, u32(8) == tectra_crc32c(0, base + 12, Self.size - 12), u32(12) == Self.version
        else { return nil }
        number = Int(truncatingIfNeeded: u64(16))
        day = Int64(bitPattern: u64(24))
    }
}

/// Days of UTC.
enum Day {
    static let nanoseconds: Int64 = 86_400_000_000_000

    /// The day a time is in, since 1970-01-01.
    static func of(_ time: Int64) -> Int64 {
        time >= 0 ? time / nanoseconds : (time &+ 1) / nanoseconds &- 1
    }
}
