/// The engine, run again beside the strategies where one version takes over from another: it knows
/// the world that the newcomer was told, and its predecessor's saved states pass through it.
internal import Engine
internal import Journal
internal import PluginABI
internal import Records

final class ReplayWorld {
    private var engine: Engine
    private var outputs: OutputBuffer
    /// Saves that a life begins with, by strategy and cut.
    private let wanted: [Key: Bool]
    private var states: [Key: SavedState] = [:]
    /// Those that are not whole yet.
    private var partial: [Key: SavedState] = [:]

    private struct Key: Hashable {
        let strategy: UInt8
        let cut: UInt64
    }

    /// - Parameter session: the journal's first input.
    init(session frame: JournalFrame, for scan: StrategyScan) throws(ReplayError) {
        guard let session = tectra_session(copying: frame.record) else { throw .noSession }
        do throws(EngineError) { engine = try Engine(session) } catch { throw .engine(error) }
        outputs = OutputBuffer(capacity: engine.outputCapacity)
        var wanted: [Key: Bool] = [:]
        for life in scan.lives { wanted[Self.key(of: life)] = true }
        self.wanted = wanted
    }

    private static func key(of life: ReplayedLife) -> Key {
        if case .restarted(let state) = life.beginning { return Key(strategy: life.strategy, cut: state) }
        return Key(strategy: life.strategy, cut: life.sequence)
    }

    func apply(_ frame: JournalFrame) {
        engine.apply(frame.record, from: frame.strategy, into: &outputs)
        guard frame.strategy != 0, Int(frame.template) == TECTRA_STATE_OUT else { return }
        gather(frame)
    }

    /// Pieces come in order; a journal that says otherwise has no such state.
    private func gather(_ frame: JournalFrame) {
        guard frame.record.count >= tectra_state.size else { return }
        let piece = frame.record.loadUnaligned(as: tectra_state.self)
        let key = Key(strategy: frame.strategy, cut: piece.cause)
        guard wanted[key] != nil else { return }
        var state = piece.offset == 0 ? SavedState(schema: piece.schema) : partial[key] ?? SavedState()
        guard state.bytes.count == Int(piece.offset), piece.length <= UInt32(TECTRA_STATE_CHUNK) else { return }
        withUnsafeBytes(of: piece.bytes) { state.bytes += $0.prefix(Int(piece.length)) }
        partial[key] = state
        if state.bytes.count == Int(piece.total) { states[key] = partial.removeValue(forKey: key) }
    }

    /// The world as of the last input, for a version that takes over then.
    func handover(to life: ReplayedLife) -> Handover {
        var world: [[UInt8]] = []
        _ = engine.describe(to: life.strategy) {
            world.append(Array($0))
            return true
        }
        var statuses: [[UInt8]] = []
        _ = engine.describeStatuses(to: life.strategy) {
            statuses.append(Handover.bytes(of: $0))
            return true
        }
        return Handover(
            cut: engine.sequence, time: engine.time,
            isPaused: engine.summary(of: life.strategy).state == .paused, world: world, statuses: statuses)
    }

    /// What a life that waits is to be given; nil while it is not whole.
    func state(for life: ReplayedLife) -> SavedState? {
        // One that was saved before this journal begins can not be had; its first request will tell.
        if case .restarted = life.beginning { return states[Self.key(of: life)] ?? SavedState() }
        return states[Self.key(of: life)]
    }

    func lastClient(of strategy: UInt8) -> UInt64 { engine.lastClient(of: strategy) }
}
