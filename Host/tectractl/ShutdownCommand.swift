/// `tectractl shutdown`: ends the engine in order, with or without tectrad.
internal import ArgumentParser
internal import EngineLink

struct Shutdown: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown",
        abstract: "Ends the engine in order: strategies are stopped, the journal is closed. tectrad is not asked.")
    @Option(help: "Why, for the log.") var reason = "tectractl shutdown"
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            var client = try LinkClient(connectingTo: host.runDirectory + "/engine.sock")
            try client.shutDown(reason: "\(host.operatorName): \(reason)")
            Terminal.print("the engine ends")
        }
    }
}
