/// What the strategy knows about one instrument: how far its price is from the usual.
import TectraSignals
import TectraStrategy

struct Excursion: ~Copyable {
    var score: ZScore
    var holding: TargetPosition
    /// Whether a new excursion may open a position: not the one that was given up on.
    var isArmed = true

    /// - Parameter position: what the host already holds for the strategy, after a restart.
    init(_ settings: Settings, position: Int64) {
        score = ZScore(Int(settings.period))
        holding = TargetPosition(position: position)
    }

    /// What to do at a score, beyond what is already held.
    enum Decision {
        case buy
        case sell
        case close
    }

    /// Opens outside `entry`, closes inside `exit`, and between the two leaves things as they are.
    mutating func decide(_ score: Double, _ settings: Settings) -> Decision? {
        if score.magnitude <= settings.exit { isArmed = true }
        switch holding.target {
        case 0 where !isArmed: return nil
        case 0: return score >= settings.entry ? .sell : score <= -settings.entry ? .buy : nil
        case ..<0: return score <= settings.exit ? .close : nil
        default: return score >= -settings.exit ? .close : nil
        }
    }
}
