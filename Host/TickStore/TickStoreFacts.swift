/// What is in a store, told from its headers alone.

public struct TickStoreFacts: Sendable {
    /// Rows of one symbol and kind.
    public struct Part: Sendable {
        public let symbol: TickSymbol
        public let kind: TickKind
        public internal(set) var rows = 0
        public internal(set) var blocks = 0
        /// Bytes in the files, headers included.
        public internal(set) var bytes = 0
        public internal(set) var firstTime = Int64.max
        public internal(set) var lastTime = Int64.min
        /// OR of the flags of all rows: TECTRA_DATA_….
        public internal(set) var flags: UInt32 = 0
    }

    /// By symbol, then kind.
    public private(set) var parts: [Part] = []
    public private(set) var segments = 0
    /// Of them with an index.
    public private(set) var sealed = 0
    public private(set) var faults = TickStoreFaults()

    public var rows: Int { parts.reduce(0) { $0 + $1.rows } }
    public var blocks: Int { parts.reduce(0) { $0 + $1.blocks } }
    public var bytes: Int { parts.reduce(0) { $0 + $1.bytes } }
    /// The symbols in it, in order.
    public var symbols: [TickSymbol] {
        var symbols: [TickSymbol] = []
        for part in parts where symbols.last != part.symbol { symbols.append(part.symbol) }
        return symbols
    }

    /// Reads the headers of a whole store.
    ///
    /// - Parameter progress: told how many segments are done, of how many.
    public init(_ directory: String, progress: (Int, Int) -> Void = { _, _ in }) throws(TickStoreError) {
        var found: [Key: Part] = [:]
        let numbers = try StoreFile.segments(directory)
        for number in numbers {
            try Self.walk(directory, number, &faults, &sealed) { header in
                let key = Key(symbol: header.symbol, kind: header.kind)
                var part = found[key] ?? Part(symbol: header.symbol, kind: header.kind)
                part.rows += Int(header.rows)
                part.blocks += 1
                part.bytes += header.span
                part.firstTime = min(part.firstTime, header.firstTime)
                part.lastTime = max(part.lastTime, header.lastTime)
                part.flags |= header.flags
                found[key] = part
            }
            segments += 1
            progress(segments, numbers.count)
        }
        parts = found.values.sorted { ($0.symbol, $0.kind.rawValue) < ($1.symbol, $1.kind.rawValue) }
    }

    private struct Key: Hashable {
        let symbol: TickSymbol
        let kind: TickKind
    }

    /// All headers of a segment: from its index when that is whole, else from the segment.
    private static func walk(
        _ directory: String, _ number: Int, _ faults: inout TickStoreFaults, _ sealed: inout Int,
        _ body: (BlockHeader) -> Void
    ) throws(TickStoreError) {
        if let index = try SegmentIndex.open(directory, number, &faults) {
            sealed += 1
            if let damaged = (0..<index.header.entries).first(where: { index.entry($0) == nil }) {
                faults.note(index.path, index.offset(of: damaged), "the entry is damaged")
            } else {
                for position in 0..<index.header.entries { if let header = index.entry(position) { body(header) } }
                return
            }
        }
        do throws(TickStoreError) {
            guard let scan = try BlockScan.open(directory, number) else { return }
            while let header = scan.next() { body(header) }
            faults.add(scan.faults)
        } catch .unknownFormat(let path, let reason) {
            faults.note(path, 0, reason)
        }
    }
}
