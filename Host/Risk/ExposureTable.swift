/// All exposures, in memory taken once, each change in constant time.
internal import Orders
internal import Records

/// Exposures by (strategy, instrument); strategy 0 is the firm.
struct ExposureTable: ~Copyable {
    private let cells: UnsafeMutablePointer<Exposure>
    private let sums: UnsafeMutablePointer<ExposureTotals>
    let strategies: Int
    let instruments: Int

    init(strategies: Int, instruments: Int) {
        self.strategies = strategies
        self.instruments = instruments
        let count = (strategies + 1) * instruments
        cells = .allocate(capacity: count)
        cells.initialize(repeating: Exposure(), count: count)
        sums = .allocate(capacity: strategies + 1)
        sums.initialize(repeating: ExposureTotals(), count: strategies + 1)
    }

    deinit {
        cells.deallocate()
        sums.deallocate()
    }

    @inline(__always)
    func contains(_ strategy: UInt8, _ instrument: UInt32) -> Bool {
        Int(strategy) <= strategies && Int(instrument) < instruments
    }

    /// Of a strategy and instrument that `contains` knows.
    @inline(__always)
    func cell(_ strategy: UInt8, _ instrument: UInt32) -> UnsafeMutablePointer<Exposure> {
        cells + (Int(strategy) * instruments + Int(instrument))
    }

    @inline(__always)
    func totals(_ strategy: UInt8) -> UnsafeMutablePointer<ExposureTotals> { sums + Int(strategy) }

    mutating func record(_ change: OrderChange) {
        guard change.strategy != 0, contains(change.strategy, change.instrument) else { return }
        record(change, in: 0)
        record(change, in: change.strategy)
    }

    mutating func record(_ change: PositionChange) {
        guard change.strategy != 0, contains(change.strategy, change.instrument) else { return }
        record(change, in: 0)
        record(change, in: change.strategy)
        assert(cell(change.strategy, change.instrument).pointee.position == change.position.quantity)
    }

    @inline(__always)
    private func record(_ change: OrderChange, in row: UInt8) {
        let cell = cell(row, change.instrument)
        let sum = totals(row)
        let quantity = change.after.quantity - change.before.quantity
        let notional = change.after.notional - change.before.notional
        let orders: Int64 = change.isOpening ? 1 : change.isClosing ? -1 : 0
        switch change.side {
        case .buy: cell.pointee.openBuy += quantity
        case .sell: cell.pointee.openSell += quantity
        }
        cell.pointee.openNotional += notional
        cell.pointee.openOrders += orders
        sum.pointee.openNotional += notional
        sum.pointee.openOrders += orders
        assert(cell.pointee.openBuy >= 0 && cell.pointee.openSell >= 0 && cell.pointee.openNotional >= 0)
        assert(cell.pointee.openOrders >= 0 && sum.pointee.openNotional >= cell.pointee.openNotional)
    }

    @inline(__always)
    private func record(_ change: PositionChange, in row: UInt8) {
        let cell = cell(row, change.instrument)
        cell.pointee.position &+= change.quantity
        cell.pointee.positionNotional += change.grossCost
        totals(row).pointee.positionNotional += change.grossCost
        assert(cell.pointee.positionNotional >= 0)
    }
}
