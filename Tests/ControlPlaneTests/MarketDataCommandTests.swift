/// What `tectractl feed` and `ticks` say to arguments that contradict each other, to what is not there and to what
/// must not be lost: the built program, its words, and its exit codes.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct MarketDataCommandTests {
    private static func run(_ arguments: String...) throws -> Program.Result {
        try Program.run(Program.built("tectractl"), arguments)
    }

    private static func day(in directory: TemporaryDirectory) throws -> String {
        let path = directory.file("day.itch")
        let made = try run("feed", "generate", "--messages", "2000", "--symbols", "3", "--out", path)
        #expect(made.status == 0, "\(made.error)")
        return path
    }

    @Test func aMadeDayIsNotWrittenOverUnasked() throws {
        let directory = TemporaryDirectory()
        let day = try Self.day(in: directory)
        let before = try Data(contentsOf: URL(filePath: day))
        let again = try Self.run("feed", "generate", "--messages", "10", "--out", day)
        #expect(again.status == 2 && again.error.contains("is there already"), "\(again)")
        #expect(try Data(contentsOf: URL(filePath: day)) == before)
        #expect(try Self.run("feed", "generate", "--messages", "10", "--out", day, "--force").status == 0)
        let packed = try Self.run("feed", "generate", "--messages", "10", "--out", day + ".gz")
        #expect(packed.status == 2 && packed.error.contains("gzip the file afterwards"), "\(packed)")
    }

    @Test func daysGoIntoAStoreInTheirOrder() throws {
        let directory = TemporaryDirectory()
        let day = try Self.day(in: directory)
        let store = directory.file("store")
        #expect(try Self.run("ticks", "import", day, "--store", store, "--date", "2026-01-05").status == 0)
        let earlier = try Self.run("ticks", "import", day, "--store", store, "--date", "2026-01-02")
        #expect(earlier.status == 2 && earlier.output.isEmpty, "\(earlier)")
        #expect(earlier.error.contains("2026-01-02 is before 2026-01-05, the newest day in \(store)"), "\(earlier)")
        #expect(try Self.run("ticks", "import", day, "--store", store, "--date", "2026-01-05").status == 0)
        #expect(try Self.run("ticks", "import", day, "--store", store, "--date", "2026-01-06").status == 0)
        let file = try Self.run("ticks", "import", day, "--store", day)
        #expect(file.status == 2 && file.error.contains("Not a directory"), "\(file)")
    }

    @Test func whatIsNoStoreIsSaidToBeNone() throws {
        let directory = TemporaryDirectory()
        for command in [["verify"], ["stats"], ["export", "--format", "csv", "--out", directory.file("x.csv")]] {
            let answer = try Program.run(
                Program.built("tectractl"), ["ticks"] + command + ["--store", directory.path])
            #expect(answer.status == 2 && answer.error.contains("there is no tick store in"), "\(command): \(answer)")
        }
    }

    @Test func contradictionsAreRefused() throws {
        let directory = TemporaryDirectory()
        let day = try Self.day(in: directory)
        let store = directory.file("store")
        #expect(try Self.run("ticks", "import", day, "--store", store, "--date", "2026-01-05").status == 0)
        let out = directory.file("out")
        let place = "127.0.0.1:9001"
        for (arguments, says) in [
            (["feed", "serve", day, "--group", place, "--group-b", place], "are both"),
            (["feed", "serve", day, "--group", "localhost:1"], "give an IPv4 address and a port"),
            (["feed", "serve", day, "--group", place, "--loss", "200%"], "give a share of 0% to 100%"),
            (["feed", "serve", day, "--group", place, "--rate", "0"], "give messages a second, 1 or more, or max"),
            (["feed", "quality", day, "--line-a", place, "--line-b", place], "are both"),
            (["feed", "quality", day, "--line-a", "foo"], "give an IPv4 address and a port"),
            (["feed", "quality", day, "--line-a", place], "--line-a is for captures"),
            (["feed", "book", day, "--symbol", "NOPE"], "feed quality --top 0 shows all symbols"),
            (["ticks", "query", "--store", store, "--symbol", "A", "--format", "csv", "--json"], "give one"),
            (["ticks", "query", "--store", store, "--symbol", "A", "--limit", "0"], "--limit takes 1 or more"),
            (["ticks", "query", "--store", store, "--symbol", "NOPE"], "has nothing of NOPE"),
            (
                ["ticks", "export", "--store", store, "--format", "csv", "--compression", "lz4", "--out", out],
                "--compression is for --format parquet"
            ),
            (["ticks", "export", "--store", store, "--format", "csv", "--symbols", "NOPE", "--out", out], "NOPE"),
            (["ticks", "export", "--store", store, "--format", "csv", "--out", out + "/x"], "No such file"),
            (["ticks", "export", "--store", store, "--format", "parquet", "--out", out + "/x"], "No such file"),
            (["ticks", "import", day, "--store", store, "--memory", "1"], "4 to 65536 MiB"),
        ] {
            let answer = try Program.run(Program.built("tectractl"), arguments)
            #expect(answer.status == 2 && answer.error.contains(says), "\(arguments): \(answer)")
            #expect(!FileManager.default.fileExists(atPath: out), "\(arguments)")
        }
    }

    @Test func messagesOfNoBytesAreServedAround() throws {
        let directory = TemporaryDirectory()
        let day = try Self.day(in: directory)
        let bytes = try Data(contentsOf: URL(filePath: day))
        let first = 2 + Int(bytes[0]) << 8 + Int(bytes[1])
        try (bytes.prefix(first) + Data([0, 0]) + bytes.dropFirst(first)).write(to: URL(filePath: day))
        let served = try Self.run("feed", "serve", day, "--group", "127.0.0.1:9", "--linger", "0")
        #expect(served.status == 1, "\(served)")
        #expect(served.output.contains("1 message of no bytes in the file passed over"), "\(served)")
        #expect(served.output.contains("2,0"), "all others are published: \(served)")
    }

    @Test func aCaptureOfWhichNothingComesSaysWhy() throws {
        let directory = TemporaryDirectory()
        // pcap of Ethernet, one packet that is none of UDP, and one that the file ends in.
        var bytes: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
        bytes += [0xFF, 0xFF, 0, 0, 1, 0, 0, 0]
        bytes += [1, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0, 60, 0, 0, 0] + [UInt8](repeating: 0, count: 60)
        let path = directory.file("x.pcap")
        try Data(bytes).write(to: URL(filePath: path))
        let nothing = try Self.run("feed", "quality", path)
        #expect(nothing.status == 1 && nothing.output.contains("none of 1 packet is a UDP datagram"), "\(nothing)")
        let aimed = try Self.run("feed", "quality", path, "--line-a", "239.1.1.1:5")
        #expect(aimed.status == 1 && aimed.output.contains("a UDP datagram to 239.1.1.1:5"), "\(aimed)")
        try Data(bytes + [1, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0, 60, 0, 0, 0, 1]).write(to: URL(filePath: path))
        let cut = try Self.run("feed", "quality", path)
        #expect(cut.status == 1 && cut.output.contains("reading stopped at byte 100"), "\(cut)")
    }
}
