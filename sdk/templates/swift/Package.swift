// swift-tools-version: 6.2
// my-strategy: a package of its own, which needs the Tectra SDK and nothing of the host.
import PackageDescription

/// Where the SDK was unpacked; the environment variable TECTRA_SDK comes first.
let sdk = Context.environment["TECTRA_SDK"] ?? "../.."

let package = Package(
    name: "my-strategy",
    products: [.library(name: "my-strategy", type: .dynamic, targets: ["MyStrategy"])],
    dependencies: [.package(name: "tectra-sdk", path: sdk)],
    targets: [
        .target(
            name: "MyStrategy",
            dependencies: [
                .product(name: "TectraStrategy", package: "tectra-sdk"),
                .product(name: "TectraSignals", package: "tectra-sdk"),
            ],
            linkerSettings: [
                // Export the entry and nothing else: two strategies never see each other's code.
                .unsafeFlags([
                    "-use-ld=lld", "-Xlinker", "--version-script=\(sdk)/exports.map", "-Xlinker", "--strip-debug",
                ])
            ]),
        .testTarget(
            name: "MyStrategyTests",
            dependencies: ["MyStrategy", .product(name: "TectraTestKit", package: "tectra-sdk")]),
    ]
)
