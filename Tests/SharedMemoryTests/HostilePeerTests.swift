// A worker that writes whatever it likes on its own memory, at full speed, while the host polls.
import PluginABI
import Records
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct HostilePeerTests {
    private final class Stop: Sendable {
        let now = Atomic(false)
        let writes = Atomic<Int>(0)
    }

    private static let templates: [UInt16] = [32, 33, 34, 35, 36, 37, 38, 39, 40]

    /// Random words on slots and indices; often nearly right ones, so that checks are passed, too.
    private static func scribble(_ pair: Pair, slots: Int, seed: UInt64, until stop: Stop) {
        var random = SplitMix64(seed: seed)
        let base = pair.worker.base
        var writes = 0
        while !stop.now.load(ordering: .relaxed) {
            for _ in 0..<1_000 {
                let slot = base + 4096 + 256 * random.below(slots)
                switch random.below(8) {
                case 0: base.storeBytes(of: random.next(), as: UInt64.self)
                case 1, 2: base.storeBytes(of: UInt64(random.below(2 * slots)), as: UInt64.self)
                case 3: base.storeBytes(of: random.next(), toByteOffset: 8 * random.below(512), as: UInt64.self)
                case 4: slot.storeBytes(of: random.next(), toByteOffset: 8 * random.below(32), as: UInt64.self)
                case 5: slot.storeBytes(of: UInt64(random.below(slots + 2)), toByteOffset: 8, as: UInt64.self)
                default:
                    let template = random.below(16) == 0 ? 99 : templates[random.below(templates.count)]
                    let length = random.below(4) == 0 ? UInt16(random.below(300)) : lengths(template)
                    let header = tectra_header(
                        block_length: length, template_id: template, schema_id: UInt16(TECTRA_SCHEMA_ID), version: 1)
                    slot.storeBytes(of: header, as: tectra_header.self)
                    let index = UInt64((slot - base - 4096) / 256)
                    slot.storeBytes(of: index + 1, toByteOffset: 8, as: UInt64.self)
                }
            }
            writes += 1_000
        }
        stop.writes.store(writes, ordering: .relaxed)
    }

    private static func lengths(_ template: UInt16) -> UInt16 {
        let sizes = [
            tectra_submit.size, tectra_modify.size, tectra_cancel.size, tectra_cancel_all.size, tectra_signal.size,
            tectra_log.size, tectra_set_timer.size, tectra_lapped.size, tectra_state.size,
            tectra_configured.size,
        ]
        if template == tectra_parameter.templateID { return UInt16(tectra_parameter.size - 8) }
        return template >= 32 && template <= 41 ? UInt16(sizes[Int(template) - 32] - 8) : 0
    }

    /// The host polls millions of times, each time the ring breaks with a consumer anew on the same
    /// memory. What it gets is well formed every time, and nothing traps.
    @Test func theHostTakesNothingThatIsNotWellFormed() throws {
        var random = SplitMix64.printed()
        let slots = 16
        let pair = try Pair(slots: slots)
        let stop = Stop()
        let seed = random.next()
        let thread = TestThread { Self.scribble(pair, slots: slots, seed: seed, until: stop) }
        var (polls, requests, corrupt, empty, malformed) = (0, 0, 0, 0, 0)
        var kinds: Set<String> = []
        while polls < 3_000_000 || (kinds.count < 6 && polls < 20_000_000) {
            var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
            var expected: UInt64 = 1
            life: for _ in 0..<1_000 {
                polls += 1
                switch consumer.poll() {
                case .request(let request):
                    requests += 1
                    let header = request.record.load(as: tectra_header.self)
                    if header.template_id != request.template || header.schema_id != UInt16(TECTRA_SCHEMA_ID)
                        || header.version != 1 || Int(header.block_length) + 8 != request.record.count
                        || header.block_length != Self.lengths(request.template) || request.sequence != expected
                        || request.record.load(fromByteOffset: 8, as: UInt64.self) != expected
                    {
                        malformed += 1
                    }
                    expected += 1
                case .empty: empty += 1
                case .corrupt(let reason):
                    corrupt += 1
                    kinds.insert(reason.description.filter { !$0.isNumber })
                    break life
                }
            }
        }
        stop.now.store(true, ordering: .relaxed)
        thread.join()
        #expect(malformed == 0)
        #expect(requests > 1_000 && corrupt > 1_000)
        #expect(kinds.count >= 6, "\(kinds)")
        print(
            "hostile peer: \(polls) polls, \(requests) well-formed, \(corrupt) breaches of \(kinds.count) kinds,",
            "\(empty) empty, \(stop.writes.load(ordering: .relaxed)) writes")
    }

    /// The same for the private ring's index: the host never writes over what was not given back
    /// in a way that it could believe, and never traps.
    @Test func theHostsOwnRingKeepsItsBounds() throws {
        var random = SplitMix64.printed()
        let pair = try Pair(cells: 64)
        let stop = Stop()
        let seed = random.next()
        let thread = TestThread { Self.scribble(pair, slots: 16, seed: seed, until: stop) }
        let buffer = RecordBuffer()
        var (breaches, written, wrong) = (0, 0, 0)
        for _ in 0..<20_000 {
            var writer = try PrivateRing.Writer(host: pair.host, worker: pair.worker)
            for sequence in 1...200 {
                if writer.write(buffer.fill(sequence: UInt64(sequence), size: 64)) { written += 1 }
                if writer.depth > 64 { wrong += 1 }
                if writer.isPeerCorrupt {
                    breaches += 1
                    break
                }
            }
        }
        stop.now.store(true, ordering: .relaxed)
        thread.join()
        #expect(wrong == 0)
        #expect(written > 100_000)
        print("hostile index: \(written) written, \(breaches) breaches")
    }

    /// A sender that keeps changing a request after it has published it: what the host holds does
    /// not change between check and use.
    @Test func whatWasCheckedIsWhatIsUsed() throws {
        let pair = try Pair(slots: 16)
        let stop = Stop()
        let slot = pair.worker.base + 4096
        let honest = tectra_log.blank
        slot.storeBytes(of: honest, as: tectra_log.self)
        slot.storeBytes(of: 1, toByteOffset: 8, as: UInt64.self)
        pair.worker.base.storeBytes(of: 1, as: UInt64.self)
        let thread = TestThread {
            let slot = pair.worker.base + 4096
            var flip: UInt64 = 0
            while !stop.now.load(ordering: .relaxed) {
                flip = ~flip
                for offset in stride(from: 16, to: 240, by: 8) {
                    slot.storeBytes(of: flip, toByteOffset: offset, as: UInt64.self)
                }
                // The header, too: sometimes another template, sometimes an absurd length.
                var header = honest.header
                header.block_length = flip == 0 ? header.block_length : .max
                slot.storeBytes(of: header, as: tectra_header.self)
            }
        }
        var (changed, mixed, taken) = (0, 0, 0)
        for _ in 0..<200_000 {
            var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
            guard case .request(let request) = consumer.poll() else { continue }
            taken += 1
            if request.record.count != tectra_log.size { changed += 1 }
            var before: [UInt64] = []
            for offset in stride(from: 0, to: 240, by: 8) {
                before.append(request.record.load(fromByteOffset: offset, as: UInt64.self))
            }
            for _ in 0..<4 {
                for (index, word) in before.enumerated()
                where request.record.load(fromByteOffset: index * 8, as: UInt64.self) != word { changed += 1 }
            }
            if Set(before[2...]).count > 1 { mixed += 1 }
        }
        stop.now.store(true, ordering: .relaxed)
        thread.join()
        #expect(changed == 0)
        #expect(taken > 1_000, "the flipped header was never right")
        print("flipping peer: \(taken) taken, \(mixed) of them with words of two moments, 0 changed after the check")
    }
}
