/// What the host commands a strategy, turned into callbacks: start, pause, resume, stop,
/// configuration as one whole change, state in and out.
internal import Glibc
internal import PluginABI
internal import Records

/// Gathers the records that belong to one command and carries it out.
struct StrategyCommands: ~Copyable {
    /// Largest state a strategy may save, bytes.
    static let stateMax = 4 << 20

    private var parameters: [tectra_parameter] = []
    private var stateBytes: [UInt8] = []
    private var stateSchema: UInt32 = 0

    init() {
        parameters.reserveCapacity(WorkerSetup.parametersMax)
    }

    mutating func gather(_ parameter: tectra_parameter) {
        if parameters.count < WorkerSetup.parametersMax { parameters.append(parameter) }
    }

    mutating func gather(_ chunk: tectra_state) {
        guard Int(chunk.total) <= Self.stateMax else { return }
        if chunk.offset == 0 {
            stateBytes = [UInt8](repeating: 0, count: Int(chunk.total))
            stateSchema = chunk.schema
        }
        let (start, length) = (Int(chunk.offset), Int(chunk.length))
        guard length <= Int(TECTRA_STATE_CHUNK), start + length <= stateBytes.count else { return }
        withUnsafeBytes(of: chunk.bytes) { bytes in
            for at in 0..<length { stateBytes[start + at] = bytes[at] }
        }
    }

    mutating func carryOut(
        _ record: tectra_command, on strategy: Strategy, _ state: UnsafeMutablePointer<WorkerState>
    ) {
        guard let command = StrategyCommand(rawValue: record.command),
            let next = state.pointee.state.after(command)
        else { return }
        switch command {
        case .start:
            state.pointee.raiseClients(above: record.value)
            state.pointee.enter(.running)
            if let start = strategy.table.start {
                let status = start(strategy.instance)
                if status != TECTRA_OK {
                    state.pointee.report.fail("start returned \(status)", WorkerExitCode.failed)
                }
            }
        case .pause, .resume:
            state.pointee.enter(next)
        case .stop:
            state.pointee.enter(.ended)
            strategy.table.shutdown?(strategy.instance)
            _exit(WorkerExitCode.stopped)
        case .configure:
            configure(strategy, state)
        case .getConfig:
            tellParameters(strategy, state)
        case .saveState:
            save(strategy, state)
        case .loadState:
            if let load = strategy.table.load_state {
                let status = stateBytes.withUnsafeBufferPointer {
                    load(strategy.instance, $0.baseAddress, $0.count, stateSchema)
                }
                if status != TECTRA_OK {
                    state.pointee.report.fail("load_state returned \(status)", WorkerExitCode.failed)
                }
            }
            stateBytes = []
        case .adopt:
            state.pointee.raiseClients(above: record.value)
        }
    }

    private mutating func configure(_ strategy: Strategy, _ state: UnsafeMutablePointer<WorkerState>) {
        defer { parameters.removeAll(keepingCapacity: true) }
        guard let update = strategy.table.on_config_update else {
            return answer(TECTRA_NOT_NOW, parameters.count, state)
        }
        let status = parameters.withUnsafeBufferPointer { update(strategy.instance, $0.baseAddress, UInt32($0.count)) }
        if status != TECTRA_OK {
            var line = tectra_log.blank
            line.level = UInt8(TECTRA_LOG_WARNING)
            var text = "on_config_update returned \(status); the old parameters stay in force"
            text.withUTF8 { bytes in
                let kept = min(bytes.count, Int(TECTRA_LOG_TEXT))
                line.length = UInt32(kept)
                let source = UnsafeRawBufferPointer(start: bytes.baseAddress, count: kept)
                withUnsafeMutableBytes(of: &line.text) { $0.copyMemory(from: source) }
            }
            _ = state.pointee.send(&line)
        }
        answer(status, parameters.count, state)
    }

    private func answer(_ status: tectra_status, _ count: Int, _ state: UnsafeMutablePointer<WorkerState>) {
        var configured = tectra_configured.blank
        configured.status = status
        configured.parameters = UInt32(count)
        while state.pointee.send(&configured) != TECTRA_OK { sched_yield() }
    }

    /// Tells what is in force, as the strategy says; one that does not tell answers with nothing.
    private func tellParameters(_ strategy: Strategy, _ state: UnsafeMutablePointer<WorkerState>) {
        var room = [tectra_parameter](repeating: .blank, count: WorkerSetup.parametersMax)
        let count = room.withUnsafeMutableBufferPointer { room in
            strategy.table.get_config?(strategy.instance, room.baseAddress, UInt32(room.count)) ?? 0
        }
        guard Int(count) <= room.count else { return answer(TECTRA_FULL, 0, state) }
        for index in 0..<Int(count) {
            room[index].header = tectra_parameter.blank.header
            while state.pointee.send(&room[index]) != TECTRA_OK { sched_yield() }
        }
        answer(strategy.table.get_config == nil ? TECTRA_NOT_NOW : TECTRA_OK, Int(count), state)
    }

    /// Asks for the state and sends it in chunks, waiting for room: the host reads on. A strategy that
    /// keeps none answers with nothing, so that the host need not wait for it.
    private func save(_ strategy: Strategy, _ state: UnsafeMutablePointer<WorkerState>) {
        let none: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int) -> Int = { _, _, _ in 0 }
        let save = strategy.table.save_state ?? none
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        var size = bytes.withUnsafeMutableBufferPointer { save(strategy.instance, $0.baseAddress, $0.count) }
        if size > bytes.count, size <= Self.stateMax {
            bytes = [UInt8](repeating: 0, count: size)
            size = bytes.withUnsafeMutableBufferPointer { save(strategy.instance, $0.baseAddress, $0.count) }
        }
        // A size_t beyond Int.max arrives below zero.
        guard (0...bytes.count).contains(size) else {
            state.pointee.report.fail(
                "save_state wants \(UInt(bitPattern: size)) bytes; at most \(Self.stateMax) are kept",
                WorkerExitCode.failed)
        }
        var offset = 0
        repeat {
            var chunk = tectra_state.blank
            let length = min(Int(TECTRA_STATE_CHUNK), size - offset)
            chunk.offset = UInt32(offset)
            chunk.total = UInt32(size)
            chunk.length = UInt32(length)
            chunk.schema = strategy.table.descriptor?.pointee.state_schema ?? 0
            withUnsafeMutableBytes(of: &chunk.bytes) { room in
                for at in 0..<length { room[at] = bytes[offset + at] }
            }
            while state.pointee.send(&chunk) != TECTRA_OK { sched_yield() }
            offset += length
        } while offset < size
    }
}
