// The comparison of two versions' requests, as a pure state machine.
import Pipeline
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct ShadowDiffTests {
    private func submit(_ cause: UInt64, price: Int64 = 10, client: UInt64 = 1) -> ShadowRequest {
        var record = tectra_submit.blank
        record.cause = cause
        record.price = price
        record.quantity = 100
        record.client_id = client
        return withUnsafeBytes(of: record) { ShadowRequest($0) } ?? ShadowRequest()
    }

    @Test func theSameWordsAreEqualUnderAnotherNumber() {
        var diff = ShadowDiff()
        diff.take(submit(5, client: 1), fromShadow: false)
        diff.take(submit(5, client: 9), fromShadow: true)
        #expect(diff.next(tradingDone: 0, shadowDone: 0) == nil)
        #expect(diff.figures.equal == 1 && diff.figures.run == 1 && diff.figures.differences == 0)
    }

    @Test func otherWordsExtraAndMissingAreTold() {
        var diff = ShadowDiff()
        diff.take(submit(5), fromShadow: false)
        diff.take(submit(5, price: 11), fromShadow: true)
        diff.take(submit(6), fromShadow: false)
        diff.take(submit(7), fromShadow: true)
        let other = diff.next(tradingDone: 0, shadowDone: 0)
        #expect(other?.trading?.price == 10 && other?.shadow?.price == 11)
        let missing = diff.next(tradingDone: 0, shadowDone: 0)
        #expect(missing?.trading?.cause == 6 && missing?.shadow == nil)
        // The trading version may still ask for the same at 7.
        #expect(diff.next(tradingDone: 7, shadowDone: 7) == nil)
        let extra = diff.next(tradingDone: 8, shadowDone: 7)
        #expect(extra?.trading == nil && extra?.shadow?.cause == 7)
        #expect(diff.figures.other == 1 && diff.figures.missing == 1 && diff.figures.extra == 1)
        #expect(diff.figures.run == 0)
    }

    /// Whoever is ahead and however the requests come in: the same figures as a comparison of the whole.
    @Test func anyInterleavingGivesTheSameFigures() {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            var (old, new): ([ShadowRequest], [ShadowRequest]) = ([], [])
            var expected = (equal: UInt64(0), other: UInt64(0), extra: UInt64(0), missing: UInt64(0))
            for cause in UInt64(1)...40 {
                switch random.below(6) {
                case 0: old.append(submit(cause)); expected.missing += 1
                case 1: new.append(submit(cause)); expected.extra += 1
                case 2: old.append(submit(cause)); new.append(submit(cause, price: 99)); expected.other += 1
                default: old.append(submit(cause)); new.append(submit(cause)); expected.equal += 1
                }
            }
            var diff = ShadowDiff()
            var (a, b) = (0, 0)
            while a < old.count || b < new.count {
                if random.below(2) == 0 {
                    if a < old.count { diff.take(old[a], fromShadow: false); a += 1 }
                } else if b < new.count {
                    diff.take(new[b], fromShadow: true)
                    b += 1
                }
                let done = (a < old.count ? old[a].cause : 41, b < new.count ? new[b].cause : 41)
                while diff.next(tradingDone: done.0, shadowDone: done.1) != nil {}
            }
            #expect(diff.figures.equal == expected.equal && diff.figures.other == expected.other)
            #expect(diff.figures.extra == expected.extra && diff.figures.missing == expected.missing)
            #expect(diff.figures.unjudged == 0)
        }
    }

    @Test func whoIsTooFarAheadIsNotJudged() {
        var diff = ShadowDiff(capacity: 4)
        for cause in UInt64(1)...10 { diff.take(submit(cause), fromShadow: false) }
        #expect(diff.figures.unjudged == 6)
    }

    @Test func comparingAllocatesNothing() {
        var diff = ShadowDiff()
        let request = submit(5)
        let allocations = AllocationCounter.count {
            for _ in 0..<1000 {
                diff.take(request, fromShadow: false)
                diff.take(request, fromShadow: true)
                _ = diff.next(tradingDone: 0, shadowDone: 0)
            }
        }
        #expect(allocations == 0 && diff.figures.equal == 1000)
    }
}
