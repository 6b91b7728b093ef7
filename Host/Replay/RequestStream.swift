/// Two streams of one strategy's requests, the journal's and its library's now, held against each
/// other in the order in which the worker numbered them.
///
/// A journal of a live host has a request later than its cause, by as much as the strategy was
/// slow; what must be the same is the request itself, its number and its cause.

struct RequestStream {
    enum Difference {
        case otherBytes(journaled: JournaledRequest, replayed: [UInt8])
        /// In the journal, and not made again.
        case missing(JournaledRequest)
        /// Made now, and not in the journal.
        case extra([UInt8])
    }

    struct JournaledRequest {
        let record: [UInt8]
        /// Of the input that it was.
        let sequence: UInt64
        let segment: Int
        let offset: Int
        /// Laps that the journal has before it.
        var laps: UInt64 = 0
    }

    private var journaled: ArraySlice<JournaledRequest> = []
    private var replayed: ArraySlice<[UInt8]> = []
    /// Requests of the journal's that only the way it was lapped then brought forth: by so many the
    /// numbers of those behind them are higher.
    private var laps: UInt64 = 0
    private(set) var matched: UInt64 = 0
    /// What was found and not taken yet.
    private var differences: [Difference] = []
    /// What the strategy asked behind the end of its stream in the journal.
    private(set) var tail: UInt64 = 0

    mutating func lapped() { laps += 1 }

    /// The journal's next request.
    mutating func expect(_ request: JournaledRequest) {
        var request = request
        request.laps = laps
        journaled.append(request)
        match()
    }

    /// The worker's next request.
    mutating func found(_ record: [UInt8]) {
        replayed.append(record)
        match()
    }

    private mutating func match() {
        guard let expected = journaled.first, let found = replayed.first else { return }
        journaled.removeFirst()
        replayed.removeFirst()
        matched += 1
        if !Self.isSame(expected.record, found, laps: expected.laps) {
            differences.append(.otherBytes(journaled: expected, replayed: found))
        }
    }

    /// The differences since the last time.
    mutating func takeDifferences() -> [Difference] {
        guard !differences.isEmpty else { return [] }
        defer { differences.removeAll() }
        return differences
    }

    /// The end of the stream. What is left over on one side is a difference; except that a worker that
    /// did not stop in order may have asked for more than was still heard.
    mutating func finish(endedInOrder: Bool) {
        differences += journaled.map(Difference.missing)
        if endedInOrder { differences += replayed.map(Difference.extra) } else { tail += UInt64(replayed.count) }
        journaled.removeAll()
        replayed.removeAll()
    }

    /// Byte for byte, but for the request's number when there was a lap before it.
    static func isSame(_ journaled: [UInt8], _ replayed: [UInt8], laps: UInt64) -> Bool {
        guard journaled.count == replayed.count, journaled.count >= 16 else { return false }
        guard laps > 0 else { return journaled == replayed }
        func number(_ record: [UInt8]) -> UInt64 {
            (8..<16).reversed().reduce(0) { $0 << 8 | UInt64(record[$1]) }
        }
        return journaled[..<8] == replayed[..<8] && journaled[16...] == replayed[16...]
            && number(journaled) &- laps == number(replayed)
    }
}
