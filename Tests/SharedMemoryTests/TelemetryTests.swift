// Snapshots that are whole, and the kill word.
import CLinux
import Glibc
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite struct TelemetryTests {
    @Test func whatIsWrittenIsRead() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("telemetry.shm")
        let writer = try Telemetry.Writer(at: path)
        let reader = try Telemetry.Reader(at: path)
        #expect(reader.engine()?.sequence == nil)
        #expect(reader.strategy(3)?.state == nil)
        var engine = EngineTelemetry()
        engine.sequence = 42
        engine.fees = -7
        writer.write(engine)
        var strategy = StrategyTelemetry()
        strategy.name = ShortText("ma-crossover")
        strategy.grossPosition = 500
        writer.write(strategy, at: 3)
        writer.write(strategy, at: 63)
        writer.write(strategy, at: 64)
        #expect(reader.engine()?.sequence == 42)
        #expect(reader.engine()?.fees == -7)
        #expect(reader.strategy(3)?.name.description == "ma-crossover")
        #expect(reader.strategy(63)?.grossPosition == 500)
        #expect(reader.strategy(2)?.state == nil)
        #expect(reader.strategy(64)?.state == nil)
    }

    @Test func textIsCutAndRepaired() {
        #expect(ShortText("").description == "")
        #expect(ShortText(String(repeating: "ä", count: 30)).description.utf8.count <= 42)
        #expect(ShortText(String(repeating: "a", count: 50)).description.count == 39)
    }

    @Test func aForeignFileIsRefused() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("telemetry.shm")
        #expect(throws: RegionError.self) { _ = try Telemetry.Reader(at: path).engine() }
        _ = try SharedRegion.createFile(at: path, size: Telemetry.size).size
        #expect(throws: RegionError.foreign(region: path, expected: "telemetry")) {
            _ = try Telemetry.Reader(at: path).engine()
        }
        #expect(throws: RegionError.self) { try KillWord(openingAt: path).pull(0) }
    }

    private final class Shared: Sendable {
        let cell: SeqlockCell<InlineArray<32, UInt64>>
        let region: SharedRegion
        let isDone = Atomic(false)
        init() throws {
            region = try SharedRegion.create(name: "cell", size: 4096)
            cell = SeqlockCell(at: region.base)
        }
    }

    @Test func aSnapshotIsOfOneMoment() throws {
        let shared = try Shared()
        let thread = TestThread {
            for round in 1...UInt64(500_000) { shared.cell.write(InlineArray<32, UInt64>(repeating: round)) }
            shared.isDone.store(true, ordering: .releasing)
        }
        var (mixed, back, reads) = (0, 0, 0)
        var last: UInt64 = 0
        while !shared.isDone.load(ordering: .acquiring) {
            guard let value = shared.cell.read() else { continue }
            reads += 1
            for index in 1..<32 where value[index] != value[0] { mixed += 1 }
            if value[0] < last { back += 1 }
            last = value[0]
        }
        thread.join()
        #expect(mixed == 0 && back == 0)
        #expect(shared.cell.read()?[31] == 500_000)
        print("seqlock: \(reads) whole snapshots")
    }

    @Test func theKillWordReachesTheEngineOnce() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("control.shm")
        let engine = try KillWord(creatingAt: path)
        let operatorEnd = try KillWord(openingAt: path)
        #expect(engine.take() == 0)
        operatorEnd.pull(0)
        operatorEnd.pull(5)
        operatorEnd.pull(5)
        #expect(engine.take() == 0b100001)
        #expect(engine.take() == 0)
    }
}

@Suite struct ChecksumTests {
    /// RFC 3720, B.4: the test vectors of CRC32C.
    @Test func theVectorsOfTheStandard() {
        func both(_ bytes: [UInt8]) -> Set<UInt32> {
            [tectra_crc32c(0, bytes, bytes.count), tectra_crc32c_table(0, bytes, bytes.count)]
        }
        #expect(both([UInt8](repeating: 0, count: 32)) == [0x8A91_36AA])
        #expect(both([UInt8](repeating: 0xFF, count: 32)) == [0x62A8_AB43])
        #expect(both((0..<32).map { UInt8($0) }) == [0x46DD_794E])
        #expect(both((0..<32).reversed().map { UInt8($0) }) == [0x113F_DB5C])
        #expect(both(Array("123456789".utf8)) == [0xE306_9283])
    }

    @Test func instructionTableAndPiecesAgree() {
        var random = SplitMix64.printed()
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let whole = tectra_crc32c_table(0, bytes, length)
            #expect(tectra_crc32c(0, bytes, length) == whole)
            let cut = random.below(length + 1)
            let tail = Array(bytes[cut...])
            #expect(tectra_crc32c(tectra_crc32c(0, bytes, cut), tail, tail.count) == whole)
            var copy = [UInt8](repeating: 0, count: length)
            #expect(tectra_crc32c_copy(0, &copy, bytes, length) == whole)
            #expect(copy == bytes)
        }
    }
}
