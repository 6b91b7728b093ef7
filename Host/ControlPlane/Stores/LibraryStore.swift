/// The libraries that were started here: where each lay, its manifest as it was then, and who had signed that. What is
/// on the disk later changes nothing of it.
internal import GRDB

public struct LibraryRecord: Equatable, Sendable {
    /// Hexadecimal.
    public var sha256: String
    public var path = ""
    /// Its text; empty when there was none.
    public var manifest = ""
    /// The key's number; empty when nobody looked, or nobody had signed.
    public var signer = ""
    /// ISO 8601, UTC: when it was started last.
    public var at = Timestamp.now()

    public init(sha256: String) { self.sha256 = sha256 }
}

extension ControlStore {
    static func createLibraries(_ database: Database) throws {
        try database.create(table: "library") { table in
            table.primaryKey("sha256", .text)
            for name in ["path", "manifest", "signer", "at"] { table.column(name, .text).notNull() }
        }
    }

    public func record(_ library: LibraryRecord) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO library (sha256, path, manifest, signer, at) VALUES (?, ?, ?, ?, ?)",
                arguments: [library.sha256, library.path, library.manifest, library.signer, library.at])
        }
    }

    public func library(_ sha256: String) throws(StoreError) -> LibraryRecord? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM library WHERE sha256 = ?", arguments: [sha256]).map { row in
                var record = LibraryRecord(sha256: sha256)
                record.path = row["path"] ?? ""
                record.manifest = row["manifest"] ?? ""
                record.signer = row["signer"] ?? ""
                record.at = row["at"] ?? ""
                return record
            }
        }
    }
}
