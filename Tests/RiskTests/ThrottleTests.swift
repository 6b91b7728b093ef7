// The order-rate throttle against its definition.
import Orders
import Records
import TestSupport
import Testing

// The order-rate throttle, in event time.
@testable import Risk

@Suite struct ThrottleTests {
    private static let request = RiskRequest(strategy: 1, instrument: 0, side: .buy, price: 100_000, quantity: 1)

    @Test func aBurstThenTheRate() {
        let desk = Desk()
        desk.set([
            Desk.open(0),
            Desk.open(1) {
                $0.ordersPerSecond = 10
                $0.ordersBurst = 3
            },
        ])
        for _ in 0..<3 { #expect(desk.check(Self.request).isAccepted) }
        let verdict = desk.check(Self.request)
        #expect(verdict.rule == .throttle && verdict.limit == 3 && verdict.observed == 4 && verdict.headroom == -1)
        desk.time = 99_999_999
        #expect(!desk.check(Self.request).isAccepted)
        desk.time = 100_000_000
        #expect(desk.check(Self.request).isAccepted)
        #expect(!desk.check(Self.request).isAccepted)
        // Time that goes back brings nothing, and takes nothing.
        desk.time = 0
        #expect(!desk.check(Self.request).isAccepted)
        desk.time = 10_000_000_000
        let tokens = desk.gate.tokens(of: 1, at: desk.time)
        #expect(tokens == 3)
    }

    @Test func aRefusedOrderUsesUpNothing() {
        let desk = Desk()
        desk.set([
            Desk.open(0),
            Desk.open(1) {
                $0.ordersPerSecond = 1
                $0.ordersBurst = 1
                $0.orderQuantityMax = 5
            },
        ])
        var large = Self.request
        large.quantity = 6
        for _ in 0..<5 { #expect(desk.check(large).rule == .maxQuantity) }
        #expect(desk.judge(Self.request).isAccepted)
        #expect(desk.judge(Self.request).isAccepted, "to judge takes nothing either")
        #expect(desk.check(Self.request).isAccepted)
        #expect(desk.check(Self.request).rule == .throttle)
    }

    @Test func theFirmHasOneOfItsOwnAndEachVenueToo() {
        let desk = Desk(venues: 2)
        desk.set([
            Desk.open(0) {
                $0.ordersPerSecond = 1
                $0.ordersBurst = 2
            }, Desk.open(1), Desk.open(2),
        ])
        var other = Self.request
        other.strategy = 2
        #expect(desk.check(Self.request).isAccepted)
        #expect(desk.check(other).isAccepted)
        let verdict = desk.check(Self.request)
        #expect(verdict.rule == .firmThrottle && verdict.scope == .firm)
        other.venue = 1
        #expect(desk.check(other).isAccepted)
    }

    @Test func dryRunsLeaveTheFirmsAlone() {
        let desk = Desk()
        desk.set([
            Desk.open(0) {
                $0.ordersPerSecond = 1
                $0.ordersBurst = 1
            },
            Desk.open(1) {
                $0.isDryRun = true
                $0.ordersPerSecond = 1
                $0.ordersBurst = 1
            }, Desk.open(2),
        ])
        #expect(desk.check(Self.request).isAccepted)
        #expect(desk.check(Self.request).rule == .throttle)
        var other = Self.request
        other.strategy = 2
        #expect(desk.check(other).isAccepted)
    }

    /// Against the definition, counted in whole numbers without any state but the orders that passed: a
    /// bucket is what `n` orders since it was last full allow, `burst + elapsed * rate - n` of them.
    @Test(arguments: 0..<4) func agreesWithTheDefinition(round: Int) {
        var random = SplitMix64.printed("\(#function) \(round)")
        let rate = Int64(1 + random.below(1_000_000 >> (round * 4)))
        let burst = Int64(1 + random.below(5))
        var bucket = TokenBucket()
        var now = Int64(random.below(1_000_000))
        // In 1e-9 tokens: what is missing in the bucket.
        var missing: Int128 = 0
        var passed = 0
        var refused = 0
        for _ in 0..<20_000 {
            let elapsed = Int64(random.below(Int(1_600_000_000 / rate) + 2))
            now += elapsed
            missing = max(0, missing - Int128(elapsed) * Int128(rate))
            let isFree = missing + 1_000_000_000 <= Int128(burst) * 1_000_000_000
            let isTaken = bucket.level(at: now, rate: rate, burst: burst) >= TokenBucket.token
            #expect(isTaken == isFree)
            if isTaken {
                bucket.take(at: now, rate: rate, burst: burst)
                missing += 1_000_000_000
                passed += 1
            } else {
                refused += 1
            }
        }
        #expect(passed > 100 && refused > 100)
    }

    @Test func extremesDoNotTrap() {
        var bucket = TokenBucket()
        for burst in [0, 1, Int64.max] as [Int64] {
            for rate in [0, 1, Int64.max - 1] as [Int64] {
                for now in [Int64.min, -1, 0, 1, .max] {
                    if bucket.level(at: now, rate: rate, burst: burst) >= TokenBucket.token {
                        bucket.take(at: now, rate: rate, burst: burst)
                    }
                    #expect(bucket.level(at: now, rate: rate, burst: burst) >= 0)
                }
            }
        }
    }
}
