/// engine.conf: what is written is read back, and every mistake is told at once with its line.
import EngineLink
import Testing

@Suite struct EngineConfigurationTests {
    @Test func whatIsWrittenIsReadBack() throws {
        var configuration = EngineConfiguration()
        configuration.directory = "/var/lib/tectra"
        configuration.mode = .live
        configuration.session = 1_700_000_000_000_000_000
        configuration.seed = .max
        configuration.feedFile = "/data/day.itch"
        configuration.feedSpeed = .times(60)
        configuration.feedStart = .onCommand
        configuration.makerFee = -2_000_000
        configuration.workerProcessor = 1
        configuration.wait = .frugal
        configuration.journalSegment = 1 << 20
        #expect(try EngineConfiguration(parsing: configuration.text) == configuration)
    }

    @Test func defaultsStandForWhatIsNotSaid() throws {
        let configuration = try EngineConfiguration(parsing: "# a comment\n\ndirectory = /run/x\n")
        var expected = EngineConfiguration()
        expected.directory = "/run/x"
        #expect(configuration == expected)
    }

    @Test func everyMistakeIsToldAtOnceWithItsLine() {
        let text = """
            directory = run
            mode = life
            feed-sped = max
            market-ring-cells = 1000000
            seed = -1
            journal-segment = 100000
            no equals sign
            mode = paper
            """
        let error = #expect(throws: ConfigurationError.self) { _ = try EngineConfiguration(parsing: text) }
        #expect(error?.problems.map(\.line) == [1, 2, 3, 4, 5, 6, 7, 8])
        let said = error?.description ?? ""
        #expect(said.contains("engine.conf:2: mode: \"life\" is not one of live, paper (did you mean live?)"))
        #expect(said.contains("did you mean feed-speed?"))
        #expect(said.contains("not a power of two"))
        #expect(said.contains("set in line 2 already"))
    }

    @Test func aMissingFileIsSaidSo() {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try EngineConfiguration(readingFile: "/nowhere/engine.conf")
        }
        #expect(error?.description.contains("No such file") == true)
    }

    @Test func slipsAreRecognizedAndStrangersAreNot() {
        #expect(Spelling.nearest(to: "sped", among: ["speed", "seed"]) == "speed")
        #expect(Spelling.nearest(to: "fede", among: ["feed"]) == "feed")
        #expect(Spelling.nearest(to: "banana", among: ["speed", "seed"]) == nil)
        #expect(Spelling.nearest(to: "", among: ["speed"]) == nil)
    }
}
