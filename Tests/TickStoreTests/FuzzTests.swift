// Damaged stores of every kind: nothing traps or hangs, memory stays what it is, and every fault is at a place
// inside its file. Rounds by TECTRA_FUZZ_ITERATIONS.
import CLinux
import Foundation
import PluginABI
import Records
import TestSupport
import Testing
import TickStore

@Suite struct FuzzTests {
    /// A store with a sealed segment and an open one of the same day.
    private static func store(_ path: String, _ random: SplitMix64) throws {
        var rows = RandomRows(random, symbols: 2, isWild: random.seed % 2 == 0)
        var shelf = Shelf(symbols: 2)
        for isSealed in [true, false] {
            var writer = try TickWriter.open(path)
            for _ in 0..<3 {
                try shelf.fill(&writer, &rows, count: 30)
                try writer.flush()
            }
            try writer.close(sealing: isSealed)
        }
    }

    /// Asks everything that reads; the answers may be anything, the faults must be at places that exist.
    private static func read(_ store: String, _ round: Int) throws -> (rows: Int, faults: Int) {
        var (rows, faults) = (0, 0)
        func check(_ found: TickStoreFaults) {
            faults += found.count
            for fault in found.kept {
                let size = (try? FileManager.default.attributesOfItem(atPath: fault.path)[.size] as? Int) ?? 0
                if fault.offset < 0 || fault.offset > size { Issue.record("round \(round): \(fault)") }
            }
        }
        for kind in TickKind.allCases {
            var window = try TickWindow(store, TickQuery(RandomRows.name(round & 1), kind))
            while let found = try window.next() { rows += found.count }
            if rows > 100 * 4096 { Issue.record("round \(round): \(rows) rows") }
            check(window.faults)
        }
        check(try TickStoreVerification(store).faults)
        check(try TickStoreFacts(store).faults)
        return (rows, faults)
    }

    @Test(arguments: ["00000001.ticks", "00000001.index", "00000002.ticks"])
    func files(name: String) throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        let random = SplitMix64.printed()
        try Self.store(store, random)
        let url = URL(filePath: store + "/" + name)
        let whole = try Data(contentsOf: url)
        var mutator = Mutator([Array(whole)], random: random)
        var (rows, faults) = (0, 0)
        for round in 0..<max(1, Mutator.iterations / 60) {
            try Data(mutator.next()).replace(url.path)
            let found = try Self.read(store, round)
            rows += found.rows
            faults += found.faults
        }
        #expect(rows > 0 && faults > 0)
    }

    /// Damage under checksums that fit: what an attacker writes, who knows the format.
    @Test func blocksWithTrueChecksums() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        let random = SplitMix64.printed()
        try Self.store(store, random)
        let url = URL(filePath: store + "/00000002.ticks")
        let whole = Array(try Data(contentsOf: url))
        // The first block: its header of 128 bytes at byte 64, its payload behind it.
        let size = Int(whole[64 + 24]) | Int(whole[64 + 25]) << 8 | Int(whole[64 + 26]) << 16
        var headers = Mutator([Array(whole[64..<192])], random: random)
        var payloads = Mutator([Array(whole[192..<192 + size])], random: random)
        var (rows, faults) = (0, 0)
        for round in 0..<max(1, Mutator.iterations / 40) {
            var header = round % 3 == 0 ? headers.next() : Array(whole[64..<192])
            header = Array((header + [UInt8](repeating: 0, count: 128)).prefix(128))
            let payload = round % 3 == 1 ? Array(whole[192..<192 + size]) : payloads.next()
            func put(_ value: UInt32, at place: Int) {
                for byte in 0..<4 { header[place + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
            }
            header.replaceSubrange(0..<8, with: whole[64..<72])
            header.replaceSubrange(16..<24, with: whole[80..<88])
            if round % 2 == 0 { put(UInt32(payload.count), at: 24) }
            put(payload.withUnsafeBytes { tectra_crc32c(0, $0.baseAddress, $0.count) }, at: 12)
            put(header.withUnsafeBytes { tectra_crc32c(0, $0.baseAddress.map { $0 + 12 }, 116) }, at: 8)
            let padding = [UInt8](repeating: 0, count: (8 - payload.count % 8) % 8)
            try Data(Array(whole[..<64]) + header + payload + padding).replace(url.path)
            let found = try Self.read(store, round)
            rows += found.rows
            faults += found.faults
        }
        #expect(rows > 0 && faults > 0)
    }

    /// A writer takes any store that is there, cuts or keeps, and what it adds can be read.
    @Test func recovery() throws {
        let folder = TemporaryDirectory()
        let random = SplitMix64.printed()
        let first = folder.file("first")
        try Self.store(first, random)
        let files = ["00000001.ticks", "00000001.index", "00000002.ticks"]
        let whole = try files.map { Array(try Data(contentsOf: URL(filePath: first + "/" + $0))) }
        var mutators = whole.map { Mutator([$0], random: random) }
        var (taken, refused) = (0, 0)
        for round in 0..<max(1, Mutator.iterations / 200) {
            let store = folder.file("store")
            try? FileManager.default.removeItem(atPath: store)
            try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
            for (index, name) in files.enumerated() {
                let bytes = round % 4 == index ? mutators[index].next() : whole[index]
                try Data(bytes).write(to: URL(filePath: store + "/" + name))
            }
            do throws(TickStoreError) {
                var writer = try TickWriter.open(store)
                let number = try writer.number(of: RandomRows.name(9), instrument: 9)
                var tick = tectra_tick.blank
                tick.time = 1_700_000_300_000_000_000
                tick.sequence = 1
                try writer.append(tick, to: number)
                let totals = try writer.close(sealing: round % 2 == 0)
                taken += totals.rows
            } catch {
                guard case .unknownFormat = error else {
                    Issue.record("round \(round): \(error)")
                    continue
                }
                refused += 1
                continue
            }
            let found = try Answer(store, TickQuery(RandomRows.name(9), .ticks))
            if found.rows.count > 1 { Issue.record("round \(round): \(found.rows.count) rows of one") }
        }
        #expect(taken > 0)
        print("recovery: \(taken) taken, \(refused) refused")
    }
}
