/// What a configuration says to the core, as the records that begin a journal.
internal import CLinux
internal import EngineLink
internal import Glibc
internal import PluginABI
internal import Records
internal import Workers

extension EngineConfiguration {
    /// The first record of the journal: what the engine must know to be the same engine again.
    func sessionRecord(build: String) -> tectra_session {
        var record = tectra_session.blank
        record.time = session
        record.seed = seed
        record.instruments_max = UInt32(clamping: instrumentsMax)
        record.orders_max = UInt32(clamping: ordersMax)
        record.own_orders_max = UInt32(clamping: ownOrdersMax)
        record.strategies_max = 63
        record.depth_interval = depthInterval
        record.bar_interval = barInterval
        withUnsafeMutableBytes(of: &record.build) { $0.put(build) }
        return record
    }

    var feesRecord: tectra_fees {
        var record = tectra_fees.blank
        record.maker = makerFee
        record.taker = takerFee
        return record
    }

    /// Nil when there are bars of time alone: what a journal does not need is not in it.
    var barSizesRecord: tectra_bar_sizes? {
        guard barTicks > 0 || barVolume > 0 || barNotional > 0 else { return nil }
        var record = tectra_bar_sizes.blank
        record.ticks = barTicks
        record.volume = barVolume
        record.notional = barNotional
        return record
    }

    func facts(build: String, sandbox: SandboxHost) -> EngineFacts {
        var facts = EngineFacts()
        facts.build = build
        facts.process = getpid()
        facts.startedAt = tectra_clock_realtime()
        facts.mode = mode.rawValue
        facts.session = session
        facts.seed = seed
        facts.directory = directory
        facts.feedFile = feedName
        facts.tier = "\(sandbox.tier)"
        facts.warnings = sandbox.warnings
        return facts
    }
}

extension PlaybackSpeed {
    /// In one word, for the queues: 0 is maximum.
    var code: UInt64 {
        switch self {
        case .maximum: 0
        case .times(let factor): UInt64(max(1, factor))
        }
    }

    init(code: UInt64) {
        self = code == 0 ? .maximum : .times(Int64(clamping: code))
    }
}
