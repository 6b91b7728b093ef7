/// The store's rows as the API's reports.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import Risk

extension LimitsReport {
    init(_ limits: LimitsVersion, _ names: StrategyNames) {
        self.init()
        version = limits.version
        at = limits.at
        by = limits.by
        note = limits.note
        rows = limits.rows.map { LimitRowReport($0, names) }
    }
}

extension LimitRowReport {
    init(_ row: LimitRow, _ names: StrategyNames) {
        self.init(scope: names.name(of: row.strategy), number: row.strategy, isDryRun: row.isDryRun)
        for field in LimitField.allCases { limits[field.name] = field.text(row[field]) }
    }
}

extension DeploymentReport {
    init(_ deployment: Deployment) {
        self.init()
        at = deployment.at
        by = deployment.by
        library = deployment.library
        librarySha256 = deployment.librarySHA256
        version = deployment.version
        tier = deployment.tier
        process = deployment.process
        loadMilliseconds = Double(deployment.loadMicroseconds) / 1000
        isDryRun = deployment.isDryRun
        symbols = deployment.symbols
        parameters = deployment.parameters
    }
}

extension DeployReport {
    init(_ name: String, _ reply: DeployReply) {
        self.init()
        number = reply.strategy
        self.name = name
        version = reply.version
        tier = reply.tier
        process = reply.process
        loadMilliseconds = Double(reply.loadMicroseconds) / 1000
        librarySha256 = reply.librarySHA256
    }
}
