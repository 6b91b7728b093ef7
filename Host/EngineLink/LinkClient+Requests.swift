/// The requests by name, with their typed answers.
public import PluginABI
internal import Records
public import SharedMemory

extension LinkClient {
    /// Introduces the asker and learns who the engine is.
    ///
    /// - Throws: `malformed` when the engine speaks another version of the protocol.
    public mutating func hello(_ request: HelloRequest, correlation: UInt64? = nil) throws(LinkError) -> EngineFacts {
        let answer = try self.request(.hello, request.payload, correlation: correlation)
        let facts = try EngineFacts(KeyValueText(answer.payload))
        guard facts.protocolVersion == LinkProtocol.version else {
            throw .malformed("the engine speaks version \(facts.protocolVersion), this program \(LinkProtocol.version)")
        }
        return facts
    }

    /// Starts a strategy; waits until it is attested and ready.
    public mutating func deploy(
        _ request: DeployRequest, correlation: UInt64? = nil, milliseconds: Int = 15_000
    ) throws(LinkError) -> DeployReply {
        let answer = try self.request(
            .deploy, request.payload, correlation: correlation, milliseconds: milliseconds)
        return try DeployReply(KeyValueText(answer.payload))
    }

    /// Puts another version beside a strategy, or changes what trades. With promotion `now` it waits until
    /// the new version trades, else until it runs in shadow.
    public mutating func reload(
        _ request: ReloadRequest, correlation: UInt64? = nil, milliseconds: Int = 30_000
    ) throws(LinkError) -> ReloadReply {
        let answer = try self.request(
            .reload, request.payload, correlation: correlation, milliseconds: milliseconds)
        return try ReloadReply(KeyValueText(answer.payload))
    }

    /// Changes a strategy's parameters, or asks for those in force; waits for the strategy's own answer.
    public mutating func configure(
        _ request: ConfigureRequest, correlation: UInt64? = nil, milliseconds: Int = 10_000
    ) throws(LinkError) -> ConfigureReply {
        let answer = try self.request(
            .configure, request.payload, correlation: correlation, milliseconds: milliseconds)
        return try ConfigureReply(KeyValueText(answer.payload))
    }

    /// Starts, pauses, resumes or stops a strategy.
    public mutating func command(
        _ command: tectra_strategy_command, correlation: UInt64? = nil
    ) throws(LinkError) {
        _ = try request(.command, withUnsafeBytes(of: command) { Array($0) }, correlation: correlation)
    }

    /// Puts a whole set of limits in force, or throws `refused`. An engine that answers with the rows
    /// in force says by their version whether it took the new ones.
    public mutating func commit(
        _ rows: [tectra_limits], version: UInt64, correlation: UInt64? = nil
    ) throws(LinkError) {
        var payload: [UInt8] = []
        for row in rows { withUnsafeBytes(of: row) { payload.append(contentsOf: $0) } }
        var commit = tectra_limits_commit.blank
        commit.version = version
        commit.rows = UInt32(clamping: rows.count)
        withUnsafeBytes(of: commit) { payload.append(contentsOf: $0) }
        let answer = try request(.limits, payload, correlation: correlation)
        let inForce: [tectra_limits] = try LinkRows.decode(from: answer.payload)
        if let found = inForce.first?.version, found != version {
            throw .refused(
                "the engine did not take limits version \(version) and keeps \(found); "
                    + "tectractl limits show tells what is in force")
        }
    }

    /// Pulls or clears a kill switch.
    public mutating func kill(
        _ record: tectra_kill_switch, correlation: UInt64? = nil, milliseconds: Int = 2000
    ) throws(LinkError) {
        _ = try request(
            .kill, withUnsafeBytes(of: record) { Array($0) }, correlation: correlation, milliseconds: milliseconds)
    }

    public mutating func feed(_ request: FeedRequest, correlation: UInt64? = nil) throws(LinkError) -> FeedStatus {
        let answer = try self.request(.feed, request.payload, correlation: correlation)
        return try FeedStatus(KeyValueText(answer.payload))
    }

    /// Ends the engine in order.
    public mutating func shutDown(
        reason: String, correlation: UInt64? = nil, milliseconds: Int = 15_000
    ) throws(LinkError) {
        _ = try request(
            .shutDown, Array(reason.utf8.prefix(256)), correlation: correlation, milliseconds: milliseconds)
    }

    public mutating func strategies(correlation: UInt64? = nil) throws(LinkError) -> [StrategyRow] {
        try rows(LinkQuery(.strategies), correlation)
    }

    public mutating func positions(strategy: UInt8 = 0, correlation: UInt64? = nil) throws(LinkError) -> [PositionRow] {
        try rows(LinkQuery(.positions, strategy: strategy), correlation)
    }

    public mutating func orders(strategy: UInt8 = 0, correlation: UInt64? = nil) throws(LinkError) -> [OrderRow] {
        try rows(LinkQuery(.orders, strategy: strategy), correlation)
    }

    /// The book of a symbol; nil when the engine does not know it.
    public mutating func book(_ symbol: String, correlation: UInt64? = nil) throws(LinkError) -> BookRow? {
        let rows: [BookRow] = try rows(LinkQuery(.book, symbol: symbol), correlation)
        return rows.first
    }

    /// The last trades of a symbol, newest first.
    public mutating func trades(_ symbol: String, correlation: UInt64? = nil) throws(LinkError) -> [TradeRow] {
        try rows(LinkQuery(.trades, symbol: symbol), correlation)
    }

    /// How a symbol trades; nil when the engine does not know it.
    public mutating func status(
        of symbol: String, correlation: UInt64? = nil
    ) throws(LinkError) -> tectra_market_status? {
        let rows: [tectra_market_status] = try rows(LinkQuery(.status, symbol: symbol), correlation)
        return rows.first
    }

    /// The instruments that the feed has named, with the tops of their books.
    public mutating func instruments(correlation: UInt64? = nil) throws(LinkError) -> [InstrumentRow] {
        try rows(LinkQuery(.instruments), correlation)
    }

    /// From arrival to publication, by symbol.
    public mutating func latencies(correlation: UInt64? = nil) throws(LinkError) -> [LatencyRow] {
        try rows(LinkQuery(.latencies), correlation)
    }

    public mutating func counters(correlation: UInt64? = nil) throws(LinkError) -> EngineTelemetry? {
        let rows: [EngineTelemetry] = try rows(LinkQuery(.counters), correlation)
        return rows.first
    }

    public mutating func kills(correlation: UInt64? = nil) throws(LinkError) -> [KillRow] {
        try rows(LinkQuery(.kills), correlation)
    }

    /// The limits in force in the engine.
    public mutating func limits(correlation: UInt64? = nil) throws(LinkError) -> [tectra_limits] {
        try rows(LinkQuery(.limits), correlation)
    }

    private mutating func rows<Row: BitwiseCopyable>(
        _ query: LinkQuery, _ correlation: UInt64?
    ) throws(LinkError) -> [Row] {
        try LinkRows.decode(from: request(.query, query.payload, correlation: correlation).payload)
    }
}
