/// `tectractl plugin …`: what a strategy's author does with a library before anybody deploys it.
internal import ArgumentParser

struct Plugin: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Strategies as libraries: begin a new one, check it, attack the sandbox with hostile ones.",
        subcommands: [PluginNew.self, PluginCheckCommand.self, PluginTorture.self])
}
