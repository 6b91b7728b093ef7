// A trading floor for the tests of the core: one engine, driven record by record through its one door.
import Engine
import PluginABI
import Records
import TestSupport

/// One output, copied out.
struct Seen: Equatable {
    let audience: Audience
    let strategy: UInt8
    let bytes: [UInt8]

    var template: Int { Int(bytes[2]) | Int(bytes[3]) << 8 }
    /// Sequence of the cause; every output has it at offset 8.
    var sequence: UInt64 { bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) } }
    var time: Int64 { bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: Int64.self) } }

    func read<R: Record>(_ type: R.Type = R.self) -> R? { bytes.withUnsafeBytes { R(copying: $0) } }
}

extension [Seen] {
    /// The records of one kind, in their order.
    func all<R: Record>(_ type: R.Type) -> [R] { compactMap { $0.read(type) } }
    /// States of the orders told of.
    var orderStates: [Int] { all(tectra_order.self).map { Int($0.state) } }
    /// The outputs but for what is of a kind.
    func of(_ strategy: UInt8) -> [Seen] { filter { $0.strategy == strategy } }
}

final class Floor {
    static let midnight: Int64 = 1_767_571_200_000_000_000
    static let cent: Int64 = 10_000_000

    var engine: Engine
    var outputs: OutputBuffer
    private var clientIDs = [UInt64](repeating: 0, count: 64)

    static func session(
        instruments: UInt32 = 8, orders: UInt32 = 4096, own: UInt32 = 256, depthInterval: Int64 = 0,
        barInterval: Int64 = 60_000_000_000
    ) -> tectra_session {
        var session = tectra_session.blank
        session.time = midnight
        session.seed = 7
        session.instruments_max = instruments
        session.orders_max = orders
        session.own_orders_max = own
        session.strategies_max = 64
        session.depth_interval = depthInterval
        session.bar_interval = barInterval
        return session
    }

    init(_ session: tectra_session = Floor.session()) throws {
        engine = try Engine(session)
        outputs = OutputBuffer(capacity: engine.outputCapacity)
    }

    // MARK: - The one door

    @discardableResult
    func apply(_ bytes: [UInt8], from strategy: UInt8) -> [Seen] {
        bytes.withUnsafeBytes { engine.apply($0, from: strategy, into: &outputs) }
        return seen
    }

    /// What the last input brought forth.
    var seen: [Seen] {
        var position = 0
        var all: [Seen] = []
        while let output = outputs.next(&position) {
            all.append(Seen(audience: output.audience, strategy: output.strategy, bytes: Array(output.record)))
        }
        return all
    }

    @discardableResult
    func input<R: Record>(_ record: R, from strategy: UInt8 = 0) -> [Seen] {
        apply(withUnsafeBytes(of: record) { Array($0) }, from: strategy)
    }

    @discardableResult
    func feed(_ message: [UInt8]) -> [Seen] { input(Self.feedRecord(message)) }

    static func feedRecord(_ message: [UInt8]) -> tectra_feed_message {
        var record = tectra_feed_message.blank
        var time: Int64 = 0
        for byte in message.dropFirst(5).prefix(6) { time = time << 8 | Int64(byte) }
        record.time = midnight + time
        record.source = 1
        record.length = UInt16(message.count)
        withUnsafeMutableBytes(of: &record.bytes) { room in
            for (index, byte) in message.prefix(room.count).enumerated() { room[index] = byte }
        }
        return record
    }

    // MARK: - What operators do

    /// A strategy that is deployed, sees the symbols and is started.
    func run(_ strategy: UInt8, symbols: [String] = ["*"], wants: Int = 15, isDryRun: Bool = false) {
        deploy(strategy, wants: wants, isDryRun: isDryRun)
        for symbol in symbols { subscribe(strategy, symbol) }
        command(strategy, TECTRA_COMMAND_START)
    }

    @discardableResult
    func deploy(_ strategy: UInt8, wants: Int = 15, isDryRun: Bool = false) -> [Seen] {
        var record = tectra_deploy.blank
        record.strategy = strategy
        record.tier = 1
        record.wants = UInt8(wants)
        record.dry_run = isDryRun ? 1 : 0
        clientIDs[Int(strategy)] = 0
        return input(record)
    }

    @discardableResult
    func subscribe(_ strategy: UInt8, _ symbol: String) -> [Seen] {
        var record = tectra_subscribe.blank
        record.strategy = strategy
        withUnsafeMutableBytes(of: &record.symbol) { room in
            for (index, byte) in symbol.utf8.prefix(15).enumerated() { room[index] = byte }
        }
        return input(record)
    }

    @discardableResult
    func command(_ strategy: UInt8, _ command: Int) -> [Seen] {
        var record = tectra_strategy_command.blank
        record.strategy = strategy
        record.command = UInt8(command)
        return input(record)
    }

