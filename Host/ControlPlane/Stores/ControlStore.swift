/// The host's memory on disk: one SQLite file with the limits, the strategies, their deployments and
/// the runs. Whoever changes something leaves a new row; nothing that counted is overwritten.
internal import GRDB

/// Why the store could not be used, in words that say what to do.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

public struct ControlStore: Sendable {
    let database: DatabaseQueue

    /// Opens the file, or makes it, and brings its tables up to this build.
    public init(path: String) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(5)
            configuration.label = "tectra"
            database = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = Self.migrator
            let isNewer = try database.read { try migrator.hasBeenSuperseded($0) }
            if isNewer {
                throw StoreError("\(path) was written by a newer tectrad; use that one, or another directory")
            }
            try migrator.migrate(database)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError("\(path): \(error); if it is no database of tectrad, move it away")
        }
    }

    /// A store in memory, for tests and dry runs.
    public init() throws(StoreError) {
        do {
            database = try DatabaseQueue()
            try Self.migrator.migrate(database)
        } catch {
            throw StoreError("\(error)")
        }
    }

    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw StoreError("the store can not be read: \(error)")
        }
    }

    func write<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try database.write(body)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError("the store can not be written: \(error)")
        }
    }
}
