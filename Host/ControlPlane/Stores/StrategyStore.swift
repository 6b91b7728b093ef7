/// The strategies by name, each with a number of its own for good, and every deployment of them.
internal import GRDB

/// One time that a strategy was started.
public struct Deployment: Equatable, Sendable {
    public var strategy: UInt8
    public var name: String
    /// ISO 8601, UTC.
    public var at = Timestamp.now()
    public var by = ""
    public var library = ""
    public var librarySHA256 = ""
    public var version = ""
    public var tier = ""
    public var process: Int32 = 0
    public var loadMicroseconds: Int64 = 0
    public var isDryRun = false
    public var symbols: [String] = []
    public var parameters: [String: String] = [:]

    public init(strategy: UInt8, name: String) {
        self.strategy = strategy
        self.name = name
    }
}

extension ControlStore {
    /// All names with their numbers.
    public func strategyNumbers() throws(StoreError) -> [String: UInt8] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT id, name FROM strategy")
            return Dictionary(
                rows.map { ($0["name"] ?? "", UInt8(clamping: ($0["id"] as Int64?) ?? 0)) }, uniquingKeysWith: { $1 })
        }
    }

    /// The number of a name; a new name is given the lowest free one.
    public func number(of name: String) throws(StoreError) -> UInt8 {
        try write { database in
            if let id = try Int64.fetchOne(database, sql: "SELECT id FROM strategy WHERE name = ?", arguments: [name]) {
                return UInt8(clamping: id)
            }
            let taken = Set(try Int64.fetchAll(database, sql: "SELECT id FROM strategy"))
            guard let free = (1...63).first(where: { !taken.contains(Int64($0)) }) else {
                throw StoreError("all 63 strategy numbers of this directory are taken; use another directory")
            }
            try database.execute(sql: "INSERT INTO strategy VALUES (?, ?)", arguments: [free, name])
            return UInt8(clamping: free)
        }
    }

    /// Frees the number of a name that was never deployed; of any other nothing happens.
    public func forget(_ name: String) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM strategy WHERE name = ? AND id NOT IN (SELECT strategy FROM deployment)",
                arguments: [name])
        }
    }

    public func record(_ deployment: Deployment) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO deployment (strategy, at, by, library, library_sha256, version, tier, process, load_us,
                        dry_run, symbols, parameters)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Int64(deployment.strategy), deployment.at, deployment.by, deployment.library,
                    deployment.librarySHA256, deployment.version, deployment.tier, deployment.process,
                    deployment.loadMicroseconds, deployment.isDryRun, deployment.symbols.joined(separator: " "),
                    deployment.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                        .joined(separator: "\n"),
                ])
        }
    }

    /// The deployments of one strategy, or of all, newest first.
    public func deployments(of name: String? = nil, count: Int = 50) throws(StoreError) -> [Deployment] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT deployment.*, strategy.name
                    FROM deployment JOIN strategy ON strategy.id = deployment.strategy
                    WHERE ? IS NULL OR strategy.name = ? ORDER BY deployment.id DESC LIMIT ?
                    """, arguments: [name, name, count]
            ).map(Self.deployment)
        }
    }

    private static func deployment(_ row: Row) -> Deployment {
        var deployment = Deployment(
            strategy: UInt8(clamping: (row["strategy"] as Int64?) ?? 0), name: row["name"] ?? "")
        deployment.at = row["at"] ?? ""
        deployment.by = row["by"] ?? ""
        deployment.library = row["library"] ?? ""
        deployment.librarySHA256 = row["library_sha256"] ?? ""
        deployment.version = row["version"] ?? ""
        deployment.tier = row["tier"] ?? ""
        deployment.process = row["process"] ?? 0
        deployment.loadMicroseconds = row["load_us"] ?? 0
        deployment.isDryRun = row["dry_run"] ?? false
        deployment.symbols = ((row["symbols"] as String?) ?? "").split(separator: " ").map(String.init)
        for line in ((row["parameters"] as String?) ?? "").split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            deployment.parameters[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return deployment
    }
}
