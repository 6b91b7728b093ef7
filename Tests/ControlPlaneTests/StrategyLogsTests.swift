// `strategy logs` on a journal that is still written: a strategy's own lines and no other's, only the last that were
// asked for, and no text that a terminal obeys.
import Foundation
import Journal
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct StrategyLogsTests {
    private struct Line: Decodable {
        let strategy: UInt8
        let sequence: UInt64
        let level, text: String
    }

    private static func deploy(_ name: String, as strategy: UInt8) -> tectra_deploy {
        var record = tectra_deploy.blank
        record.strategy = strategy
        withUnsafeMutableBytes(of: &record.name) { room in
            for (index, byte) in name.utf8.enumerated() { room[index] = byte }
        }
        return record
    }

    private static func log(_ text: String, length: UInt32? = nil, level: Int = Int(TECTRA_LOG_INFO)) -> tectra_log {
        var record = tectra_log.blank
        record.level = UInt8(level)
        record.length = length ?? UInt32(text.utf8.count)
        withUnsafeMutableBytes(of: &record.text) { room in
            for (index, byte) in text.utf8.enumerated() where index < room.count { room[index] = byte }
        }
        return record
    }

    private func logs(_ directory: String, _ arguments: String...) throws -> Program.Result {
        let words = ["strategy", "logs"] + arguments + ["--directory", directory]
        return try Program.run(Program.built("tectractl"), words)
    }

    @Test func aStrategysOwnLinesComeOutOfTheJournal() throws {
        let folder = TemporaryDirectory()
        let directory = folder.path
        var writer = try JournalWriter(directory: directory + "/journal", segmentSize: 65_536)
        var sequence: UInt64 = 0
        func write<Entry: Record>(_ entry: Entry, from strategy: UInt8) throws {
            try withUnsafeBytes(of: entry) { bytes in
                try writer.append(bytes, kind: .input, strategy: strategy, sequence: sequence, received: 7)
            }
            sequence += 1
        }
        try write(Self.deploy("one", as: 1), from: 0)
        try write(Self.deploy("two", as: 2), from: 0)
        try write(Self.log("another's"), from: 2)
        // Over as many segments as it takes.
        for index in 0..<1000 { try write(Self.log("line \(index)"), from: 1) }
        try write(Self.log("\u{1b}[2Jgone\u{9b}31m\u{202e}", level: Int(TECTRA_LOG_ERROR)), from: 1)
        try write(Self.log("whole", length: .max, level: 77), from: 1)
        // Its number becomes another's, and it is deployed under a new one.
        try write(Self.deploy("three", as: 1), from: 0)
        try write(Self.log("three's"), from: 1)
        try write(Self.deploy("one", as: 5), from: 0)
        try write(Self.log("again"), from: 5)

        let json = try logs(directory, "one", "--json", "--lines", "2000")
        let lines = try json.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(json.status == 0 && lines.count == 1003)
        #expect(lines.prefix(1000).map(\.text) == (0..<1000).map { "line \($0)" })
        #expect(lines.last?.text == "again" && lines.last?.strategy == 5)
        // What a line claims beyond its room, and a level that is none, are neither believed nor lost.
        #expect(lines[1001].text.hasPrefix("whole") && lines[1001].level == "error")

        let few = try logs(directory, "one", "-n", "3", "--level", "error").output
        #expect(few.split(separator: "\n").count == 2)
        #expect(few.contains("error  [2Jgone 31m "))
        #expect(few.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 32 && !(127..<160).contains($0.value)) })
        #expect(try logs(directory, "2").output.contains("another's"))
    }

    @Test func whatIsNotThereIsSaid() throws {
        let folder = TemporaryDirectory()
        let empty = try logs(folder.path, "one")
        #expect(empty.status == 2 && empty.error.contains("no journal"))
        var writer = try JournalWriter(directory: folder.path + "/journal", segmentSize: 65_536)
        let record = Self.deploy("one", as: 1)
        try withUnsafeBytes(of: record) { bytes in
            try writer.append(bytes, kind: .input, strategy: 0, sequence: 0, received: 7)
        }
        let unknown = try logs(folder.path, "oen")
        #expect(unknown.status == 1 && unknown.error.contains("\"oen\""))
        #expect(try logs(folder.path, "one").status == 0)
        #expect(try logs(folder.path, "1").status == 0)
        #expect(try logs(folder.path, "42").status == 1)
    }
}
