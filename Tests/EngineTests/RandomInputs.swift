// Inputs as a bad day brings them: most make sense, some contradict the state, some are bytes that mean nothing.
import PluginABI
import Records
import TestSupport

struct RandomInputs {
    private var random: SplitMix64
    private var time: Int64 = 0
    private var clientIDs = [UInt64](repeating: 0, count: 64)
    private static let strategies = 5

    init(_ random: SplitMix64) { self.random = random }

    /// The next input and whom it comes from.
    mutating func next() -> (bytes: [UInt8], strategy: UInt8) {
        time += Int64(random.below(5_000))
        switch random.below(100) {
        case 0..<55: return (bytes(Floor.feedRecord(market())), 0)
        case 55..<85: return (request(), strategy())
        case 85..<93: return (control(), 0)
        case 93..<98: return (mutated(), UInt8(random.below(3) == 0 ? random.below(256) : random.below(6)))
        default: return ((0..<random.below(160)).map { _ in UInt8(random.below(256)) }, UInt8(random.below(256)))
        }
    }

    private func bytes<R: Record>(_ record: R) -> [UInt8] { withUnsafeBytes(of: record) { Array($0) } }
    private mutating func strategy() -> UInt8 { UInt8(1 + random.below(Self.strategies)) }

    /// Mostly a number like `usual`, now and then one from the edge of what the field can hold.
    private mutating func wild(_ usual: Int64) -> Int64 {
        guard random.below(20) == 0 else { return usual }
        return [0, -1, 1, .min, .max, .min + 1, 1 << 32, -(1 << 32), Int64(truncatingIfNeeded: random.next())][
            random.below(9)]
    }

    // MARK: - Market

    private mutating func market() -> [UInt8] {
        let locate = UInt16(random.below(4) + (random.below(60) == 0 ? 10 : 0))
        let reference = UInt64(1 + random.below(400))
        let price = UInt32(990_000 + 100 * random.below(200))
        let shares = UInt32(clamping: wild(Int64(1 + random.below(500))))
        let isBuy = random.below(2) == 0
        switch random.below(24) {
        case 0..<9: return ITCHMessage.add(locate, reference, isBuy: isBuy, shares, at: price, time: time)
        case 9..<13: return ITCHMessage.execute(locate, reference, 1 + shares / 4, time: time)
        case 13: return ITCHMessage.cancel(locate, reference, shares / 2, time: time)
        case 14, 15: return ITCHMessage.delete(locate, reference, time: time)
        case 16: return ITCHMessage.replace(locate, reference, by: reference &+ 400, shares, at: price, time: time)
        case 17, 18: return ITCHMessage.hiddenTrade(locate, shares, at: price, time: time)
        case 19: return ITCHMessage.cross(locate, UInt64(bitPattern: wild(1_000)), at: price, time: time)
        case 20: return ITCHMessage.directory(locate, "SYM\(locate)", time: time)
        case 21: return ITCHMessage.trading(locate, random.below(8) == 0 ? "H" : "T", time: time)
        case 22: return random.below(30) == 0 ? ITCHMessage.system("M", time: time) : []
        default:
            return ITCHMessage.add(locate, reference, isBuy: isBuy, shares, at: UInt32(random.below(3)), time: time)
        }
    }

    // MARK: - Requests

