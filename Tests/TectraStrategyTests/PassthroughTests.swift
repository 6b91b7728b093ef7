/// The C strategy, built by its own Makefile and put on the same bench as a Swift one.
import Foundation
import Glibc
import PluginABI
import TectraStrategy
import TectraTestKit
import TestSupport
import Testing

@Suite struct PassthroughTests {
    private let table: UnsafePointer<tectra_strategy_vtable>

    init() throws {
        let folder = TemporaryDirectory()
        let make = Process()
        make.executableURL = URL(filePath: "/usr/bin/env")
        make.arguments = [
            "make", "--silent", "-C", Checkout.root.appending(path: "plugins/passthrough").path, "BUILD=\(folder.path)",
        ]
        try make.run()
        make.waitUntilExit()
        try #require(make.terminationStatus == 0)
        let library = try #require(dlopen(folder.file("libpassthrough.so"), RTLD_NOW | RTLD_LOCAL))
        let symbol = try #require(dlsym(library, "tectra_strategy_entry"))
        typealias Entry = @convention(c) (UInt32) -> UnsafePointer<tectra_strategy_vtable>?
        let entry = unsafeBitCast(symbol, to: Entry.self)
        #expect(entry(UInt32(TECTRA_ABI_MAJOR + 1) << 16) == nil)
        table = try #require(entry(UInt32(TECTRA_ABI_MAJOR) << 16))
    }

    @Test func itsLayoutIsOurs() {
        var theirs = table.pointee.layout
        var ours = tectra_layout_here()
        #expect(memcmp(&theirs, &ours, MemoryLayout<tectra_layout>.size) == 0)
    }

    @Test func everySecondTickIsAnOrder() throws {
        let bench = try StrategyBench(table: table, parameters: ["every": 2, "quantity": 10])
        let apple = bench.instrument("AAPL")
        for _ in 0..<6 { bench.tick(apple, bid: "10.00", ask: "10.02") }
        #expect(bench.orders.map(\.side) == [.buy, .sell, .buy])
        #expect(bench.orders.map(\.price) == ["10.02", "10.00", "10.02"])
        #expect(bench.orders.allSatisfy { $0.quantity == 10 && $0.timeInForce == .immediateOrCancel })
        #expect(bench.configuration["every"] == .integer(2))
    }

    @Test func oneSymbolAlone() throws {
        let bench = try StrategyBench(table: table, parameters: ["instrument-symbol": "MSFT"])
        let apple = bench.instrument("AAPL")
        let other = bench.instrument("MSFT")
        for instrument in [apple, other, apple, other] { bench.tick(instrument, bid: "10.00", ask: "10.02") }
        #expect(bench.orders.map(\.instrument) == [other, other])
        try bench.configure(["instrument-symbol": ""])
        bench.tick(apple, bid: "10.00", ask: "10.02")
        #expect(bench.orders.count == 3)
    }

    @Test func whatCanNotBeIsRefused() throws {
        #expect {
            _ = try StrategyBench(table: table, parameters: ["every": 0])
        } throws: { "\($0)" == "every: must be an integer from 1" }
        let bench = try StrategyBench(table: table)
        #expect(throws: StrategyError.self) { try bench.configure(["every": 5, "quantity": -1]) }
        #expect(bench.configuration["every"] == .integer(1))
        bench.refusal = .full
        bench.tick(bench.instrument("AAPL"), bid: "10.00", ask: "10.02")
        bench.shutdown()
        #expect(bench.logs.last?.text == "0 orders, 1 not taken")
    }
}
