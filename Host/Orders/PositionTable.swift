/// The positions of every strategy and of the firm as a whole, in memory taken once.
public import Records

/// Positions by (strategy, instrument). Strategy 0 is the firm: the net of all strategies, at its own
/// average cost. Its realized part may differ from the sum of the strategies' (one bought what the other
/// sold), its total never does.
public struct PositionTable: ~Copyable {
    private let positions: UnsafeMutablePointer<Position>
    private let sums: UnsafeMutablePointer<PositionTotals>
    public let strategies: Int
    public let instruments: Int

    /// - Parameters:
    ///   - strategies: highest number of a strategy, 1 to 63.
    ///   - instruments: count of instruments; their ids are below it.
    public init(strategies: Int = 63, instruments: Int) {
        self.strategies = min(max(strategies, 1), 63)
        self.instruments = max(instruments, 1)
        let count = (self.strategies + 1) * self.instruments
        positions = .allocate(capacity: count)
        positions.initialize(repeating: Position(), count: count)
        sums = .allocate(capacity: self.strategies + 1)
        sums.initialize(repeating: PositionTotals(), count: self.strategies + 1)
    }

    deinit {
        positions.deallocate()
        sums.deallocate()
    }

    private func place(_ strategy: UInt8, _ instrument: UInt32) -> Int? {
        guard Int(strategy) <= strategies, Int(instrument) < instruments else { return nil }
        return Int(strategy) * instruments + Int(instrument)
    }

    /// A position; flat for a strategy or instrument that does not exist. Strategy 0 is the firm.
    public func position(of strategy: UInt8, in instrument: UInt32) -> Position {
        place(strategy, instrument).map { positions[$0] } ?? Position()
    }

    /// Sums over a strategy's instruments; strategy 0 is the firm.
    public func totals(of strategy: UInt8) -> PositionTotals {
        Int(strategy) <= strategies ? sums[Int(strategy)] : PositionTotals()
    }

    /// Applies an execution to the strategy's position and the firm's.
    ///
    /// - Parameters:
    ///   - fee: paid for this fill; negative is a rebate.
    ///   - isDoubtful: the data at the time was flagged.
    /// - Returns: nil, with nothing changed, when the strategy or instrument does not exist or the numbers
    ///   are not ones a fill can have.
    public mutating func apply(
        strategy: UInt8, instrument: UInt32, side: Side, price: Int64, quantity: Int64, fee: Int64,
        isDoubtful: Bool = false
    ) -> PositionChange? {
        guard strategy >= 1, let own = place(strategy, instrument), let firm = place(0, instrument),
            let after = positions[own].after(
                side: side, price: price, quantity: quantity, fee: fee, isDoubtful: isDoubtful),
            let firmAfter = positions[firm].after(
                side: side, price: price, quantity: quantity, fee: fee, isDoubtful: isDoubtful)
        else { return nil }
        let change = PositionChange(instrument: instrument, strategy: strategy, before: positions[own], after: after)
        let volume = notional(price: price, quantity: quantity)
        sums[Int(strategy)].add(from: positions[own], to: after, volume: volume)
        sums[0].add(from: positions[firm], to: firmAfter, volume: volume)
        positions[own] = after
        positions[firm] = firmAfter
        return change
    }
}
