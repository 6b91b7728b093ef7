/// `tectractl demo`: the whole system at work, from a generated day to a replayed journal.
internal import ArgumentParser
internal import ControlClient
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Journal
internal import MarketData
internal import Orders
internal import Replay

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the system at work: a synthetic day, sandboxed strategies, a kill, verify and replay.",
        discussion: "Run it from the root of the sources, after `make plugins`; `make demo` does both.")
    @Option(help: "Seconds of the day in one second, or max.") var speed = "900"
    @Option(help: "Messages of the day.") var messages = 600_000
    @Option(help: "Symbols of the day.") var symbols = 20
    @Option(help: "Seed of the day.") var seed: UInt64 = 20_260_105
    @Option(help: "The host's configuration.", completion: .file()) var config = "config/demo.yaml"

    func validate() throws {
        guard PlaybackSpeed(speed) != nil else { throw ValidationError("--speed takes max, or 1 to 1000000") }
        guard (1000...100_000_000).contains(messages) else {
            throw ValidationError("--messages takes 1000 to 100000000")
        }
        guard (2...200).contains(symbols) else { throw ValidationError("--symbols takes 2 to 200") }
    }

    func run() throws {
        try Terminal.run {
            let settings = try HostConfiguration(readingFile: config)
            let directory = URL(filePath: settings.engine.directory).path
            try clear(directory)
            Terminal.heading("A synthetic day of ITCH 5.0")
            var generate = try FeedGenerate.parse([
                "--messages", "\(messages)", "--symbols", "\(symbols)", "--seed", "\(seed)", "--force",
                "--out", settings.engine.feedFile,
            ])
            try generate.run()

            Terminal.heading("A host with sandboxed strategies")
            let daemon: ChildProcess
            do {
                daemon = try ChildProcess("tectrad", [config, "--stop-engine"], log: directory + "/tectrad.log")
            } catch {
                Terminal.complain(error.localizedDescription)
                throw Exit.cannotRun
            }
            let host = ControlConnection(.socket(path: directory + "/tectrad.sock"))
            var show = DemoShow(host: host, daemon: daemon, directory: directory)
            do {
                try show.waitUntilReady()
                try show.strategies(settings.strategies.map(\.deployment.name))
                Terminal.heading("The market, at \(speed == "max" ? "full speed" : "\(speed) seconds a second")")
                try show.stream(speed)
                try show.pullTheSwitch()
                try show.results()
            } catch {
                _ = daemon.stop(seconds: 10)
                throw error
            }
            guard daemon.stop(seconds: 20) != nil else {
                Terminal.complain("tectrad did not end in 20 seconds; see \(directory)/tectrad.log")
                throw Exit.failed
            }
            try prove(directory + "/journal")
        }
    }

    /// Removes what an earlier demo left, unless a host runs there.
    private func clear(_ directory: String) throws {
        if (try? LinkClient(connectingTo: directory + "/engine.sock")) != nil {
            Terminal.complain(
                "a host is running in \(directory); end it first: tectractl shutdown --directory \(directory)")
            throw Exit.cannotRun
        }
        try? FileManager.default.removeItem(atPath: directory)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func prove(_ journal: String) throws {
        Terminal.heading("The journal")
        var verify = JournalVerify()
        verify.directory = journal
        verify.json = false
        try verify.run()
        var replay = tectractl.Replay()
        replay.directory = journal
        replay.strategies = true
        replay.library = []
        replay.libraries = "plugins"
        replay.json = false
        try replay.run()
    }
}

extension Terminal {
    static func heading(_ text: String) {
        print(hasColor ? "\n\u{1B}[1;36m\(text)\u{1B}[0m" : "\n\(text)")
    }
}
