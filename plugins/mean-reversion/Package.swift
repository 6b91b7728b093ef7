// swift-tools-version: 6.2
// A strategy is a package of its own: it needs the SDK and nothing of the host.
import PackageDescription

let package = Package(
    name: "mean-reversion",
    products: [.library(name: "mean-reversion", type: .dynamic, targets: ["MeanReversion"])],
    dependencies: [.package(path: "../../sdk")],
    targets: [
        .target(
            name: "MeanReversion",
            dependencies: [
                .product(name: "TectraStrategy", package: "sdk"), .product(name: "TectraSignals", package: "sdk"),
            ],
            linkerSettings: [
                // Export the entry and nothing else. (gold leaves local symbols in the dynamic table.)
                .unsafeFlags([
                    "-use-ld=lld", "-Xlinker", "--version-script=\(Context.packageDirectory)/../../sdk/exports.map",
                    "-Xlinker", "--strip-debug",
                ])
            ]),
        .testTarget(
            name: "MeanReversionTests",
            dependencies: ["MeanReversion", .product(name: "TectraTestKit", package: "sdk")]),
    ]
)
