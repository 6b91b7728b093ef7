/// The limits in force and the ones being gathered: a new set counts whole or not at all.
internal import PluginABI

/// What became of a commit.
public struct LimitsOutcome: Equatable, Sendable {
    public let isAccepted: Bool
    /// The version in force now.
    public let version: UInt64
    /// Rows in force now.
    public let rows: Int
    /// How many contradictions a refusal has; `LimitTable.contradictions` tells them.
    public let contradictions: Int
}

/// Rows by strategy, 0 the firm.
public struct LimitTable: ~Copyable {
    private let active: UnsafeMutablePointer<LimitRow>
    private let staged: UnsafeMutablePointer<LimitRow>
    private var activeSet: UInt64 = 0
    private var stagedSet: UInt64 = 0
    private var stagedCount = 0
    private var problems = ContradictionList()
    public let strategies: Int
    /// The version in force; 0 when none ever was.
    public private(set) var version: UInt64 = 0
    /// The version being gathered; 0 when none is.
    public private(set) var stagedVersion: UInt64 = 0

    init(strategies: Int) {
        self.strategies = strategies
        active = .allocate(capacity: 64)
        active.initialize(repeating: LimitRow(strategy: 0), count: 64)
        staged = .allocate(capacity: 64)
        staged.initialize(repeating: LimitRow(strategy: 0), count: 64)
    }

    deinit {
        active.deallocate()
        staged.deallocate()
    }

    /// Whether limits are in force for a strategy; 0 is the firm.
    public func isSet(_ strategy: UInt8) -> Bool {
        strategy < 64 && activeSet & (1 << UInt64(strategy)) != 0
    }

    /// The row in force, or nil.
    public func row(of strategy: UInt8) -> LimitRow? {
        isSet(strategy) ? active[Int(strategy)] : nil
    }

    /// For the check, which asked `isSet` before.
    @inline(__always)
    func pointer(to strategy: UInt8) -> UnsafePointer<LimitRow> { UnsafePointer(active + Int(strategy & 63)) }

    /// Rows in force.
    public var rows: Int { activeSet.nonzeroBitCount }

    /// What was wrong with the last set that was refused, or is with the one being gathered.
    public var contradictions: [LimitContradiction] { (0..<problems.count).map { problems[$0] } }

    /// Gathers a row. A row of another version than the last begins a new set.
    mutating func stage(_ record: tectra_limits) {
        if record.version != stagedVersion || stagedCount == 0 {
            stagedVersion = record.version
            stagedSet = 0
            stagedCount = 0
            problems.removeAll()
        }
        stagedCount += 1
        guard Int(record.strategy) <= strategies else {
            problems.append(
                LimitContradiction(.unknownStrategy, value: Int64(record.strategy), other: Int64(strategies)))
            return
        }
        let bit = UInt64(1) << UInt64(record.strategy)
        if stagedSet & bit != 0 { problems.append(LimitContradiction(.duplicateRow, record.strategy)) }
        stagedSet |= bit
        staged[Int(record.strategy)] = LimitRow(record)
    }

    /// Takes the gathered rows in place of all there were, or refuses all of them.
    mutating func commit(version wanted: UInt64, rows expected: UInt32) -> LimitsOutcome {
        defer {
            stagedCount = 0
            stagedSet = 0
            stagedVersion = 0
        }
        if stagedCount == 0 || stagedVersion != wanted {
            problems.removeAll()
            problems.append(LimitContradiction(.noSuchVersion, value: Int64(clamping: wanted)))
            return refusal
        }
        if wanted <= version {
            problems.append(
                LimitContradiction(
                    .versionNotRising, value: Int64(clamping: wanted), other: Int64(clamping: version)))
        }
        if stagedCount != Int(expected) {
            problems.append(LimitContradiction(.wrongRowCount, value: Int64(expected), other: Int64(stagedCount)))
        }
        let firm = stagedSet & 1 != 0 ? staged[0] : nil
        if firm == nil { problems.append(LimitContradiction(.noFirmRow)) }
        for strategy in 0..<64 where stagedSet & (1 << UInt64(strategy)) != 0 {
            staged[strategy].check(against: firm, into: &problems)
        }
        guard problems.count == 0 else { return refusal }
        active.update(from: staged, count: 64)
        activeSet = stagedSet
        version = wanted
        return LimitsOutcome(isAccepted: true, version: version, rows: rows, contradictions: 0)
    }

    private var refusal: LimitsOutcome {
        LimitsOutcome(isAccepted: false, version: version, rows: rows, contradictions: problems.count)
    }
}
