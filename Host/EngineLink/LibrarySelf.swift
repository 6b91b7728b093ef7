/// What a library says about itself, and what somebody said that it is.

/// Major and minor of a plugin ABI.
public struct ABIVersion: Equatable, Sendable, CustomStringConvertible {
    public var major: UInt32
    public var minor: UInt32

    public init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// Both in one word, as a library has them.
    public init(word: UInt32) { self.init(major: word >> 16, minor: word & 0xffff) }

    /// `MAJOR.MINOR`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]), major <= 0xffff,
            minor <= 0xffff
        else { return nil }
        self.init(major: major, minor: minor)
    }

    public var description: String { "\(major).\(minor)" }
}

/// A library's descriptor in short.
public struct LibrarySelf: Equatable, Sendable {
    public var name: String
    public var version: String
    public var author: String
    public var abi: ABIVersion
    public var stateSchema: UInt32

    public init(name: String, version: String, author: String, abi: ABIVersion, stateSchema: UInt32) {
        self.name = name
        self.version = version
        self.author = author
        self.abi = abi
        self.stateSchema = stateSchema
    }

    /// Where a library is not what is said here, with both values.
    public func differences(from library: LibrarySelf) -> [String] {
        let rows = [
            ("name", name, library.name), ("version", version, library.version), ("author", author, library.author),
            ("ABI", abi.description, library.abi.description),
            ("state schema", stateSchema.description, library.stateSchema.description),
        ]
        return rows.filter { $0.1 != $0.2 }.map { Self.difference($0.0, $0.1, $0.2) }
    }

    public static func difference(_ what: String, _ said: String, _ found: String) -> String {
        "\(what): the manifest says \(said.isEmpty ? "nothing" : said), the library is "
            + (found.isEmpty ? "nothing" : found)
    }
}

extension KeyValueText {
    mutating func append(expecting library: LibrarySelf?) {
        guard let library else { return }
        append("expected-name", library.name)
        append("expected-version", library.version)
        append("expected-author", library.author)
        append("expected-abi", library.abi.description)
        append("expected-schema", library.stateSchema)
    }

    /// What a request expects of its library; nil when it expects nothing.
    var expected: LibrarySelf? {
        guard let name = self["expected-name"], let abi = self["expected-abi"].flatMap(ABIVersion.init(_:)) else {
            return nil
        }
        return LibrarySelf(
            name: name, version: self["expected-version"] ?? "", author: self["expected-author"] ?? "", abi: abi,
            stateSchema: number("expected-schema") ?? 0)
    }
}
