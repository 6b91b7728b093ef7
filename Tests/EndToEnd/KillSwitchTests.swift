// The kill switch of a running host, through each of its two ways: tectractl by tectrad, and the kill word.
import ControlClient
import Foundation
import SharedMemory
import TestSupport
import Testing

@Suite struct KillSwitchTests {
    @Test func tectractlPullsAndClearsIt() async throws {
        try await blocking {
            let host = try LiveHost(strategies: ["market-maker", "passthrough"])
            try host.start()
            try host.play("2000", until: 5_000)
            try host.wait(for: "open orders") { try host.strategy("market-maker").openOrders > 0 }
            let pulled = try host.control("kill", "trigger", "--reason", "a drill")
            #expect(pulled.status == 0, "\(pulled.error)")
            try expectKilled(host)
            let report: KillReport = try host.connection.get("/kill")
            #expect(report.switches.first?.ordersCancelled ?? 0 > 0, "what was open is counted")
            let status = try host.control("kill", "status")
            #expect(status.output.contains("anna") && status.output.contains("a drill"), "\(status.output)")
            let accepted = try host.status().engine?.ordersAccepted
            let messages = try host.messages()
            try host.wait(for: "more of the day") { try host.messages() > messages + 1_000 }
            #expect(try host.status().engine?.ordersAccepted == accepted, "nothing goes out while it is pulled")
            let cleared = try host.control("kill", "clear", "--reason", "the drill is over")
            #expect(cleared.status == 0, "\(cleared.error)")
            try host.wait(for: "orders again") { try host.status().engine?.ordersAccepted ?? 0 > accepted ?? 0 }
            try host.shutDown()
            try expectWholeJournal(host)
        }
    }

    @Test func theKillWordWorksWhenTectradIsGone() async throws {
        try await blocking {
            let host = try LiveHost(strategies: ["market-maker", "passthrough"])
            try host.start()
            try host.play("2000", until: 5_000)
            try host.wait(for: "open orders") { try host.strategy("market-maker").openOrders > 0 }
            host.killTectrad()
            let word = try KillWord(openingAt: host.path + "/control.shm")
            word.pull(0)
            try host.start()
            try expectKilled(host)
            #expect(try host.control("kill", "status").output.contains("kill word"))
            try host.shutDown()
            try expectWholeJournal(host)
        }
    }

    private func expectKilled(_ host: LiveHost) throws {
        try host.wait(for: "the kill") { try host.status().isKilled }
        let orders: [OrderReport] = try host.connection.get("/orders")
        #expect(orders.allSatisfy { !$0.isOpen })
        #expect(orders.contains { $0.reason == "killed" }, "those that were closed last are shown too")
        #expect(try host.strategies().allSatisfy { $0.isKilled && $0.openOrders == 0 })
    }
}
