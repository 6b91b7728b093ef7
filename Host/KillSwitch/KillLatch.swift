/// The kill switch: a latch for the firm and one for each strategy. Pulled, it stays pulled until a
/// person clears it by name; nothing else lets go of it, no new version, no restart.
public import Orders
public import PluginABI
internal import Records

/// What a strategy asks for, as far as the kill switch cares.
public enum KillGuarded: Sendable, CaseIterable {
    case submit, modify, cancel
}

/// Pure: it holds state and says what is to be done, and does nothing itself.
public struct KillLatch: ~Copyable {
    /// The input that engaged each latch, by strategy; 0 is the firm.
    private let causes: UnsafeMutablePointer<tectra_kill_switch>
    /// What each has cancelled so far.
    private let cancelled: UnsafeMutablePointer<UInt32>
    /// Strategies whose own latch is engaged.
    public private(set) var engaged = StrategySet()
    public private(set) var isFirmEngaged = false

    public init() {
        causes = .allocate(capacity: 64)
        causes.initialize(repeating: .blank, count: 64)
        cancelled = .allocate(capacity: 64)
        cancelled.initialize(repeating: 0, count: 64)
    }

    /// A latch as it stood: takes what `engagedRecords` gave, or any journaled inputs in their order.
    public init(restoring records: [tectra_kill_switch]) {
        self.init()
        for record in records { _ = apply(record) }
    }

    deinit {
        causes.deallocate()
        cancelled.deallocate()
    }

    /// The inputs that engaged what is engaged now, the firm's first: all that must be kept to restore it.
    public var engagedRecords: [tectra_kill_switch] {
        (0..<64).compactMap { isLatched(UInt8($0)) ? causes[$0] : nil }
    }

    /// Who engaged a latch, why and when; nil when it is not engaged. 0 is the firm.
    public func cause(of strategy: UInt8) -> KillCause? {
        guard isLatched(strategy) else { return nil }
        return KillCause(causes[Int(strategy)], ordersCancelled: cancelled[Int(strategy)])
    }

    /// Who carries an outcome out says here how many orders it was. 0 is the firm.
    public func noteCancelled(_ orders: UInt32, by strategy: UInt8) {
        guard isLatched(strategy) else { return }
        cancelled[Int(strategy)] &+= orders
    }

    /// Whether a strategy is stopped, by its own latch or the firm's.
    @inline(__always)
    public func isKilled(_ strategy: UInt8) -> Bool { isFirmEngaged || engaged.contains(strategy) }

    /// `.killed` for what a stopped strategy may not do, else `.none`. Cancels always pass.
    public func reasonToRefuse(_ request: KillGuarded, from strategy: UInt8) -> RejectReason {
        request != .cancel && isKilled(strategy) ? .killed : .none
    }

    /// Pulls or clears a latch, as the input says.
    ///
    /// To pull one that is pulled changes nothing, keeps the first cause, and names the orders to cancel
    /// again. Clearing needs an operator's name. Clearing the firm leaves the strategies' own latches as they
    /// are, and clearing a strategy leaves the firm's.
    public mutating func apply(_ record: tectra_kill_switch) -> KillOutcome {
        let strategy = record.strategy
        guard strategy < 64 else { return refuse(.unknownStrategy, record) }
        switch record.engaged {
        case 1: return engage(record)
        case 0:
            guard !KillText.isAnonymous(record) else { return refuse(.noOperator, record) }
            let wasEngaged = isLatched(strategy)
            if strategy == 0 { isFirmEngaged = false } else { engaged.remove(strategy) }
            causes[Int(strategy)] = .blank
            return outcome(record, isChanged: wasEngaged, cancel: StrategySet())
        default: return refuse(.badField, record)
        }
    }

    private mutating func engage(_ record: tectra_kill_switch) -> KillOutcome {
        let strategy = record.strategy
        let wasEngaged = isLatched(strategy)
        if strategy == 0 { isFirmEngaged = true } else { engaged.insert(strategy) }
        if !wasEngaged {
            causes[Int(strategy)] = record
            cancelled[Int(strategy)] = 0
        }
        return outcome(record, isChanged: !wasEngaged, cancel: strategy == 0 ? .all : StrategySet(strategy))
    }

    private func isLatched(_ strategy: UInt8) -> Bool {
        strategy == 0 ? isFirmEngaged : engaged.contains(strategy)
    }

    private func outcome(_ record: tectra_kill_switch, isChanged: Bool, cancel: StrategySet) -> KillOutcome {
        KillOutcome(
            refusal: nil, strategy: record.strategy, isEngaged: isLatched(record.strategy), isChanged: isChanged,
            cancel: cancel, record: record)
    }

    private func refuse(_ refusal: KillRefusal, _ record: tectra_kill_switch) -> KillOutcome {
        KillOutcome(
            refusal: refusal, strategy: record.strategy, isEngaged: isLatched(record.strategy), isChanged: false,
            cancel: StrategySet(), record: record)
    }
}
