// Orders that rest: a place in the queue of their price, moved by what is ahead and by nothing else.
import Orders
import Records
import TestSupport
import Testing
import Venues

@Suite struct QueueTests {
    /// An own bid of 100 at 10.00 behind displayed orders of 50 and 30, with one of 40 behind it.
    private func pit() throws -> (pit: Pit, own: Pit.Sent, first: UInt64, second: UInt64, behind: UInt64) {
        let pit = try Pit()
        let first = pit.show(.buy, 50, at: 100_000)
        let second = pit.show(.buy, 30, at: 100_000)
        let own = try pit.send(.buy, 100, at: 100_000)
        let behind = pit.show(.buy, 40, at: 100_000)
        return (pit, own, first, second, behind)
    }

    private func fills(_ pit: Pit, _ message: [UInt8]) -> [Int64] { pit.play(message).map(\.quantity) }

    @Test func executionsAheadMoveItUp() throws {
        let (pit, _, first, second, behind) = try pit()
        #expect(fills(pit, ITCHMessage.execute(1, first, 50)) == [])
        #expect(fills(pit, ITCHMessage.execute(1, second, 30)) == [])
        // It is first now: what trades with an order behind it would have traded with it.
        #expect(fills(pit, ITCHMessage.execute(1, behind, 25)) == [25])
    }

    @Test func cancelsAheadMoveItUp() throws {
        let (pit, _, first, second, behind) = try pit()
        #expect(fills(pit, ITCHMessage.cancel(1, first, 20)) == [])
        #expect(fills(pit, ITCHMessage.delete(1, first)) == [])
        #expect(fills(pit, ITCHMessage.replace(1, second, by: 900, 30, at: 100_000)) == [])
        // The replaced order has gone to the end.
        #expect(fills(pit, ITCHMessage.execute(1, behind, 10)) == [10])
        #expect(fills(pit, ITCHMessage.execute(1, 900, 30)) == [30])
    }

    @Test func whatLeavesBehindItDoesNot() throws {
        let (pit, _, first, second, behind) = try pit()
        #expect(fills(pit, ITCHMessage.delete(1, behind)) == [])
        let later = pit.show(.buy, 40, at: 100_000)
        #expect(fills(pit, ITCHMessage.cancel(1, later, 10)) == [])
        #expect(fills(pit, ITCHMessage.execute(1, first, 50)) == [])
        #expect(fills(pit, ITCHMessage.execute(1, second, 30)) == [])
        #expect(fills(pit, ITCHMessage.execute(1, later, 30)) == [30])
    }

    @Test func otherPricesDoNotMoveIt() throws {
        let (pit, _, _, _, behind) = try pit()
        let worse = pit.show(.buy, 500, at: 99_900)
        #expect(fills(pit, ITCHMessage.delete(1, worse)) == [])
        let better = pit.show(.buy, 500, at: 100_100)
        #expect(fills(pit, ITCHMessage.execute(1, better, 500)) == [])
        // 80 shares are ahead still; only what trades after them is its.
        #expect(fills(pit, ITCHMessage.execute(1, behind, 40)) == [])
    }

    @Test func aTradeAtAWorsePriceFillsItFirst() throws {
        let (pit, _, _, _, _) = try pit()
        let worse = pit.show(.buy, 500, at: 99_900)
        #expect(fills(pit, ITCHMessage.execute(1, worse, 70)) == [70])
        #expect(fills(pit, ITCHMessage.execute(1, worse, 70)) == [30])
        #expect(fills(pit, ITCHMessage.execute(1, worse, 70)) == [])
    }

    @Test func anOrderThatComesAcrossFillsItAtItsOwnPrice() throws {
        let (pit, own, _, _, _) = try pit()
        let fills = pit.play(ITCHMessage.add(1, 900, isBuy: false, 60, at: 99_950))
        #expect(fills == [Pit.Fill(slot: own.index.slot, price: 100_000, quantity: 60, liquidity: .maker)])
    }

    @Test func aHiddenTradeFillsItOnlyAtABetterPriceOrFirstInLine() throws {
        let (pit, _, first, second, _) = try pit()
        #expect(fills(pit, ITCHMessage.hiddenTrade(1, 10, at: 100_000)) == [])
        #expect(fills(pit, ITCHMessage.hiddenTrade(1, 10, at: 99_900)) == [10])
        _ = pit.play(ITCHMessage.delete(1, first))
        _ = pit.play(ITCHMessage.delete(1, second))
        #expect(fills(pit, ITCHMessage.hiddenTrade(1, 10, at: 100_000)) == [10])
        #expect(fills(pit, ITCHMessage.hiddenTrade(1, 10, at: 100_100)) == [])
    }

    @Test func lessAtTheSamePriceKeepsThePlaceAndAnythingElseLosesIt() throws {
        for (price, quantity, keeps) in [(100_000, 60, true), (100_000, 150, false), (99_900, 60, false)] {
            let (pit, own, first, second, behind) = try pit()
            let (answer, taken) = try pit.replace(own.index, at: UInt32(price), Int64(quantity))
            #expect(answer == .accepted && taken.isEmpty)
            _ = pit.play(ITCHMessage.execute(1, first, 50))
            _ = pit.play(ITCHMessage.execute(1, second, 30))
            #expect(fills(pit, ITCHMessage.execute(1, behind, 40)) == (keeps ? [40] : []), "\(price) \(quantity)")
        }
    }

    @Test func aReplaceAcrossTheBookTakes() throws {
        let (pit, own, _, _, _) = try pit()
        pit.show(.sell, 30, at: 100_500)
        let (answer, taken) = try pit.replace(own.index, at: 100_500, 100)
        #expect(answer == .accepted)
        #expect(taken == [Pit.Fill(slot: own.index.slot, price: 100_500, quantity: 30, liquidity: .taker)])
        #expect(pit.order(own.index).remaining == 70)
    }

    @Test func aCancelledOrderIsFilledNoMore() throws {
        let (pit, own, _, _, _) = try pit()
        #expect(pit.cancel(own))
        #expect(!pit.cancel(own))
        #expect(fills(pit, ITCHMessage.add(1, 900, isBuy: false, 60, at: 99_950)) == [])
    }

    @Test func ownOrdersShareByPriceAndThenTime() throws {
        let pit = try Pit()
        let late = try pit.send(.buy, 10, at: 100_000)
        let best = try pit.send(.buy, 10, at: 100_100)
        let last = try pit.send(.buy, 10, at: 100_000)
        let fills = pit.play(ITCHMessage.add(1, 900, isBuy: false, 25, at: 100_000))
        #expect(fills.map(\.slot) == [best, late, last].map(\.index.slot))
        #expect(fills.map(\.quantity) == [10, 10, 5])
    }

    @Test func crossesTakeNoPart() throws {
        let (pit, _, _, _, _) = try pit()
        #expect(fills(pit, ITCHMessage.cross(1, 10_000, at: 90_000)) == [])
    }
}
