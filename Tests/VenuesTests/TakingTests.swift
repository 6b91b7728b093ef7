// Orders that take: the displayed book level by level, once, and what the time in force does with the rest.
import MarketData
import Orders
import Records
import TestSupport
import Testing
import Venues

@Suite struct TakingTests {
    /// Asks 100 @ 10.00, 200 @ 10.01, 300 @ 10.02; bids 100 @ 9.99.
    private func pit() throws -> Pit {
        let pit = try Pit()
        pit.show(.sell, 300, at: 100_200)
        pit.show(.sell, 60, at: 100_000)
        pit.show(.sell, 40, at: 100_000)
        pit.show(.sell, 200, at: 100_100)
        pit.show(.buy, 100, at: 99_900)
        return pit
    }

    private func levels(_ sent: Pit.Sent) -> [[Int64]] { sent.fills.map { [Int64($0.price), $0.quantity] } }

    @Test func aMarketOrderTakesTheBookLevelByLevel() throws {
        let pit = try pit()
        let sent = try pit.send(.buy, 350, at: nil)
        #expect(levels(sent) == [[100_000, 100], [100_100, 200], [100_200, 50]])
        #expect(sent.fills.allSatisfy { $0.liquidity == .taker })
        #expect(sent.answer == .accepted)
    }

    @Test func whatTheBookDoesNotHoldIsCancelled() throws {
        let pit = try pit()
        let sent = try pit.send(.buy, 1_000, at: nil)
        #expect(sent.taken == 600 && sent.answer == .rest(.noLiquidity))
        let empty = try Pit().send(.sell, 10, at: nil)
        #expect(empty.fills.isEmpty && empty.answer == .rest(.noLiquidity))
    }

    @Test func aLimitIsNeverPassed() throws {
        let pit = try pit()
        let sent = try pit.send(.buy, 1_000, at: 100_100)
        #expect(levels(sent) == [[100_000, 100], [100_100, 200]])
        #expect(sent.answer == .accepted)
        #expect(pit.order(sent.index).remaining == 700)
    }

    @Test func whatWasTakenIsNotThereTwiceUntilTheMarketChangesIt() throws {
        let pit = try pit()
        #expect(levels(try pit.send(.buy, 80, at: nil)) == [[100_000, 80]])
        #expect(levels(try pit.send(.buy, 80, at: nil)) == [[100_000, 20], [100_100, 60]])
        // The market adds to the level: what it shows now counts.
        pit.show(.sell, 30, at: 100_000)
        #expect(levels(try pit.send(.buy, 150, at: 100_000, .immediateOrCancel)) == [[100_000, 130]])
    }

    @Test func whatAnArrivingOrderGaveToARestingOneIsTakenToo() throws {
        let pit = try Pit()
        _ = try pit.send(.buy, 60, at: 100_000)
        // It shows 100, of which the resting order has 60: no more than 40 are left for others.
        pit.show(.sell, 100, at: 100_000)
        #expect(levels(try pit.send(.buy, 100, at: 100_000, .immediateOrCancel)) == [[100_000, 40]])
    }

    @Test func immediateOrCancelKeepsNothingAtRest() throws {
        let pit = try pit()
        let sent = try pit.send(.buy, 250, at: 100_000, .immediateOrCancel)
        #expect(sent.taken == 100 && sent.answer == .rest(.noLiquidity))
        #expect(pit.play(ITCHMessage.add(1, 99, isBuy: false, 500, at: 99_950)).isEmpty)
    }

    @Test func fillOrKillTakesAllOrNothing() throws {
        let pit = try pit()
        let none = try pit.send(.buy, 301, at: 100_100, .fillOrKill)
        #expect(none.fills.isEmpty && none.answer == .rest(.noLiquidity))
        let all = try pit.send(.buy, 300, at: 100_100, .fillOrKill)
        #expect(all.taken == 300 && all.answer == .accepted)
        // What it took counts for the next.
        let more = try pit.send(.buy, 1, at: 100_100, .fillOrKill)
        #expect(more.fills.isEmpty)
    }

    @Test func postOnlyIsRefusedWhenItWouldTake() throws {
        let pit = try pit()
        let crossing = try pit.send(.buy, 10, at: 100_000, isPostOnly: true)
        #expect(crossing.answer == .rejected(.wouldCross) && crossing.fills.isEmpty)
        let resting = try pit.send(.buy, 10, at: 99_990, isPostOnly: true)
        #expect(resting.answer == .accepted && resting.fills.isEmpty)
        // Nor may a replace make it take.
        let (answer, fills) = try pit.replace(resting.index, at: 100_000, 10)
        #expect(answer == .rejected(.wouldCross) && fills.isEmpty)
        #expect(pit.play(ITCHMessage.add(1, 99, isBuy: false, 500, at: 99_990)).map(\.quantity) == [10])
    }

    @Test func nothingTradesWhileTheInstrumentDoesNot() throws {
        let pit = try pit()
        pit.play(ITCHMessage.trading(1, "H"))
        let sent = try pit.send(.buy, 10, at: nil)
        #expect(sent.answer == .rejected(.notTrading))
        pit.play(ITCHMessage.trading(1, "T"))
        #expect(try pit.send(.buy, 10, at: nil).taken == 10)
    }

    @Test func nothingTradesWhenTheDayIsOver() throws {
        let pit = try pit()
        #expect(try pit.send(.buy, 10, at: nil).taken == 10)
        for letter in ["M", "E", "C"] as [Character] {
            pit.play(ITCHMessage.system(letter))
            #expect(try pit.send(.buy, 10, at: nil).answer == .rejected(.endOfDay))
            #expect(try pit.send(.buy, 10, at: 90_000).answer == .rejected(.endOfDay))
        }
        pit.play(ITCHMessage.system("Q"))
        #expect(try pit.send(.buy, 10, at: nil).taken == 10)
    }

    @Test func aPriceOfNothingIsNoLevelToTradeAt() throws {
        let pit = try Pit()
        pit.show(.buy, 100, at: 0)
        let sent = try pit.send(.sell, 10, at: nil)
        #expect(sent.fills.isEmpty && sent.answer == .rest(.noLiquidity))
    }
}
