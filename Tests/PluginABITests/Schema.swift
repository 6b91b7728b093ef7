/// The SBE schema as data: what the tests hold against the compiled records.
import Foundation
import TestSupport
import FoundationXML

/// One field of a message, with its type resolved to what it takes in bytes.
struct SchemaField: Equatable {
    let name: String
    let id: Int
    let type: String
    let offset: Int
}

struct SchemaMessage {
    let name: String
    let id: Int
    let blockLength: Int
    var fields: [SchemaField] = []
}

/// A named type: a primitive and how many of it.
struct SchemaType: Equatable {
    let primitive: String
    let count: Int
    static let widths = [
        "char": 1, "uint8": 1, "int8": 1, "uint16": 2, "int16": 2, "uint32": 4, "int32": 4, "uint64": 8, "int64": 8,
        "float": 4, "double": 8,
    ]
    var size: Int { (Self.widths[primitive] ?? 0) * count }
}

struct Schema {
    var id = 0
    var version = 0
    var byteOrder = ""
    var types: [String: SchemaType] = [:]
    var composites: [String: [(name: String, type: SchemaType)]] = [:]
    var values: [String: [String: Int]] = [:]
    var choices: [String: [String: Int]] = [:]
    var messages: [SchemaMessage] = []
    /// Names of messages and types in the order they come.
    var names: [String] = []

    static func load() throws -> Schema {
        let data = try Data(contentsOf: Checkout.root.appending(path: "PluginABI/schema/tectra.xml"))
        let reader = SchemaReader()
        let parser = XMLParser(data: data)
        parser.delegate = reader
        guard parser.parse() else { throw SchemaError(text: "\(String(describing: parser.parserError))") }
        return reader.schema
    }

    /// What a field of this type is made of; a composite is one of its own name.
    func resolve(_ type: String) -> SchemaType? {
        if let width = SchemaType.widths[type], width > 0 { return SchemaType(primitive: type, count: 1) }
        return types[type]
    }

    func size(of type: String) -> Int? {
        if let members = composites[type] { return members.reduce(0) { $0 + $1.type.size } }
        return resolve(type)?.size
    }
}

struct SchemaError: Error { let text: String }

private final class SchemaReader: NSObject, XMLParserDelegate {
    var schema = Schema()
    private var composite: String?
    private var choice: (set: String, name: String)?
    private var enumeration: String?
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let name = attributes["name"] ?? ""
        let number = { (key: String) in Int(attributes[key] ?? "") ?? -1 }
        text = ""
        switch element {
        case "sbe:messageSchema":
            schema.id = number("id")
            schema.version = number("version")
            schema.byteOrder = attributes["byteOrder"] ?? ""
        case "composite":
            composite = name
            schema.composites[name] = []
            schema.names.append(name)
        case "type", "ref":
            let type =
                element == "ref"
                ? schema.resolve(attributes["type"] ?? "")
                : SchemaType(
                    primitive: attributes["primitiveType"] ?? "", count: Int(attributes["length"] ?? "1") ?? -1)
            guard let type else { return parser.abortParsing() }
            if let composite {
                schema.composites[composite]?.append((name, type))
            } else {
                schema.types[name] = type
                schema.names.append(name)
            }
        case "enum", "set":
            enumeration = name
            schema.types[name] = SchemaType(primitive: attributes["encodingType"] ?? "", count: 1)
            schema.names.append(name)
        case "validValue", "choice":
            choice = (enumeration ?? "", name)
        case "sbe:message":
            schema.messages.append(
                SchemaMessage(name: name, id: number("id"), blockLength: number("blockLength")))
            schema.names.append(name)
        case "field":
            let field = SchemaField(
                name: name, id: number("id"), type: attributes["type"] ?? "", offset: number("offset"))
            schema.messages[schema.messages.count - 1].fields.append(field)
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
        switch element {
        case "composite": composite = nil
        case "validValue":
            if let choice { schema.values[choice.set, default: [:]][choice.name] = Int(text) ?? -1 }
        case "choice":
            if let choice { schema.choices[choice.set, default: [:]][choice.name] = Int(text) ?? -1 }
        default: break
        }
    }
}