    private mutating func request() -> [UInt8] {
        let own = Int(strategy())
        let known = UInt64(random.below(Int(clientIDs[own]) + 2))
        switch random.below(12) {
        case 0..<7:
            var submit = tectra_submit.blank
            clientIDs[own] += UInt64(random.below(10) == 0 ? 0 : 1)
            submit.client_id = clientIDs[own]
            submit.instrument = UInt32(truncatingIfNeeded: wild(Int64(random.below(4))))
            submit.side = UInt8(truncatingIfNeeded: wild(Int64(1 + random.below(2))))
            let isMarket = random.below(5) == 0
            submit.type = UInt8(truncatingIfNeeded: wild(isMarket ? 2 : 1))
            submit.time_in_force = UInt8(truncatingIfNeeded: wild(Int64(1 + random.below(3))))
            submit.flags = random.below(6) == 0 ? 1 : 0
            submit.price = isMarket ? Price.none : wild(Int64(9_900 + random.below(200)) * Floor.cent)
            submit.quantity = wild(Int64(1 + random.below(400)))
            return bytes(submit)
        case 7:
            var modify = tectra_modify.blank
            modify.client_id = known
            modify.price = wild(Int64(9_900 + random.below(200)) * Floor.cent)
            modify.quantity = wild(Int64(1 + random.below(400)))
            return bytes(modify)
        case 8, 9:
            var cancel = tectra_cancel.blank
            cancel.client_id = known
            return bytes(cancel)
        case 10:
            var all = tectra_cancel_all.blank
            all.instrument = random.below(2) == 0 ? .max : UInt32(random.below(4))
            return bytes(all)
        default:
            var timer = tectra_set_timer.blank
            timer.timer_id = UInt64(random.below(80))
            timer.due = wild(Floor.midnight + time + Int64(random.below(20_000)))
            return bytes(timer)
        }
    }

    // MARK: - Control

    private mutating func control() -> [UInt8] {
        switch random.below(12) {
        case 0, 1:
            var deploy = tectra_deploy.blank
            deploy.strategy = UInt8(truncatingIfNeeded: wild(Int64(strategy())))
            deploy.wants = UInt8(random.below(16))
            deploy.dry_run = random.below(8) == 0 ? 1 : 0
            return bytes(deploy)
        case 2, 3:
            var subscribe = tectra_subscribe.blank
            subscribe.strategy = UInt8(truncatingIfNeeded: wild(Int64(strategy())))
            subscribe.symbol.0 = CChar(bitPattern: random.below(2) == 0 ? 0x2A : UInt8(random.below(256)))
            return bytes(subscribe)
        case 4..<8:
            var command = tectra_strategy_command.blank
            command.strategy = UInt8(truncatingIfNeeded: wild(Int64(strategy())))
            command.command = UInt8(random.below(6) == 0 ? random.below(256) : [1, 1, 1, 2, 3, 3, 4][random.below(7)])
            return bytes(command)
        case 8:
            var row = Floor.limits(UInt8(random.below(6)), UInt64(random.below(3)))
            if random.below(2) == 0 { row.credit_max = wild(Int64(random.below(1 << 50))) }
            row.position_max = wild(.max)
            row.order_notional_max = wild(.max)
            row.orders_per_second = UInt32(truncatingIfNeeded: wild(.max))
            return bytes(row)
        case 9:
            var commit = tectra_limits_commit.blank
            commit.version = UInt64(random.below(3))
            commit.rows = UInt32(random.below(4))
            return bytes(commit)
        case 10:
            var kill = tectra_kill_switch.blank
            kill.strategy = random.below(3) == 0 ? UInt8(random.below(256)) : strategy()
            kill.engaged = random.below(3) == 0 ? 1 : 0
            kill.operator_name.0 = 65
            return bytes(kill)
        default:
            var lost = tectra_worker_lost.blank
            lost.strategy = strategy()
            lost.cause = UInt8(random.below(10))
            return bytes(lost)
        }
    }

    /// A record that made sense, with some of its bytes changed.
    private mutating func mutated() -> [UInt8] {
        var record: [UInt8]
        switch random.below(3) {
        case 0: record = bytes(Floor.feedRecord(market()))
        case 1: record = request()
        default: record = control()
        }
        // A clock far ahead would end the day for everybody, so event time stays as it is.
        for _ in 0...random.below(4) where !record.isEmpty {
            let place = random.below(record.count)
            if !(16..<24).contains(place) { record[place] = UInt8(random.below(256)) }
        }
        return random.below(4) == 0 ? Array(record.prefix(random.below(record.count + 1))) : record
    }
}
