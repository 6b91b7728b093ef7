/// A dry run of one library in the real sandbox on a generated day: the real engine and venue in lockstep, at the
/// pace asked for, and a report of everything the strategy did.
public import Backtest
internal import CLinux
public import EngineLink
internal import Live
public import MarketData
public import Risk
internal import Workers

public struct RehearsalPlan: Sendable {
    public var worker: String
    /// Library, parameters, symbols and seed; symbols of `*` are all of the day.
    public var deployment: DeployRequest
    /// The day; its symbols are raised to hold those of the deployment.
    public var day: DayPlan
    public var speed = PlaybackSpeed.maximum
    /// A folder for the day's file; it must be there.
    public var scratch: String
    /// Its limits; the firm's are the same.
    public var limits: LimitRow

    public init(worker: String, deployment: DeployRequest, day: DayPlan, scratch: String) {
        self.worker = worker
        self.deployment = deployment
        self.day = day
        self.scratch = scratch
        limits = LimitRow.trial(1)
        limits.orderQuantityMax = 1000
        limits.positionMax = 10_000
    }
}

public enum Rehearsal {
    /// Plays the day.
    ///
    /// - Parameter progress: called some ten times a second, on this thread.
    /// - Throws: `CheckError` when the library does not start or the day can not be played.
    public static func run(
        _ plan: RehearsalPlan, progress: @escaping (RehearsalTally) -> Void = { _ in }
    ) throws(CheckError) -> RehearsalReport {
        let named = plan.deployment.symbols.contains("*") ? [] : plan.deployment.symbols
        let day = try SyntheticDay(plan.day, names: named, writing: plan.scratch + "/day.itch")
        var engine = EngineConfiguration()
        engine.session = SyntheticDay.midnight
        engine.seed = plan.day.seed
        engine.feedFile = day.path
        engine.workerProgram = plan.worker
        engine.marketRingCells = 1 << 16
        engine.instrumentsMax = max(64, day.symbols.count + 1)
        engine.makerFee = -2_000_000
        engine.takerFee = 3_000_000
        let backtestPlan = BacktestPlan(
            engine: engine, strategies: [plan.deployment], firm: plan.limits, standard: plan.limits)
        let witness = RehearsalWitness(messages: day.messages, speed: plan.speed, progress: progress)
        do throws(BacktestError) {
            var backtest = try Backtest.prepare(backtestPlan, observer: witness)
            let result = try backtest.run()
            return RehearsalReport(plan, day, result, witness)
        } catch {
            throw CheckError("\(error)")
        }
    }
}

/// Everything that came of a dry run.
public struct RehearsalReport: Sendable {
    public let regime: DayRegime
    public let seed: UInt64
    public let symbols: [String]
    public let worker: StartedStrategy?
    /// Sums at its end.
    public let tally: RehearsalTally
    /// P&L, fills, round trips, the equity curve, and how it was lost, if it was.
    public let strategy: StrategyResult?
    public let result: BacktestResult

    init(_ plan: RehearsalPlan, _ day: SyntheticDay, _ result: BacktestResult, _ witness: RehearsalWitness) {
        regime = plan.day.regime
        seed = plan.day.seed
        symbols = day.symbols
        worker = witness.worker
        tally = witness.tally
        strategy = result.strategies.first
        self.result = result
    }
}
