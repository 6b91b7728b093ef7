/// The tick store that is filled while the host runs: how far it is.
internal import ControlClient
internal import HTTPTypes
internal import HostConfiguration
internal import TickRecorder

extension ControlHost {
    /// Nil when none is configured.
    func ticks() -> TickReport? {
        guard let recorder, let plan = configuration.ticks else { return nil }
        let figures = recorder.figures
        var report = TickReport()
        report.store = plan.store
        report.symbols = plan.symbols?.sorted().map { "\($0)" }
        report.sequence = figures.sequence
        report.rows = figures.rows
        report.passedOver = figures.passedOver
        report.blocks = figures.blocks
        report.bytes = figures.bytes
        report.problem = figures.problem
        return report
    }

    func tickReport() throws -> TickReport {
        guard let report = ticks() else {
            throw APIError(.notFound, "no tick store is kept", hint: "Set ticks.store in the host's configuration.")
        }
        return report
    }
}

extension MetricsText {
    mutating func add(_ figures: RecorderFigures) {
        add("tectra_ticks_recording", .gauge, "1 while the tick store is filled.", figures.problem == nil ? 1 : 0)
        add("tectra_ticks_sequence", .gauge, "Last input that the tick store has.", figures.sequence)
        add("tectra_ticks_rows_total", .counter, "Rows taken for the tick store.", UInt64(clamping: figures.rows))
        add("tectra_ticks_bytes_total", .counter, "Bytes written to the tick store.", UInt64(clamping: figures.bytes))
    }
}
