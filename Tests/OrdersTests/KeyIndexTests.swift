// The index of orders by key against a dictionary.
import TestSupport
import Testing

// The client-id index against a dictionary, and against ids picked to collide.
@testable import Orders

@Suite struct KeyIndexTests {
    struct Key: Hashable {
        var number: UInt64
        var strategy: UInt32
    }

    @Test func agreesWithADictionary() {
        var random = SplitMix64.printed()
        var index = KeyIndex(capacity: 64, seed: random.next())
        var model: [Key: UInt32] = [:]
        for step in 0..<60_000 {
            // Few numbers, so that keys come back; large ones, so that the strategy's bits overlap them.
            let number = UInt64(random.below(60)) | (random.below(2) == 0 ? 0 : 3 << 56)
            let key = Key(number: number, strategy: UInt32(random.below(4)))
            let found = index.find(key.number, strategy: key.strategy)
            #expect(found == model[key])
            if model[key] != nil {
                index.remove(key.number, strategy: key.strategy)
                model[key] = nil
            } else if model.count < 64 {
                index.insert(key.number, strategy: key.strategy, slot: UInt32(step))
                model[key] = UInt32(step)
            } else {
                index.remove(key.number, strategy: key.strategy)
            }
        }
        for (key, slot) in model {
            let found = index.find(key.number, strategy: key.strategy)
            #expect(found == slot)
        }
    }
}
