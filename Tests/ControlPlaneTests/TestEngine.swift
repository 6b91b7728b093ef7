/// The engine's end of the link with a small memory of its own: what the control plane is tested
/// against where a whole engine with a feed would say no more. The socket and the messages are real.
import EngineLink
import Glibc
import PluginABI
import Records
import SharedMemory
import Synchronization
import TestSupport

final class TestEngine: Sendable {
    struct State: Sendable {
        var strategies: [StrategyRow] = []
        var limits: [tectra_limits] = []
        var killed: UInt64 = 0
        var feed = FeedStatus()
        var feedFigures = FeedTelemetry()
        var commands: [tectra_strategy_command] = []
        var reloads: [ReloadRequest] = []
        var deployments: [DeployRequest] = []
        var changes: [ConfigureRequest] = []
        /// In force of every strategy; nothing is below zero.
        var parameters: [String: ParameterValue] = ["fast": .integer(10), "ratio": .number(0.5)]
        var correlations: [UInt64] = []
        var shutDownReason = ""
        /// What a commit of limits is refused with.
        var limitsRefusal: String?
        /// Does not answer queries for orders; they are counted.
        var muteQueries = false
        var ordersAsked = 0
    }

    let state = Mutex(State())
    private let isDone: Done
    private let thread: TestThread

    private final class Done: Sendable {
        let flag = Atomic(false)
        let listening = Atomic(false)
    }

    /// Listens at `engine.sock` of the directory at once.
    init(in directory: String) {
        let done = Done()
        isDone = done
        let box = Box()
        thread = TestThread {
            guard var server = try? LinkServer(at: directory + "/engine.sock") else { return }
            done.listening.store(true, ordering: .releasing)
            while !done.flag.load(ordering: .acquiring) {
                _ = server.poll(milliseconds: 2)
                while let request = server.next() { box.engine?.answer(request, &server) }
            }
        }
        while !done.listening.load(ordering: .acquiring) { usleep(100) }
        box.engine = self
    }

    private final class Box: @unchecked Sendable {
        weak var engine: TestEngine?
    }

    func stop() {
        isDone.flag.store(true, ordering: .releasing)
        thread.join()
    }

    private func answer(_ request: LinkRequest, _ server: inout LinkServer) {
        let origin = request.origin
        let reply = state.withLock { state -> Reply in
            state.correlations.append(origin.correlation)
            if case .query(let query) = request.body, query.kind == .orders {
                state.ordersAsked += 1
                if state.muteQueries { return .silence }
            }
            return Self.reply(to: request.body, &state)
        }
        switch reply {
        case .silence: break
        case .payload(let bytes): server.reply(to: origin, bytes)
        case .refusal(let text): server.refuse(origin, text)
        case .rows(let bytes):
            server.send(part: bytes, to: origin)
            server.reply(to: origin)
        }
    }

    private enum Reply {
        case payload([UInt8])
        case rows([UInt8])
        case refusal(String)
        case silence
    }

    private static func reply(to body: LinkBody, _ state: inout State) -> Reply {
        switch body {
        case .hello:
            var facts = EngineFacts()
            facts.process = getpid()
            facts.build = "test"
            facts.mode = "paper"
            facts.tier = "B"
            return .payload(facts.payload)
        case .deploy(let deploy): return self.deploy(deploy, &state)
        case .command(let command):
            state.commands.append(command)
            return .payload([])
        case .limits(let rows, let commit):
            if let refusal = state.limitsRefusal { return .refusal(refusal) }
            guard rows.count == Int(commit.rows) else { return .refusal("rows are missing") }
            state.limits = rows
            return .payload([])
        case .kill(let kill):
            let bit: UInt64 = 1 << UInt64(kill.strategy & 63)
            state.killed = kill.engaged == 1 ? state.killed | bit : state.killed & ~bit
            return .payload([])
        case .feed(let feed):
            if feed.action == .start { state.feed.state = .running }
            if let speed = feed.speed { state.feed.speed = speed }
            if let symbols = feed.symbols { state.feed.symbols = symbols }
            if let interval = feed.depthInterval { state.feed.depthInterval = interval }
            if let interval = feed.snapshotInterval { state.feed.snapshotInterval = interval }
            if feed.action == .snapshot { (state.feed.snapshotSequence, state.feed.snapshotAt) = (99, 1) }
            return .payload(state.feed.payload)
        case .shutDown(let reason):
            state.shutDownReason = reason
            return .payload([])
        case .reload(let reload): return self.reload(reload, &state)
        case .configure(let configure): return self.configure(configure, &state)
        case .query(let query): return .rows(rows(of: query, state))
        }
    }

    private static func configure(_ request: ConfigureRequest, _ state: inout State) -> Reply {
        var reply = ConfigureReply()
        reply.sequence = UInt64(100 + state.changes.count)
        guard !request.parameters.isEmpty else {
            reply.parameters = state.parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            return .payload(reply.payload)
        }
        state.changes.append(request)
        let isRefused = request.parameters.contains { parameter in
            if case .integer(let value) = parameter.value { value < 0 } else { false }
        }
        if isRefused {
            reply.status = -1
        } else {
            for change in request.parameters { state.parameters[change.name] = change.value }
        }
        return .payload(reply.payload)
    }

