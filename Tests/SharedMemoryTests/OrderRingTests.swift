// The order ring's contract with an honest worker, and each way in which a dishonest one is found out.
import PluginABI
import Records
import SharedMemory
import TestSupport
import Testing

@Suite struct OrderRingTests {
    private static func submit(_ client: UInt64) -> tectra_submit {
        var record = tectra_submit.blank
        record.client_id = client
        record.quantity = Int64(client)
        return record
    }

    /// Reads one request's client id, or says what came instead.
    private static func read(_ consumer: inout OrderRing.Consumer) -> String {
        switch consumer.poll() {
        case .request(let request):
            guard let record = tectra_submit(copying: request.record) else { return "no submit" }
            return "\(record.client_id)/\(request.sequence)/\(record.sequence)/\(record.quantity)"
        case .empty: return "empty"
        case .corrupt(let reason): return reason.description
        }
    }

    @Test func requestsArriveCountedAndInOrder() throws {
        var random = SplitMix64.printed()
        let pair = try Pair(slots: 16)
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        var sent: UInt64 = 0
        var taken: UInt64 = 0
        for _ in 0..<20_000 {
            if random.below(2) == 0 {
                let fits = sent - taken < 16
                #expect(producer.hasRoom() == fits)
                #expect(withRecord(Self.submit(sent + 1), { producer.send($0) }) == fits)
                if fits { sent += 1 }
            } else if sent == taken {
                #expect(Self.read(&consumer) == "empty")
            } else {
                taken += 1
                try #require(Self.read(&consumer) == "\(taken)/\(taken)/\(taken)/\(taken)")
            }
        }
        #expect(producer.counters.full > 100 && consumer.counters.depthHighWater == 16)
        #expect(producer.nextSequence == sent + 1)
    }

    @Test func everyRequestOfTheContractPasses() throws {
        let pair = try Pair()
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        func check<R: Record>(_ type: R.Type) {
            #expect(withRecord(R.blank) { producer.send($0) } == true)
            guard case .request(let request) = consumer.poll() else {
                Issue.record("\(type) was refused: \(String(describing: consumer.corruption))")
                return
            }
            #expect(request.template == R.templateID && request.record.count == R.size)
        }
        check(tectra_submit.self)
        check(tectra_modify.self)
        check(tectra_cancel.self)
        check(tectra_cancel_all.self)
        check(tectra_signal.self)
        check(tectra_log.self)
        check(tectra_set_timer.self)
        check(tectra_lapped.self)
        check(tectra_state.self)
        check(tectra_parameter.self)
        check(tectra_configured.self)
    }

    @Test func aTurnIsBounded() throws {
        let pair = try Pair()
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        for client in 1...10 { #expect(withRecord(Self.submit(UInt64(client))) { producer.send($0) } == true) }
        var seen: [UInt64] = []
        #expect(consumer.drain(limit: 4) { seen.append($0.sequence) } == 4)
        #expect(consumer.drain(limit: 100) { seen.append($0.sequence) } == 6)
        #expect(consumer.drain(limit: 100) { seen.append($0.sequence) } == 0)
        #expect(seen == Array(1...10))
    }

    /// What a dishonest worker writes where, and what the host says.
    struct Attack: Sendable, CustomTestStringConvertible {
        let offset: Int
        let bytes: [UInt8]
        let expected: OrderCorruption
        var testDescription: String { "\(expected)" }

        init(_ offset: Int, _ word: UInt16, _ expected: OrderCorruption) {
            self.offset = offset
            bytes = withUnsafeBytes(of: word) { Array($0) }
            self.expected = expected
        }

        init(_ offset: Int, _ word: UInt64, _ expected: OrderCorruption) {
            self.offset = offset
            bytes = withUnsafeBytes(of: word) { Array($0) }
            self.expected = expected
        }
    }

    /// Two requests have been taken and a third is there; it lies in slot 2.
    @Test(arguments: [
        Attack(0, UInt64(19), .indexAhead(found: 19, consumed: 2)),
        Attack(0, UInt64(1) << 62, .indexAhead(found: 1 << 62, consumed: 2)),
        Attack(0, UInt64(1), .indexBack(found: 1, before: 2)),
        Attack(0, UInt64.max, .indexBack(found: .max, before: 2)),
        Attack(4096 + 512 + 4, UInt16(1), .foreignSchema(schema: 1, version: 1)),
        Attack(4096 + 512 + 6, UInt16(2), .foreignSchema(schema: 7363, version: 2)),
        Attack(4096 + 512 + 2, UInt16(1), .foreignTemplate(1)),
        Attack(4096 + 512 + 2, UInt16.max, .foreignTemplate(.max)),
        Attack(4096 + 512, UInt16.max, .wrongLength(template: 32, found: .max)),
        Attack(4096 + 512, UInt16(47), .wrongLength(template: 32, found: 47)),
        Attack(4096 + 512 + 8, UInt64(4), .wrongSequence(expected: 3, found: 4)),
        Attack(4096 + 512 + 8, UInt64(2), .wrongSequence(expected: 3, found: 2)),
    ])
    func whatCannotBeIsFinal(attack: Attack) throws {
        let pair = try Pair(slots: 16)
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        var consumer = try OrderRing.Consumer(worker: pair.worker, host: pair.host)
        for client in 1...2 { #expect(withRecord(Self.submit(UInt64(client))) { producer.send($0) } == true) }
        #expect(Self.read(&consumer) == "1/1/1/1")
        #expect(Self.read(&consumer) == "2/2/2/2")
        #expect(withRecord(Self.submit(3)) { producer.send($0) } == true)
        let good = Array(UnsafeRawBufferPointer(start: pair.worker.base, count: pair.worker.size))
        (pair.worker.base + attack.offset).copyMemory(from: attack.bytes, byteCount: attack.bytes.count)
        #expect(Self.read(&consumer) == attack.expected.description)
        #expect(consumer.corruption == attack.expected)
        if attack.offset >= 4096 {
            #expect(consumer.evidence.elementsEqual(UnsafeRawBufferPointer(start: pair.worker.base + 4608, count: 64)))
        } else {
            #expect(consumer.evidence.load(fromByteOffset: 16, as: UInt64.self) == 2)
        }
        // Making it good again does not help.
        pair.worker.base.copyMemory(from: good, byteCount: good.count)
        #expect(Self.read(&consumer) == attack.expected.description)
        #expect(consumer.counters.records == 2)
    }

    @Test func theProducerRefusesWhatIsNoRequest() throws {
        let pair = try Pair()
        var producer = try OrderRing.Producer(worker: pair.worker, host: pair.host)
        let buffer = RecordBuffer()
        #expect(producer.send(UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<8])) == false)
        #expect(producer.send(UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<264])) == false)
        #expect(producer.counters.refused == 2 && producer.nextSequence == 1)
    }
}
