// A change of parameters in the core: whole and at one sequence, or nothing at all.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct ConfigureTests {
    private static func row(_ strategy: UInt8, _ value: Int64) -> tectra_parameter_change {
        var row = tectra_parameter_change.blank
        row.strategy = strategy
        row.kind = UInt8(TECTRA_INTEGER)
        row.integer = value
        row.name.0 = 97
        return row
    }

    private static func configure(_ strategy: UInt8, rows: UInt32) -> tectra_configure {
        var record = tectra_configure.blank
        record.strategy = strategy
        record.rows = rows
        return record
    }

    @Test func theStrategyIsToldEverythingAtOneSequence() throws {
        let floor = try Floor.trading()
        #expect(floor.input(Self.row(1, 5)).isEmpty)
        #expect(floor.input(Self.row(1, 6)).isEmpty)
        let told = floor.input(Self.configure(1, rows: 2))
        #expect(told.all(tectra_parameter.self).map(\.integer) == [5, 6])
        #expect(told.last?.read(tectra_command.self)?.command == UInt8(TECTRA_COMMAND_CONFIGURE))
        #expect(told.allSatisfy { $0.sequence == floor.engine.sequence })
        #expect(told.allSatisfy { $0.strategy == 1 && $0.audience == .strategy })
        // The rows are used up.
        let asked = floor.input(Self.configure(1, rows: 0))
        #expect(asked.count == 1)
        #expect(asked.first?.read(tectra_command.self)?.command == UInt8(TECTRA_COMMAND_GET_CONFIG))
        #expect(floor.state(of: 1) == .running && floor.engine.counters.malformed == 0)
    }

    @Test func halfAChangeIsNone() throws {
        let floor = try Floor.trading(2)
        func refuses(_ record: tectra_configure) -> Bool {
            let before = floor.engine.counters.malformed
            return floor.input(record).isEmpty && floor.engine.counters.malformed == before + 1
        }
        floor.input(Self.row(1, 5))
        #expect(refuses(Self.configure(1, rows: 2)), "a row is missing")
        #expect(refuses(Self.configure(1, rows: 1)), "a refused change leaves no rows behind")
        floor.input(Self.row(2, 5))
        #expect(refuses(Self.configure(1, rows: 1)), "another strategy's")
        for value in 0..<300 { floor.input(Self.row(1, Int64(value))) }
        #expect(refuses(Self.configure(1, rows: 300)), "more than a strategy can have")
        #expect(refuses(Self.configure(0, rows: 0)) && refuses(Self.configure(64, rows: 0)))
        #expect(refuses(Self.configure(9, rows: 0)), "never deployed")
        floor.command(1, TECTRA_COMMAND_STOP)
        #expect(refuses(Self.configure(1, rows: 0)), "told to stop")
    }

    @Test func itAllocatesNothing() throws {
        let floor = try Floor.trading()
        var row = Self.row(1, 5)
        var configure = Self.configure(1, rows: 256)
        let count = AllocationCounter.count {
            for _ in 0..<256 {
                withUnsafeBytes(of: &row) { floor.engine.apply($0, from: 0, into: &floor.outputs) }
            }
            withUnsafeBytes(of: &configure) { floor.engine.apply($0, from: 0, into: &floor.outputs) }
        }
        #expect(count == 0)
        #expect(floor.seen.count == 257 && floor.outputs.dropped == 0)
    }
}
