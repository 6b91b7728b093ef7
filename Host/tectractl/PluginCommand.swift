/// `tectractl plugin …`: what a strategy's author does with a library before anybody deploys it.
internal import ArgumentParser

struct Plugin: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Strategies as libraries: begin, describe, check and sign one, attack the sandbox with hostile ones.",
        subcommands: [
            PluginNew.self, PluginManifestCommand.self, PluginCheckCommand.self, PluginKey.self,
            PluginSign.self, PluginVerify.self, PluginTorture.self,
        ])
}
