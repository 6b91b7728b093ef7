/// The records as the C compiler laid them out, and the headers' own list of what there is.
import CLayoutTable
import Foundation
import TestSupport

struct CompiledField {
    let name: String
    let kind: String
    /// From the end of the message header, as SBE counts.
    let offset: Int
    let size: Int
    let count: Int
}

struct CompiledRecord {
    let name: String
    let id: Int
    let size: Int
    let fields: [CompiledField]

    static func all() -> [CompiledRecord] { read(layout_records) }

    /// The structs that are no record; their offsets count from the end of a header that they have not.
    static func tables() -> [CompiledRecord] { read(layout_tables) }

    private static func read(
        _ list: (UnsafeMutablePointer<Int>) -> UnsafePointer<layout_record>?
    ) -> [CompiledRecord] {
        var count = 0
        let table = list(&count)
        return UnsafeBufferPointer(start: table, count: count).map { record in
            var fields: [CompiledField] = []
            var next = record.fields
            while let field = next?.pointee, let name = field.name {
                fields.append(
                    CompiledField(
                        name: String(cString: name), kind: String(cString: field.kind), offset: Int(field.offset) - 8,
                        size: Int(field.size), count: Int(field.count)))
                next = next?.successor()
            }
            return CompiledRecord(
                name: String(cString: record.name), id: Int(record.template_id), size: Int(record.size), fields: fields)
        }
    }
}

/// What the headers' text declares, so that nothing can be left out of the table or the schema.
enum Headers {
    /// Those of the records, which records.h includes.
    static let contract = ["values.h", "market.h", "private.h", "requests.h"]

    /// Those of the journal, which journal.h includes, and itself.
    static let journal = ["journal.h", "market_inputs.h", "strategy_inputs.h", "outputs.h"]

    static func text() throws -> String {
        try (contract + journal).map {
            try String(contentsOf: Checkout.root.appending(path: "PluginABI/include/tectra/\($0)"), encoding: .utf8)
        }.joined(separator: "\n")
    }

    /// Structs that begin with a message header.
    static func records() throws -> Set<String> {
        Set(try text().matches(of: /struct (tectra_\w+) \{\s+tectra_header header;/).map { String($0.1) })
    }

    /// Every `TECTRA_NAME = value` without its TECTRA_.
    static func constants() throws -> [String: Int] {
        var constants: [String: Int] = [:]
        for match in try text().matches(of: /TECTRA_(\w+) = (?:1u << )?(\d+)/) {
            constants[String(match.1)] = Int(match.2)
        }
        return constants
    }
}
