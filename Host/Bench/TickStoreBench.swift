/// The tick store: a day through the books into it, rows alone into it, and windows out of it.
internal import Foundation
internal import MarketData
internal import PluginABI
internal import TickStore

enum TickStoreBench {
    /// A symbol has thousands of ticks a day: with fewer symbols a short day has blocks as a long one has.
    private static let symbolsMax = 100

    static func run(_ plan: BenchPlan) throws -> [Figure] {
        var day = plan
        day.symbols = min(plan.symbols, symbolsMax)
        let tape = MessageTape(day)
        let folder = plan.scratch + "/tectra-bench-ticks-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var figures = [try fill(folder + "/imported", tape)]
        let symbols = try TickStoreFacts(folder + "/imported").symbols
        figures.append(try write(folder + "/written", try gather(folder + "/imported", symbols), tape))
        figures += try read(folder + "/written", symbols)
        return figures
    }

    /// Messages from memory through the books into a store.
    private static func fill(_ store: String, _ tape: MessageTape) throws -> Figure {
        var day = try DayImport(BookCapacity(instruments: 8192, orders: 1 << 22, levels: 1 << 22), midnight: 0)
        var writer = try TickWriter.open(store)
        var offset = 0
        var failure: TickStoreError?
        let seconds = Timing.seconds {
            while failure == nil, let message = tape.next(&offset) {
                do throws(TickStoreError) { try day.apply(message, to: &writer) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        let totals = try writer.close(sealing: true)
        let share = Int((Double(totals.bytes) / Double(tape.bytes.count) * 100).rounded())
        return Figure(
            "ticks.import", unit: "message", count: tape.count, perSecond: Double(tape.count) / seconds,
            counts: ["rows": totals.rows, "blocks": totals.blocks, "bytes": totals.bytes],
            note: "ITCH from memory, books, ticks and trades; stored in \(share) % of the bytes of the ITCH")
    }

    /// All ticks of a store with their symbol, in the order in which they came about.
    private static func gather(_ store: String, _ symbols: [TickSymbol]) throws -> [(TickSymbol, tectra_tick)] {
        var rows: [(TickSymbol, tectra_tick)] = []
        for symbol in symbols {
            var window = try TickWindow(store, TickQuery(symbol, .ticks))
            while let found = try window.next() { for tick in found.ticks { rows.append((symbol, tick)) } }
        }
        return rows.sorted { $0.1.sequence < $1.1.sequence }
    }

    /// Ticks from memory into a store: columns, compression, checksums and the writing of files.
    private static func write(
        _ store: String, _ rows: [(TickSymbol, tectra_tick)], _ tape: MessageTape
    ) throws -> Figure {
        var writer = try TickWriter.open(store)
        var numbers: [TickSymbol: Int] = [:]
        for (symbol, tick) in rows where numbers[symbol] == nil {
            numbers[symbol] = try writer.number(of: symbol, instrument: tick.instrument)
        }
        let numbered = rows.map { (numbers[$0.0] ?? 0, $0.1) }
        var failure: TickStoreError?
        let seconds = Timing.seconds {
            do throws(TickStoreError) {
                for (number, tick) in numbered { try writer.append(tick, to: number) }
                try writer.flush()
            } catch { failure = error }
        }
        if let failure { throw failure }
        let totals = try writer.close(sealing: true)
        let share = Int((Double(totals.bytes) / Double(tape.bytes.count) * 100).rounded())
        return Figure(
            "ticks.write", unit: "tick", count: totals.rows, perSecond: Double(totals.rows) / seconds,
            counts: ["blocks": totals.blocks, "bytes": totals.bytes],
            note: "one core, without waiting for the disk; \(share) % of the bytes of the ITCH")
    }

    /// Every symbol's whole day, and the middle hour of each, from the page cache.
    private static func read(_ store: String, _ symbols: [TickSymbol]) throws -> [Figure] {
        let noon: Int64 = 12 * 3_600_000_000_000
        let spans: [(name: String, from: Int64, to: Int64)] = [
            ("ticks.read", .min, .max), ("ticks.read.hour", noon, noon + 3_600_000_000_000),
        ]
        return try spans.map { span in
            var (rows, blocks) = (0, 0)
            let seconds = try Timing.seconds {
                for symbol in symbols {
                    var window = try TickWindow(store, TickQuery(symbol, .ticks, from: span.from, to: span.to))
                    while let found = try window.next() { rows += found.count }
                    blocks += window.blocksRead
                }
            }
            return Figure(
                span.name, unit: "tick", count: rows, perSecond: Double(rows) / seconds,
                counts: ["blocks": blocks, "symbols": symbols.count],
                note: "one query a symbol, opening files included")
        }
    }
}