    @discardableResult
    func kill(_ strategy: UInt8 = 0, isEngaged: Bool = true, by name: String = "anna") -> [Seen] {
        var record = tectra_kill_switch.blank
        record.strategy = strategy
        record.engaged = isEngaged ? 1 : 0
        withUnsafeMutableBytes(of: &record.operator_name) { room in
            for (index, byte) in name.utf8.enumerated() { room[index] = byte }
        }
        return input(record)
    }

    @discardableResult
    func lose(_ strategy: UInt8, _ cause: Int = TECTRA_LOST_SIGNAL) -> [Seen] {
        var record = tectra_worker_lost.blank
        record.strategy = strategy
        record.cause = UInt8(cause)
        return input(record)
    }

    @discardableResult
    func clock(_ time: Int64) -> [Seen] {
        var record = tectra_clock.blank
        record.time = Self.midnight + time
        return input(record)
    }

    /// Rows without a limit for the firm and the strategies named, as one change.
    func open(_ strategies: [UInt8], version: UInt64 = 1, _ change: (inout tectra_limits) -> Void = { _ in }) {
        for strategy in [0] + strategies {
            var row = Self.limits(strategy, version)
            change(&row)
            input(row)
        }
        commit(version: version, rows: strategies.count + 1)
    }

    static func limits(_ strategy: UInt8, _ version: UInt64) -> tectra_limits {
        var row = tectra_limits.blank
        row.version = version
        row.strategy = strategy
        row.band_bps = .max
        row.order_quantity_max = .max
        row.order_notional_max = .max
        row.position_max = .max
        row.credit_max = .max
        row.orders_per_second = .max
        row.orders_burst = .max
        return row
    }

    @discardableResult
    func commit(version: UInt64, rows: Int) -> [Seen] {
        var commit = tectra_limits_commit.blank
        commit.version = version
        commit.rows = UInt32(rows)
        return input(commit)
    }

    // MARK: - What strategies ask

    /// A submit; its client id is the strategy's next. Cents; nil is a market order.
    @discardableResult
    func submit(
        _ strategy: UInt8, _ side: Side = .buy, _ quantity: Int64 = 100, cents: Int64?, on instrument: UInt32 = 1,
        _ timeInForce: Int = TECTRA_DAY, isPostOnly: Bool = false
    ) -> [Seen] {
        clientIDs[Int(strategy)] += 1
        var record = tectra_submit.blank
        record.client_id = clientIDs[Int(strategy)]
        record.instrument = instrument
        record.side = side.rawValue
        record.type = UInt8(cents == nil ? TECTRA_MARKET : TECTRA_LIMIT)
        record.time_in_force = UInt8(timeInForce)
        record.flags = isPostOnly ? UInt8(TECTRA_POST_ONLY) : 0
        record.price = cents.map { $0 * Self.cent } ?? Price.none
        record.quantity = quantity
        return input(record, from: strategy)
    }

    func lastClientID(of strategy: UInt8) -> UInt64 { clientIDs[Int(strategy)] }

    @discardableResult
    func cancel(_ strategy: UInt8, _ clientID: UInt64) -> [Seen] {
        var record = tectra_cancel.blank
        record.client_id = clientID
        return input(record, from: strategy)
    }

    @discardableResult
    func modify(_ strategy: UInt8, _ clientID: UInt64, cents: Int64, _ quantity: Int64) -> [Seen] {
        var record = tectra_modify.blank
        record.client_id = clientID
        record.price = cents * Self.cent
        record.quantity = quantity
        return input(record, from: strategy)
    }

    @discardableResult
    func setTimer(_ strategy: UInt8, _ id: UInt64, due: Int64) -> [Seen] {
        var record = tectra_set_timer.blank
        record.timer_id = id
        record.due = due == 0 ? 0 : Self.midnight + due
        return input(record, from: strategy)
    }

    // MARK: - A market

    /// Instrument 1, `TEST`, trades with 500 shares at 99.99 and 300 at 100.01, references 1 and 2.
    func openMarket() {
        feed(ITCHMessage.directory(1, "TEST"))
        feed(ITCHMessage.trading(1, "T"))
        feed(ITCHMessage.add(1, 1, isBuy: true, 500, at: 999_900))
        feed(ITCHMessage.add(1, 2, isBuy: false, 300, at: 1_000_100))
    }

    /// Strategies 1 and so on with open limits on that market.
    static func trading(_ strategies: UInt8 = 1, _ session: tectra_session = Floor.session()) throws -> Floor {
        let floor = try Floor(session)
        floor.openMarket()
        floor.open(Array(1..<(strategies + 1)))
        for strategy in UInt8(1)..<(strategies + 1) { floor.run(strategy) }
        return floor
    }

    func openOrders(of strategy: UInt8) -> Int { engine.summary(of: strategy).openOrders }
    func state(of strategy: UInt8) -> StrategyState { engine.summary(of: strategy).state }
}
