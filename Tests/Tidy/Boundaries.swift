// The boundaries between modules: imports point one way, the data plane is free of Foundation,
// and what meets bytes from outside does not trap.
import Foundation
import Testing

@Suite struct Boundaries {
    /// The modules of the host, lowest first. A module imports only modules of lower rank.
    static let rank: [String: Int] = [
        "Gzip": 1, "PluginProject": 1, "Records": 1, "Threads": 1,
        "Confinement": 2, "Parquet": 2, "SharedMemory": 2,
        "FeedTransport": 3, "MarketData": 3, "Orders": 3, "Sandbox": 3,
        "Risk": 4, "TickStore": 4,
        "KillSwitch": 5, "TickExport": 5, "Venues": 5,
        "Engine": 6, "WorkerRuntime": 6,
        "EngineLink": 7, "Journal": 7, "Workers": 7,
        "Manifest": 8, "Pipeline": 8, "TickRecorder": 8,
        "Backtest": 9, "Live": 9, "Replay": 9, "Torture": 9,
        "Bench": 10, "ControlPlane": 10, "PluginCheck": 10,
        "tectra-engine": 11, "tectra-rig": 11, "tectra-worker": 11, "tectractl": 11, "tectrad": 11,
    ]

    /// What may link Foundation: the control plane and the programs around it.
    static let mayUseFoundation: Set<String> = ["ControlPlane", "Bench", "PluginProject", "tectrad", "tectractl"]

    private static func imports(_ file: SourceFile) -> [String] {
        file.lines.compactMap { line in
            guard
                let match = line.firstMatch(of: /^\s*(?:@\w+ )?(?:(?:public|internal|package) )?import (?:\w+ )?(\w+)/)
            else { return nil }
            return String(match.1)
        }
    }

    @Test func everyModuleHasARank() {
        for file in Repository.host {
            guard let module = file.module, module != "System" else { continue }
            #expect(Self.rank[module] != nil, "\(file): add \(module) to the order of modules")
        }
    }

    @Test func importsPointDown() {
        for file in Repository.host {
            guard let module = file.module, let own = Self.rank[module] else { continue }
            for imported in Self.imports(file) {
                guard let other = Self.rank[imported] else { continue }
                #expect(other < own, "\(file) imports \(imported), which is not below \(module)")
            }
        }
    }

    @Test func theDataPlaneIsFreeOfFoundation() {
        for file in Repository.host {
            guard let module = file.module, !Self.mayUseFoundation.contains(module) else { continue }
            #expect(!Self.imports(file).contains { $0.hasPrefix("Foundation") }, "\(file) imports Foundation")
        }
    }

    /// What leaves layers of the sandbox out is out of reach of everything that trades.
    @Test func onlyTheSuiteOfAttacksWeakensAWorker() {
        let mayUse = ["Host/Torture/", "Host/tectra-rig/"]
        let importing = /@_spi\(Rig\)\s+(?:(?:public|internal|package|private) )?import/
        var found = 0
        for file in Repository.swift where file.lines.contains(where: { $0.contains(importing) }) {
            found += 1
            #expect(mayUse.contains { file.path.hasPrefix($0) }, "\(file) imports what only the rig may use")
        }
        #expect(found > 0)
    }

    @Test func nothingForcesAValue() {
        let trap = /try!|\bas!|fatalError\(/
        for file in Repository.host {
            for (index, line) in file.lines.enumerated() {
                let code = line.components(separatedBy: "//").first ?? line
                #expect(!code.contains(trap), "\(file):\(index + 1): \(line)")
            }
        }
    }
}
