/// The link over real sockets: what is asked arrives typed, what is answered comes back whole.
import EngineLink
import PluginABI
import Records
import SharedMemory
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LinkTests {
    @Test func aHelloGoesRoundAndNamesBothSides() throws {
        let directory = TemporaryDirectory()
        try withEngine(at: directory.file("engine.sock")) { server, request in
            guard case .hello(let hello) = request.body else { return }
            #expect(hello.program == "test")
            var facts = EngineFacts()
            facts.build = "0.1 with = and \\ and\nline feed"
            facts.process = 42
            facts.warnings = ["no control group", "no namespaces"]
            server.reply(to: request.origin, facts.payload)
        } client: { client in
            let facts = try client.hello(HelloRequest(program: "test", process: 7))
            #expect(facts.build == "0.1 with = and \\ and\nline feed")
            #expect(facts.process == 42)
            #expect(facts.warnings.count == 2)
        }
    }

    @Test func anotherProtocolVersionIsNoticed() throws {
        let directory = TemporaryDirectory()
        try withEngine(at: directory.file("engine.sock")) { server, request in
            var facts = EngineFacts()
            facts.protocolVersion = 99
            server.reply(to: request.origin, facts.payload)
        } client: { client in
            #expect(throws: LinkError.self) {
                _ = try client.hello(HelloRequest(program: "test", process: 7))
            }
        }
    }

    @Test func aDeployKeepsEveryField() throws {
        let directory = TemporaryDirectory()
        var wanted = DeployRequest(name: "ma-1", library: "/lib/ma.so", symbols: ["ALPHA", "BETA"])
        wanted.seed = .max
        wanted.processor = 3
        wanted.isDryRun = true
        wanted.onFault = .kill
        wanted.parameters = [("fast", .integer(-5)), ("band", .number(0.125)), ("note", .text("a=b\nc"))]
        let sent = wanted
        try withEngine(at: directory.file("engine.sock")) { server, request in
            guard case .deploy(let deploy) = request.body else { return }
            #expect(deploy == sent && deploy.processor == 3)
            var reply = DeployReply()
            reply.strategy = 3
            reply.tier = "B"
            reply.loadMicroseconds = 8_123
            server.reply(to: request.origin, reply.payload)
        } client: { client in
            let reply = try client.deploy(sent)
            #expect(reply.strategy == 3)
            #expect(reply.tier == "B")
            #expect(reply.loadMicroseconds == 8_123)
        }
    }

    @Test func limitsGoAsRowsAndACommit() throws {
        let directory = TemporaryDirectory()
        var row = tectra_limits.blank
        row.version = 9
        row.order_quantity_max = 77
        try withEngine(at: directory.file("engine.sock")) { server, request in
            guard case .limits(let rows, let commit) = request.body else { return }
            #expect(rows.count == 3)
            #expect(rows.allSatisfy { $0.order_quantity_max == 77 })
            #expect(commit.version == 9)
            #expect(commit.rows == 3)
            server.refuse(request.origin, "first\nsecond")
        } client: { client in
            #expect(throws: LinkError.refused("first\nsecond")) {
                try client.commit([row, row, row], version: 9)
            }
        }
    }

    @Test func anAnswerOfManyMessagesIsWholeAndInOrder() throws {
        let directory = TemporaryDirectory()
        let count = 5_000
        try withEngine(at: directory.file("engine.sock")) { server, request in
            guard case .query(let query) = request.body, query.kind == .positions else { return }
            var rows: [PositionRow] = []
            for index in 0..<count {
                var row = PositionRow()
                row.strategy = UInt64(query.strategy)
                row.symbol = SymbolText("S\(index)")
                row.position.quantity = Int64(index)
                rows.append(row)
            }
            server.send(rows: rows, to: request.origin)
            server.reply(to: request.origin)
        } client: { client in
            let rows = try client.positions(strategy: 5)
            #expect(rows.count == count)
            #expect(rows.enumerated().allSatisfy { $1.position.quantity == Int64($0) && $1.strategy == 5 })
            #expect(rows.last.map { "\($0.symbol)" } == "S\(count - 1)")
        }
    }

    @Test func anEngineThatDoesNotAnswerIsNotWaitedForLonger() throws {
        let directory = TemporaryDirectory()
        try withEngine(at: directory.file("engine.sock")) { _, _ in
        } client: { client in
            #expect(throws: LinkError.timeOut(milliseconds: 50)) {
                _ = try client.request(.shutDown, milliseconds: 50)
            }
        }
    }

    @Test func commandsKillsAndFeedArriveAsSent() throws {
        let directory = TemporaryDirectory()
        try withEngine(at: directory.file("engine.sock")) { server, request in
            switch request.body {
            case .command(let command):
                #expect(command.strategy == 4 && command.command == UInt8(TECTRA_COMMAND_PAUSE))
                server.reply(to: request.origin)
            case .kill(let kill):
                #expect(kill.engaged == 1)
                server.reply(to: request.origin)
            case .feed(let feed):
                #expect(feed == FeedRequest(.start, speed: .times(60)))
                var status = FeedStatus()
                status.state = .running
                status.total = 10
                server.reply(to: request.origin, status.payload)
            default: server.refuse(request.origin, "not expected")
            }
        } client: { client in
            var command = tectra_strategy_command.blank
            command.strategy = 4
            command.command = UInt8(TECTRA_COMMAND_PAUSE)
            try client.command(command)
            var kill = tectra_kill_switch.blank
            kill.engaged = 1
            try client.kill(kill)
            let status = try client.feed(FeedRequest(.start, speed: .times(60)))
            #expect(status.state == .running)
            #expect(status.total == 10)
        }
    }

    @Test func rowsFitWhatTheEngineThreadCanSend() {
        #expect(MemoryLayout<StrategyRow>.size <= 1024)
        #expect(MemoryLayout<PositionRow>.size <= 576)
        #expect(MemoryLayout<OrderRow>.size <= 576)
        #expect(MemoryLayout<BookRow>.size <= 576)
        #expect(MemoryLayout<KillRow>.size <= 576)
        // Read by the supervisor itself: it is bound by a packet alone.
        #expect(MemoryLayout<EngineTelemetry>.size <= LinkHeader.payloadMax)
    }
}
