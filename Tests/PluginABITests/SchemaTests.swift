/// The SBE schema and the C records are the same bytes.
import CLayoutTable
import PluginABI
import Testing

@Suite struct SchemaTests {
    let schema: Schema
    let records = CompiledRecord.all()

    init() throws { schema = try Schema.load() }

    @Test func bothNameTheSameSchema() {
        #expect(schema.id == Int(TECTRA_SCHEMA_ID))
        #expect(schema.version == Int(TECTRA_SCHEMA_VERSION))
        #expect(schema.byteOrder == "littleEndian")
        #expect(Set(schema.names).count == schema.names.count, "a generator would make one class of two names")
    }

    @Test func everyRecordIsOnBothSides() throws {
        #expect(records.count > 30)
        #expect(Set(records.map(\.name)) == (try Headers.records()))
        #expect(Set(records.map(\.id)).count == records.count, "a template id is used twice")
        #expect(Set(records.map(\.id)) == Set(schema.messages.map(\.id)))
        for record in records where record.name != "tectra_state" {
            let message = schema.messages.first { $0.id == record.id }
            #expect(message.map { "tectra_" + snake($0.name) } == record.name)
        }
    }

    @Test func everyTemplateIdIsTheHeaders() throws {
        let constants = try Headers.constants()
        for message in schema.messages {
            #expect(constants[snake(message.name).uppercased()] == message.id, "\(message.name)")
        }
    }

    /// The table that the rest stands on: its fields lie one behind the other from the header to the
    /// end, so none is missing.
    @Test func theTableHasEveryByte() {
        for record in records {
            var end = 0
            for field in record.fields {
                #expect(field.offset == end, "\(record.name).\(field.name): a hole or an overlap")
                end = field.offset + field.size
            }
            #expect(end == record.size - 8, "\(record.name): it ends at \(end)")
        }
    }

    @Test func everyFieldAgrees() {
        var compared = 0
        for message in schema.messages {
            guard let record = records.first(where: { $0.id == message.id }) else { continue }
            #expect(message.blockLength == record.size - 8, "\(message.name)")
            let fields = record.fields.filter { $0.name != "reserved" }
            #expect(fields.map(\.name) == message.fields.map(\.name), "\(message.name)")
            #expect(message.fields.map(\.id) == Array(1...message.fields.count), "\(message.name)")
            for (compiled, described) in zip(fields, message.fields) {
                let place = "\(message.name).\(described.name)"
                #expect(compiled.offset == described.offset, "\(place)")
                #expect(compiled.size == schema.size(of: described.type), "\(place)")
                if schema.composites[described.type] == nil {
                    let type = SchemaType(primitive: compiled.kind, count: compiled.count)
                    #expect(schema.resolve(described.type) == type, "\(place)")
                } else {
                    #expect(compiled.kind == described.type, "\(place)")
                }
                compared += 1
            }
        }
        #expect(compared > 250)
    }

    @Test func compositesAgree() {
        let header = schema.composites["messageHeader"] ?? []
        #expect(header.map(\.name) == ["blockLength", "templateId", "schemaId", "version"])
        #expect(header.allSatisfy { $0.type == SchemaType(primitive: "uint16", count: 1) })
        #expect(MemoryLayout<tectra_header>.size == 8)
        #expect(offsets("Level") == ["price": 0, "quantity": 8, "orders": 16, "reserved": 20])
        #expect(MemoryLayout<tectra_level>.offset(of: \.orders) == 16)
        #expect(MemoryLayout<tectra_level>.size == schema.size(of: "Level"))
        let frame = [
            "crc32c": MemoryLayout<tectra_frame>.offset(of: \.crc32c),
            "length": MemoryLayout<tectra_frame>.offset(of: \.length),
            "origin_kind": MemoryLayout<tectra_frame>.offset(of: \.origin_kind),
            "strategy": MemoryLayout<tectra_frame>.offset(of: \.strategy),
            "sequence": MemoryLayout<tectra_frame>.offset(of: \.sequence),
            "received": MemoryLayout<tectra_frame>.offset(of: \.received),
        ]
        #expect(offsets("Frame") == frame)
        #expect(MemoryLayout<tectra_frame>.size == schema.size(of: "Frame"))
    }

    /// Where each member of a composite begins when they lie one behind the other, as SBE has it.
    private func offsets(_ composite: String) -> [String: Int?] {
        var offsets: [String: Int?] = [:]
        var end = 0
        for member in schema.composites[composite] ?? [] {
            offsets[member.name] = end
            end += member.type.size
        }
        return offsets
    }

    @Test func enumeratorsAgree() throws {
        let constants = try Headers.constants()
        let prefixes = [
            "OrderState": "ORDER_", "Reason": "REASON_", "CommandCode": "COMMAND_", "SignalType": "SIGNAL_",
            "LogLevel": "LOG_", "BarKind": "BAR_", "LostCause": "LOST_", "LifeState": "STRATEGY_",
            "DataFlags": "DATA_", "Wants": "WANTS_", "StatusKind": "STATUS_",
        ]
        // Named in the schema, a comment in the header.
        let unnamed: Set = ["KillScope"]
        for (set, values) in schema.values where !unnamed.contains(set) {
            for (name, value) in values where !(set == "Side" && name == "NONE") {
                #expect(constants[prefixes[set, default: ""] + name] == value, "\(set).\(name)")
            }
        }
        #expect(constants["SIDE_NONE"] == schema.values["Side"]?["NONE"])
        for (name, bit) in schema.choices["DataFlags"] ?? [:] { #expect(constants["DATA_" + name] == bit) }
        for (name, bit) in schema.choices["Wants"] ?? [:] { #expect(constants["WANTS_" + name] == 1 << bit) }
        #expect(constants["POST_ONLY"] == 1 << (schema.choices["OrderFlags"]?["POST_ONLY"] ?? -1))
        // And the other way: no reason, state or command of the header is missing in the schema.
        for (set, prefix) in prefixes where set != "LifeState" && set != "LogLevel" && set != "BarKind" {
            let named = (schema.values[set] ?? schema.choices[set] ?? [:]).keys
            let declared = constants.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            #expect(Set(named) == Set(declared), "\(set)")
        }
    }

    /// `CancelAll` is `cancel_all`.
    private func snake(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            if letter.isUppercase, !text.isEmpty { text += "_" }
            text += letter.lowercased()
        }
    }
}
