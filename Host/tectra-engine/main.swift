// The data plane's program: reads engine.conf and runs. tectrad starts it; so can a person.
internal import EngineLink
internal import Glibc
internal import Live

func complain(_ text: String) -> Never {
    let line = "tectra-engine: \(text)\n"
    _ = line.withCString { write(2, $0, strlen($0)) }
    exit(2)
}

guard CommandLine.arguments.count == 2, CommandLine.arguments[1].hasPrefix("-") == false else {
    complain("usage: tectra-engine FILE, where FILE is an engine.conf; tectrad writes one and starts me")
}
do {
    let configuration = try EngineConfiguration(readingFile: CommandLine.arguments[1])
    try LiveEngine.run(configuration, build: "0.1.0")
} catch {
    complain("\(error)")
}
