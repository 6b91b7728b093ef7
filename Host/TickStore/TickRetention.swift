/// Lets old days go: whole sealed segments, never the newest, never a part of one.
internal import Glibc

public struct TickRetention: Sendable {
    /// A segment that goes, or would.
    public struct Dropped: Sendable, Equatable {
        public let path: String
        /// Days since 1970-01-01.
        public let day: Int64
        public let bytes: Int
    }

    public private(set) var dropped: [Dropped] = []
    public private(set) var kept = 0
    /// First day that stays, since 1970-01-01.
    public private(set) var firstDay: Int64 = 0

    /// Drops the segments of days that are `days` or more before the newest day in the store. That day, not
    /// the clock, is what is counted from, so a store of last year is not emptied by asking for 30 days.
    ///
    /// - Parameters:
    ///   - days: 1 keeps the newest day alone.
    ///   - isTrial: only says what would go.
    public init(_ directory: String, keepingDays days: Int, isTrial: Bool = false) throws(TickStoreError) {
        guard days >= 1 else { throw .capacity("retention keeps one day at least") }
        var found: [(number: Int, day: Int64, bytes: Int)] = []
        for number in try StoreFile.segments(directory) {
            guard let scan = try BlockScan.open(directory, number) else { continue }
            found.append((number, scan.header.day, scan.fileSize))
        }
        guard let newest = found.map(\.day).max() else { return }
        firstDay = newest &- Int64(clamping: days - 1)
        for (number, day, bytes) in found {
            var ignored = TickStoreFaults()
            guard day < firstDay, number != found.last?.number,
                try SegmentIndex.open(directory, number, &ignored) != nil
            else {
                kept += 1
                continue
            }
            let path = StoreFile.segment(directory, number)
            // The segment first: an index alone is nothing, a segment alone would be read.
            if !isTrial {
                guard unlink(path) == 0 || errno == ENOENT else {
                    throw .system(doing: "remove", path: path, code: errno)
                }
                unlink(StoreFile.index(directory, number))
            }
            dropped.append(Dropped(path: path, day: day, bytes: bytes))
        }
    }
}
