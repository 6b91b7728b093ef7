/// `tectractl ticks`: what its subcommands share: arguments, texts, and how errors end.
internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Parquet
internal import TickExport
internal import TickStore

struct Ticks: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The tick store: fill it from days of ITCH, ask it by symbol and time, check it, give it out.",
        discussion: """
            A store is a directory; docs/tick-store.md describes its files. Times are UTC: 2026-01-05, \
            2026-01-05T14:30:00.5 or nanoseconds since the epoch. Exit codes: 0 done; 1 the store is damaged \
            somewhere (what is whole was read, and each damage is told with its place), or it failed on the way; \
            2 it can not be run so.
            """,
        subcommands: [
            TicksImport.self, TicksQuery.self, TicksStats.self, TicksVerify.self, TicksExport.self, TicksRetain.self,
        ])
}

enum TickText {
    /// `A,B` as symbols.
    static func symbols(_ text: String) throws -> [TickSymbol] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let name = part.trimmingCharacters(in: .whitespaces)
            guard let symbol = TickSymbol(name) else {
                throw ValidationError("\"\(name)\" is no symbol: 1 to 16 printable ASCII characters")
            }
            return symbol
        }
    }

    static func time(_ text: String) throws -> Int64 {
        guard let time = CivilTime.parse(text) else {
            throw ValidationError("\"\(text)\" is no time: 2026-01-05, 2026-01-05T14:30:00.5 (UTC), or nanoseconds")
        }
        return time
    }

    /// `500ms`, `5s`, `1m`, `1h` in ns.
    static func interval(_ text: String) throws -> Int64 {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [Substring: Int64] = [
            "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
        ]
        guard let count = Int64(digits), (1...1_000_000).contains(count), let unit = units[text[digits.endIndex...]]
        else { throw ValidationError("\"\(text)\" is no interval: 500ms, 5s, 1m, 1h") }
        return count * unit
    }

    static func choice<Value: RawRepresentable & CaseIterable>(_ text: String) throws -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            throw ValidationError("\(text) is none of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    static func bytes(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(Reading.grouped(count)) B"
        case ..<10_000_000: "\(Reading.grouped(count / 1000)) kB"
        default: "\(Reading.grouped(count / 1_000_000)) MB"
        }
    }
}

/// Which part of a store, for query and export.
struct TickSpan: ParsableArguments {
    @Option(help: "The store's directory.", completion: .directory) var store: String
    @Option(help: "First time that counts.", transform: TickText.time) var from: Int64?
    @Option(help: "First time that no longer counts.", transform: TickText.time) var to: Int64?
    @Option(help: "ticks (the default), trades or bars.", transform: TickText.choice) var kind = TickTable.ticks
    @Option(help: "Length of a bar: 500ms, 5s, 1m (the default), 1h.", transform: TickText.interval)
    var interval: Int64?

    func validate() throws {
        if let from, let to, from >= to { throw ValidationError("--from must be before --to") }
        guard interval == nil || kind == .bars else { throw ValidationError("--interval is for --kind bars") }
    }

    func extract(_ symbols: [TickSymbol], limit: Int = .max) -> TickExtract {
        TickExtract(
            kind, symbols: symbols, from: from ?? .min, to: to ?? .max, interval: interval ?? 60_000_000_000,
            limit: limit)
    }
}

extension Terminal {
    /// As `run`, with the errors of a tick store.
    static func ticks(_ body: () throws -> Void) throws {
        try run {
            do {
                try body()
            } catch let error as TickStoreError {
                complain(error.description)
                throw error.exit
            } catch let error as TickExportError {
                complain(error.description)
                switch error {
                case .store(let inner): throw inner.exit
                case .exists, .parquet(.exists): throw Exit.cannotRun
                case .system(_, _, let code), .parquet(.system(_, _, let code)): throw ExitCode.system(code)
                default: throw Exit.failed
                }
            }
        }
    }

    /// Tells of damage, each with its place.
    static func complain(_ faults: TickStoreFaults) {
        for fault in faults.kept { complain(fault.description) }
        if faults.count > faults.kept.count { complain("and \(faults.count - faults.kept.count) more") }
    }
}

extension TickStoreError {
    var exit: ExitCode {
        switch self {
        case .missing, .locked, .capacity: Exit.cannotRun
        case .system(_, _, let code): ExitCode.system(code)
        case .full, .unknownFormat: Exit.failed
        }
    }
}

extension ExitCode {
    /// A path that can not be so is a wrong argument; what else a system refuses is a failure.
    static func system(_ code: Int32) -> ExitCode {
        [ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, EROFS, ENAMETOOLONG, ELOOP].contains(code)
            ? Exit.cannotRun : Exit.failed
    }
}

/// A damage, for JSON.
struct TickFaultRow: Encodable {
    let path: String
    let offset: Int
    let reason: String

    init(_ fault: TickStoreFault) {
        path = fault.path
        offset = fault.offset
        reason = fault.reason
    }
}