    private static func deploy(_ deploy: DeployRequest, _ state: inout State) -> Reply {
        guard access(deploy.library, R_OK) == 0 else {
            return .refusal("\(deploy.library): No such file or directory")
        }
        var row = StrategyRow()
        row.strategy = UInt64(deploy.strategy)
        row.figures.name = ShortText(deploy.name)
        row.figures.version = ShortText("1.0")
        row.figures.state = UInt64(TECTRA_STRATEGY_RUNNING)
        row.figures.realized = 12_345_678_901
        let digits = Array(deploy.expectedSHA256)
        withUnsafeMutableBytes(of: &row.librarySHA256) { room in
            for index in 0..<digits.count / 2 {
                room[index] = UInt8(String(digits[2 * index...2 * index + 1]), radix: 16) ?? 0
            }
        }
        state.strategies.append(row)
        state.deployments.append(deploy)
        var reply = DeployReply()
        reply.strategy = deploy.strategy
        reply.process = 4242
        reply.tier = "B"
        reply.version = "1.0"
        return .payload(reply.payload)
    }

    private static func reload(_ reload: ReloadRequest, _ state: inout State) -> Reply {
        guard let index = state.strategies.firstIndex(where: { $0.strategy == UInt64(reload.strategy) }) else {
            return .refusal("there is no strategy \(reload.strategy)")
        }
        var reply = ReloadReply()
        reply.state = reload.action == .dismiss ? .dismissed : reload.promotion == .now ? .promoted : .shadow
        reply.version = reply.state == .promoted ? "2.0" : "1.0"
        state.strategies[index].figures.version = ShortText(reply.version)
        state.reloads.append(reload)
        return .payload(reply.payload)
    }

    private static func rows(of query: LinkQuery, _ state: State) -> [UInt8] {
        switch query.kind {
        case .strategies: return state.strategies.flatMap { LinkRows.bytes(of: $0) }
        case .limits: return state.limits.flatMap { LinkRows.bytes(of: $0) }
        case .counters:
            var counters = EngineTelemetry()
            counters.killed = state.killed
            counters.fills = 7
            counters.limitsVersion = state.limits.first?.version ?? 0
            counters.feed = state.feedFigures
            return LinkRows.bytes(of: counters)
        case .kills:
            return (0..<64).filter { state.killed & (1 << UInt64($0)) != 0 }.flatMap { strategy in
                var row = KillRow()
                row.strategy = UInt64(strategy)
                row.reason = RemarkText("because")
                return LinkRows.bytes(of: row)
            }
        case .instruments:
            var row = InstrumentRow()
            row.symbol = SymbolText("ALPHA")
            row.bidPrice = 10_010_000_000
            row.bidQuantity = 300
            row.flags = UInt32(TECTRA_DATA_GAP)
            return LinkRows.bytes(of: row)
        case .latencies:
            var row = LatencyRow()
            row.symbol = SymbolText("ALPHA")
            (row.count, row.sum, row.maximum) = (3, 9_000, 5_000)
            (row.buckets[0], row.buckets[2], row.buckets[15]) = (1, 2, 0)
            var others = LatencyRow()
            (others.count, others.sum, others.maximum, others.buckets[15]) = (1, 30_000_000, 30_000_000, 1)
            return LinkRows.bytes(of: row) + LinkRows.bytes(of: others)
        case .trades:
            guard "\(query.symbol)" == "ALPHA" else { return [] }
            var trade = tectra_trade.blank
            trade.price = 10_020_000_000
            trade.quantity = 40
            trade.aggressor = UInt8(TECTRA_SELL)
            trade.flags = UInt32(TECTRA_DATA_HIDDEN)
            return LinkRows.bytes(of: TradeRow(trade, mid: 12_330_000_000))
        case .book:
            guard "\(query.symbol)" == "ALPHA" else { return [] }
            var row = BookRow()
            row.symbol = query.symbol
            row.lastPrice = 12_340_000_000
            row.book.bids.0 = tectra_level(price: 12_330_000_000, quantity: 500, orders: 3, reserved: 0)
            row.book.asks.0 = tectra_level(price: 12_350_000_000, quantity: 200, orders: 1, reserved: 0)
            return LinkRows.bytes(of: row)
        case .status:
            guard "\(query.symbol)" == "ALPHA" else { return [] }
            var status = tectra_market_status.blank
            status.state = 0x50
            status.short_sale = 1
            status.direction = 0x53
            status.cross = 0x43
            status.paired = 7000
            status.imbalance = 300
            status.near_price = 12_350_000_000
            status.cross_price = 12_300_000_000
            status.cross_quantity = 900
            return LinkRows.bytes(of: status)
        case .positions:
            var row = PositionRow()
            row.strategy = 1
            row.symbol = SymbolText("ALPHA")
            row.position.quantity = -100
            row.position.average_price = 10_000_000_000
            row.position.realized = 1_500_000_000
            row.position.fees = 250_000_000
            return LinkRows.bytes(of: row)
        case .orders:
            var row = OrderRow()
            row.strategy = 1
            row.symbol = SymbolText("ALPHA")
            row.order.order_id = 9
            row.order.state = UInt8(TECTRA_ORDER_ACCEPTED)
            row.order.side = UInt8(TECTRA_BUY)
            row.order.type = UInt8(TECTRA_LIMIT)
            row.order.price = 9_000_000_000
            row.order.quantity = 50
            return LinkRows.bytes(of: row)
        }
    }
}
