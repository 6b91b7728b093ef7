// swift-tools-version: 6.2
// The contract alone, so that an author needs no host.
import PackageDescription

let package = Package(
    name: "PluginABI",
    products: [.library(name: "PluginABI", targets: ["PluginABI"])],
    targets: [
        .target(name: "PluginABI", path: ".", exclude: ["schema"], sources: ["src"], publicHeadersPath: "include")
    ]
)
