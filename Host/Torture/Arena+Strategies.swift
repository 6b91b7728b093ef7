/// What the engine is told of strategies that come and go.
internal import Engine
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records

extension Arena {
    /// Gives the engine a worker that was put into its place.
    mutating func attach(_ strategy: UInt8, _ deploy: tectra_deploy) {
        var deploy = deploy
        deploy.time = pipeline.engine.time
        pipeline.attach(strategy)
        var subscribe = tectra_subscribe.blank
        subscribe.strategy = strategy
        subscribe.symbol.0 = CChar(bitPattern: UInt8(ascii: "*"))
        do throws(JournalError) {
            try input(deploy)
            try input(subscribe)
        } catch {
            harms.append("the journal failed: \(error)")
        }
    }

    /// An operator's word to a strategy.
    mutating func command(_ command: Int, to strategy: UInt8) {
        var record = tectra_strategy_command.blank
        record.strategy = strategy
        record.command = UInt8(truncatingIfNeeded: command)
        do throws(JournalError) {
            try input(record)
            pipeline.ringBells()
        } catch {
            harms.append("the journal failed: \(error)")
        }
    }

    /// A worker that was let go of has ended.
    mutating func lose(_ strategy: UInt8, cause: UInt8, isGone: Bool) {
        var lost = tectra_worker_lost.blank
        lost.strategy = strategy
        lost.cause = cause
        do throws(JournalError) {
            try input(lost)
        } catch {
            harms.append("the journal failed: \(error)")
        }
        if !isGone { harms.append("a killed worker was not gone after 2 s") }
    }
}
