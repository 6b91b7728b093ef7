// The certificate against an implementation in another language that shares nothing with it.
import Foundation
import MarketData
import TestSupport
import Testing

@Suite struct CertificateTests {
    private struct Answer: Decodable {
        let messages: Int
        let types: [String: Int]
        let orphans: Int
        let digests: [[String]]

        enum Key: CodingKey { case messages, types, orphans, digests }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            messages = try values.decode(Int.self, forKey: .messages)
            types = try values.decode([String: Int].self, forKey: .types)
            orphans = try values.decode(Int.self, forKey: .orphans)
            var rows = try values.nestedUnkeyedContainer(forKey: .digests)
            var digests: [[String]] = []
            while !rows.isAtEnd {
                var row = try rows.nestedUnkeyedContainer()
                let instant = try row.decodeNil() ? "end" : "\(row.decode(Int64.self))"
                digests.append([instant, try row.decode(String.self)])
            }
            self.digests = digests
        }
    }

    private static func oracle(_ path: String) throws -> Answer {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "oracles/certificate.py")
        let output = path + ".json"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, path]
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONDecoder().decode(Answer.self, from: Data(contentsOf: URL(filePath: output)))
    }

    @Test(arguments: DayRegime.allCases) func theOtherImplementationAgrees(regime: DayRegime) throws {
        var random = SplitMix64.printed()
        var day = DayGenerator(DayPlan(messages: 8000, symbols: 9, seed: random.next(), regime: regime))
        var messages: [[UInt8]] = []
        while let message = day.next() {
            messages.append(message)
            // Things that are refused, here and there.
            switch random.below(40) {
            case 0: messages.append(ITCHBytes.delete(random.next()))
            case 1: messages.append(ITCHBytes.cancel(UInt64(random.below(3000)), UInt32.max, locate: 1))
            case 2: messages.append(Array(message.dropLast()))
            case 3: messages.append(ITCHBytes.add(UInt64(random.below(3000)), "B", 100, 10_000, locate: 2))
            default: break
            }
        }
        let bytes = ITCHBytes.framed(messages) + [0, 30, 65]
        let directory = TemporaryDirectory()
        try Data(bytes).write(to: URL(filePath: directory.file("day")))
        let answer = try Self.oracle(directory.file("day"))
        var certificate = try DayCertificate(BookCapacity(instruments: 65_536, orders: 1 << 14, levels: 1 << 15))
        bytes.withUnsafeBytes { raw in
            var cursor = ITCHCursor(raw)
            while let message = cursor.next() { certificate.apply(message) }
        }
        certificate.finish()
        let types = Dictionary(
            uniqueKeysWithValues: certificate.types.map { (String(UnicodeScalar($0.key.rawValue)), $0.value) })
        let digests = certificate.digests.map { [$0.instant.map { "\($0)" } ?? "end", $0.sha256] }
        let (count, orphans) = (certificate.messages, certificate.orphanReferences)
        #expect(count == answer.messages && types == answer.types && orphans == answer.orphans)
        #expect(digests == answer.digests && digests.count == 15)
        #expect(Set(digests.map { $0[1] }).count > 12, "the books of the instants differ")
        #expect(orphans > 20)
    }
}
