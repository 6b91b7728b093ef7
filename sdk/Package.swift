// swift-tools-version: 6.2
// What the author of a strategy installs. It needs the contract, which lies inside, and nothing else.
import PackageDescription

let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "sdk",
    products: [
        .library(name: "TectraStrategy", targets: ["TectraStrategy"]),
        .library(name: "TectraSignals", targets: ["TectraSignals"]),
        .library(name: "TectraTestKit", targets: ["TectraTestKit"]),
    ],
    dependencies: [.package(path: "PluginABI")],
    targets: [
        .target(
            name: "TectraStrategy", dependencies: [.product(name: "PluginABI", package: "PluginABI")],
            swiftSettings: swift),
        .target(name: "TectraSignals", swiftSettings: swift),
        .target(
            name: "TectraTestKit",
            dependencies: ["TectraStrategy", .product(name: "PluginABI", package: "PluginABI")],
            swiftSettings: swift),
    ]
)
