/// The records that bring a core to where strategies trade: fees, limits that limit nothing, a
/// strategy that is deployed, subscribed and started.
internal import PluginABI
internal import Records
internal import Risk

enum CoreSetup {
    /// Midnight of the synthetic day.
    static let midnight: Int64 = 1_767_571_200_000_000_000

    static func session(_ plan: BenchPlan, ownOrders: Int) -> tectra_session {
        var record = tectra_session.blank
        record.time = midnight
        record.seed = plan.seed
        record.instruments_max = UInt32(clamping: plan.symbols + 64)
        record.orders_max = UInt32(clamping: max(1 << 18, plan.messages))
        record.own_orders_max = UInt32(clamping: ownOrders)
        record.strategies_max = 63
        record.depth_interval = 100_000_000
        record.bar_interval = 0
        return record
    }

    /// Every input in order, as bytes.
    static func inputs(strategies: UInt8, wants: UInt8, each: ([UInt8]) throws -> Void) rethrows {
        func send<Input: Record>(_ record: Input) throws { try each(withUnsafeBytes(of: record) { Array($0) }) }
        for strategy in 0...strategies {
            var row = LimitRow(strategy: strategy)
            for field in LimitField.allCases { row[field] = LimitRow.unlimited }
            try send(row.record(version: 1, time: midnight))
        }
        var commit = tectra_limits_commit.blank
        commit.time = midnight
        commit.version = 1
        commit.rows = UInt32(strategies) + 1
        try send(commit)
        for strategy in 1...strategies {
            var deploy = tectra_deploy.blank
            deploy.time = midnight
            deploy.strategy = strategy
            deploy.tier = 1
            deploy.wants = wants
            withUnsafeMutableBytes(of: &deploy.name) { $0.copyBytes(from: "bench".utf8) }
            try send(deploy)
            var subscribe = tectra_subscribe.blank
            subscribe.time = midnight
            subscribe.strategy = strategy
            withUnsafeMutableBytes(of: &subscribe.symbol) { $0.copyBytes(from: "*".utf8) }
            try send(subscribe)
            var start = tectra_strategy_command.blank
            start.time = midnight
            start.strategy = strategy
            start.command = UInt8(TECTRA_COMMAND_START)
            try send(start)
        }
    }

    /// Fills in a feed message record.
    @inline(__always)
    static func feed(_ message: UnsafeRawBufferPointer, into record: inout tectra_feed_message) {
        let time = message.loadUnaligned(fromByteOffset: 3, as: UInt64.self).bigEndian & 0xFFFF_FFFF_FFFF
        record.time = midnight &+ Int64(time)
        record.length = UInt16(message.count)
        withUnsafeMutableBytes(of: &record.bytes) { room in
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: message.prefix(room.count)))
            for index in message.count..<room.count { room[index] = 0 }
        }
    }
}
