// swift-tools-version: 6.2
// The host: libraries, executables and tests. The only manifest that knows remote packages.
// PluginABI, sdk and each plugin have tiny manifests of their own that name the same folders.
import PackageDescription

let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A module of the host: one folder under Host/.
func module(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Host/\(name)", exclude: exclude, swiftSettings: swift)
}

/// A program: argument parsing and wiring only.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Host/\(name)", swiftSettings: swift)
}

/// The tests of a module: one folder under Tests/.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: exclude,
        swiftSettings: swift)
}

/// A ready strategy's sources for its tests alone; the library is a build of its own (plugins/build). Each has
/// the same exported entry, so that file stays out.
func strategy(_ name: String, _ folder: String) -> [Target] {
    [
        .target(
            name: name, dependencies: ["TectraStrategy", "TectraSignals"], path: "\(folder)/Sources/\(name)",
            exclude: ["Entry.swift"], swiftSettings: swift),
        .testTarget(
            name: "\(name)Tests", dependencies: [.target(name: name), "TectraStrategy", "TectraTestKit"],
            path: "\(folder)/Tests/\(name)Tests", swiftSettings: swift),
    ]
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "tectra",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // The contract and the author's side: the same folders that build alone.
        .target(
            name: "PluginABI", path: "PluginABI", exclude: ["Package.swift", "schema"], sources: ["src"],
            publicHeadersPath: "include"),

        // The system underneath.
        .target(name: "CLinux", path: "Host/System/CLinux"),
        .systemLibrary(
            name: "CSeccomp", path: "Host/System/CSeccomp", pkgConfig: "libseccomp",
            providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(
            name: "CLZ4", path: "Host/System/CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Host/System/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCrypto", path: "Host/System/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // The data plane, lowest first. None of it links Foundation.
        module("Records", ["PluginABI"]),
        module("Threads", []),
        module("SharedMemory", ["CLinux", "PluginABI", "Records"]),
        module("Gzip", ["CZlib"]),
        module("MarketData", ["CCrypto", "CLinux", "Gzip", "PluginABI", "Records"]),
        .target(name: "CNet", path: "Host/System/CNet"),
        module("FeedTransport", ["CLinux", "CNet", "Gzip"]),
        module("Parquet", ["CLZ4"]),
        module("TickExport", ["CLinux", "Parquet", "PluginABI", "Records", "TickStore"]),
        module("TickStore", ["CLinux", "CLZ4", "MarketData", "PluginABI", "Records"]),
        module("Orders", ["PluginABI", "Records"]),
        module("Risk", ["PluginABI", "Records", "Orders"]),
        module("KillSwitch", ["PluginABI", "Records", "Orders"]),
        module("Venues", ["MarketData", "Orders", "PluginABI", "Records"]),
        module("Engine", ["MarketData", "Venues", "Orders", "Risk", "KillSwitch", "PluginABI", "Records"]),
        module("Journal", ["CLinux", "CCrypto", "Orders", "PluginABI", "Records", "SharedMemory"]),
        module("EngineLink", ["FeedTransport", "SharedMemory", "PluginABI", "Records"]),
        module("Manifest", ["CCrypto", "EngineLink", "Records"]),

        // The sandbox and the workers, each in two: what the host links, and what a worker does.
        module("Sandbox", ["CLinux", "CSeccomp", "CCrypto", "Confinement"], exclude: ["Confinement"]),
        .target(name: "Confinement", dependencies: ["CLinux"], path: "Host/Sandbox/Confinement", swiftSettings: swift),
        module(
            "Workers",
            ["CLinux", "PluginABI", "Records", "SharedMemory", "Confinement", "Sandbox", "WorkerRuntime"],
            exclude: ["Runtime"]),
        .target(
            name: "WorkerRuntime", dependencies: ["CLinux", "PluginABI", "Records", "SharedMemory", "Confinement"],
            path: "Host/Workers/Runtime", swiftSettings: swift),

        // A follower of the journal: ticks on disk while the host runs.
        module(
            "TickRecorder",
            ["CLinux", "Engine", "Journal", "MarketData", "PluginABI", "Records", "Threads", "TickStore"]),

        // The drivers around the one engine.
        module(
            "Pipeline",
            ["Engine", "Journal", "MarketData", "SharedMemory", "Venues", "Workers", "Records", "PluginABI"]),
        module(
            "Live",
            [
                "Pipeline", "Engine", "EngineLink", "FeedTransport", "Journal", "MarketData", "SharedMemory", "Workers", "Sandbox",
                "Orders", "Risk", "KillSwitch", "Threads", "CLinux", "Records", "PluginABI",
            ]),

        module(
            "Replay",
            ["Engine", "Journal", "Records", "PluginABI", "CLinux", "Sandbox", "SharedMemory", "Workers"]),
        module(
            "Backtest",
            [
                "Pipeline", "Engine", "EngineLink", "Journal", "MarketData", "SharedMemory", "Workers", "Sandbox",
                "Orders", "Risk", "CLinux", "Records", "PluginABI",
            ]),

        // Measuring: drives the data plane's own parts, and is no part of it.
        module(
            "Bench",
            [
                "Backtest", "Pipeline", "Engine", "EngineLink", "Journal", "KillSwitch", "MarketData", "SharedMemory",
                "Workers", "Sandbox", "Orders", "Risk", "CLinux", "Records", "PluginABI", "TectraSignals", "TectraStrategy",
                "Threads", "TickStore",
            ]),

        // The suite of attacks, which anybody can run on their own machine.
        module(
            "Torture",
            [
                "Pipeline", "Engine", "Journal", "MarketData", "SharedMemory", "Workers", "Sandbox", "Confinement",
                "Threads", "Risk", "CLinux", "Records", "PluginABI",
            ]),

        // The validator of strategies, for their authors.
        module(
            "PluginCheck",
            [
                "Backtest", "EngineLink", "Live", "Manifest", "MarketData", "SharedMemory", "Workers", "Sandbox", "Risk",
                "CLinux", "Records", "PluginABI",
            ]),

        // The control plane: may link Foundation, and nothing of the data plane needs it.
        .target(
            name: "ControlClient", dependencies: ["PluginABI", "TectraSignals", "TectraStrategy"], path: "Host/ControlPlane/Client",
            swiftSettings: swift),
        .target(
            name: "HostConfiguration",
            dependencies: [
                "EngineLink", "FeedTransport", "Manifest", "Risk", "TickRecorder", "TickStore",
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Host/ControlPlane/Configuration", swiftSettings: swift),
        .target(
            name: "ControlStores", dependencies: ["Risk", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Host/ControlPlane/Stores", swiftSettings: swift),
        module(
            "ControlPlane",
            [
                "ControlClient", "ControlStores", "EngineLink", "FeedTransport", "HostConfiguration", "KillSwitch",
                "Manifest", "Orders", "PluginABI", "Records", "Risk", "SharedMemory", "TickRecorder",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ], exclude: ["Client", "Configuration", "Stores"]),

        // What a strategy's author is given beside the SDK.
        module("PluginProject", []),

        program("tectra-worker", ["WorkerRuntime"]),
        program("tectra-rig", ["WorkerRuntime", "Confinement", "Workers", "SharedMemory", "PluginABI", "Sandbox"]),
        program("tectra-engine", ["Live", "EngineLink"]),
        program(
            "tectrad",
            [
                "ControlPlane", "EngineLink", "HostConfiguration", argumentParser,
                .product(name: "Logging", package: "swift-log"),
            ]),
        program(
            "tectractl",
            [
                "Backtest", "Bench", "ControlClient", "ControlStores", "EngineLink", "FeedTransport",
                "HostConfiguration", "Manifest",
                "PluginCheck",
                "Journal", "KillSwitch", "MarketData", "Orders", "PluginProject", "Records", "Replay", "Risk",
                "Sandbox", "SharedMemory", "TectraSignals", "Torture", "Workers", "PluginABI", "Parquet", "TickExport",
                "TickStore", argumentParser,
            ]),

        // The author's side: the same folders that build alone.
        .target(
            name: "TectraStrategy", dependencies: ["PluginABI"], path: "sdk/Sources/TectraStrategy",
            swiftSettings: swift),
        .target(name: "TectraSignals", path: "sdk/Sources/TectraSignals", swiftSettings: swift),
        .target(
            name: "TectraTestKit", dependencies: ["TectraStrategy", "PluginABI"], path: "sdk/Sources/TectraTestKit",
            swiftSettings: swift),

        // Tests: one folder a module.
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .target(
            name: "TestSupport", dependencies: ["CAllocationCounter", "Threads"], path: "Tests/Support", swiftSettings: swift),
        .target(name: "CLayoutTable", dependencies: ["PluginABI"], path: "Tests/PluginABITests/CLayoutTable"),
        tests("PluginABITests", ["PluginABI", "CLayoutTable"], exclude: ["Baseline", "CLayoutTable"]),
        tests("TectraStrategyTests", ["TectraStrategy", "TectraTestKit", "PluginABI"]),
        tests("TectraSignalsTests", ["TectraSignals"]),
        tests("RecordsTests", ["PluginABI", "Records"]),
        tests("PipelineTests", ["Pipeline", "PluginABI", "Records"]),
        tests("BenchTests", ["Bench"]),
        tests("SharedMemoryTests", ["SharedMemory", "CLinux", "PluginABI", "Records"]),
        tests("GzipTests", ["Gzip", "FeedTransport", "MarketData"]),
        tests("FeedTransportTests", ["FeedTransport", "CNet", "CLinux"]),
        tests("ParquetTests", ["Parquet"]),
        tests("TickExportTests", ["Parquet", "TickExport", "TickStore", "MarketData", "PluginABI", "Records"]),
        tests("TickStoreTests", ["TickStore", "CLinux", "MarketData", "PluginABI", "Records"]),
        tests(
            "TickRecorderTests",
            ["TickRecorder", "TickStore", "Engine", "Journal", "MarketData", "PluginABI", "Records"]),
        tests("MarketDataTests", ["MarketData", "PluginABI", "Records"]),
        tests("OrdersTests", ["Orders", "PluginABI", "Records"]),
        tests("RiskTests", ["Risk", "Orders", "PluginABI", "Records"]),
        tests("KillSwitchTests", ["KillSwitch", "Orders", "PluginABI", "Records"]),
        tests("VenuesTests", ["Venues", "MarketData", "Orders", "PluginABI", "Records"]),
        tests("EngineTests", ["Engine", "MarketData", "Orders", "KillSwitch", "PluginABI", "Records"]),
        tests(
            "ReloadTests",
            [
                "Live", "EngineLink", "Journal", "MarketData", "Pipeline", "Replay", "PluginABI", "Records",
                "SharedMemory", "Workers", "tectra-worker",
            ], exclude: ["Fixtures"]),
        tests("ManifestTests", ["EngineLink", "HostConfiguration", "Manifest"]),
        tests("EngineLinkTests", ["EngineLink", "SharedMemory", "PluginABI", "Records"]),
        tests(
            "ControlPlaneTests",
            [
                "ControlPlane", "ControlClient", "ControlStores", "HostConfiguration", "EngineLink", "Manifest", "PluginABI",
                "Journal", "Records", "Risk", "SharedMemory", "tectractl",
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests(
            "LiveTests",
            [
                "Live", "CLinux", "EngineLink", "FeedTransport", "Journal", "MarketData", "Engine", "Replay",
                "SharedMemory", "PluginABI", "Records", "tectra-engine", "tectractl",
            ]),
        tests("SandboxTests", ["Sandbox", "Confinement", "CLinux"]),
        tests(
            "WorkersTests",
            [
                "Workers", "WorkerRuntime", "Sandbox", "SharedMemory", "Records", "PluginABI", "CLinux",
                "tectra-worker",
            ], exclude: ["Fixtures"]),
        tests("PluginProjectTests", ["PluginProject"]),
        tests(
            "PluginCheckTests",
            [
                "PluginCheck", "Backtest", "EngineLink", "HostConfiguration", "Manifest", "MarketData", "Risk", "Workers", "tectra-worker",
                "tectractl",
            ],
            exclude: ["Fixtures"]),
        tests(
            "EndToEnd",
            ["ControlClient", "PluginABI", "SharedMemory", "tectrad", "tectra-engine", "tectra-worker", "tectractl"]),
        tests("JournalTests", ["Journal", "CLinux"]),
        tests("BacktestTests", ["Backtest", "EngineLink", "Risk"]),
        tests("ReplayTests", ["Replay"]),
        tests(
            "GoldenTests",
            [
                "Backtest", "EngineLink", "Journal", "MarketData", "PluginABI", "Records", "Replay", "Risk", "Workers",
                "tectra-worker",
            ]),
        tests("ThreadsTests", ["Threads"]),
        tests("TortureTests", ["Torture", "tectra-worker", "tectra-rig"]),
        .testTarget(name: "Tidy", path: "Tests/Tidy", swiftSettings: swift),
    ] + strategy("MACrossover", "plugins/ma-crossover") + strategy("MeanReversion", "plugins/mean-reversion")
        + strategy("MarketMaker", "plugins/market-maker") + strategy("Pairs", "plugins/pairs")
        + strategy("MyStrategy", "sdk/templates/swift"),
    cLanguageStandard: .c11
)
