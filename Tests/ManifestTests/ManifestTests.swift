// A manifest written and read is the same manifest, and every mistake in one is told with its line.
import EngineLink
import HostConfiguration
import Manifest
import TestSupport
import Testing

@Suite struct ManifestTests {
    private static let digest = String(repeating: "0123456789abcdef", count: 4)

    private static func sample() -> Manifest {
        var manifest = Manifest()
        manifest.name = "mean-reversion"
        manifest.version = "1.2.0"
        manifest.author = "Jane \"J\" Doe\n\u{1}ü"
        manifest.sha256 = digest
        manifest.abi = ABIVersion(major: 1, minor: 2)
        manifest.stateSchema = 3
        manifest.acceptedSchemas = [2, 3]
        manifest.symbols = ["AAPL", "MSFT"]
        manifest.memory = 64 << 20
        var window = ParameterProperty("window", .integer)
        window.minimum = .integer(1)
        window.maximum = .integer(10_000)
        window.standard = .integer(20)
        window.summary = "ticks to look back"
        var threshold = ParameterProperty("threshold", .number)
        threshold.exclusiveMinimum = .number(0)
        threshold.exclusiveMaximum = .number(1)
        var side = ParameterProperty("side", .string)
        side.choices = [.text("long"), .text("both")]
        manifest.parameters.properties = [window, threshold, side]
        manifest.parameters.required = ["threshold"]
        return manifest
    }

    @Test func writtenAndReadItIsTheSame() throws {
        let manifest = Self.sample()
        #expect(manifest.problems.isEmpty)
        let read = try Manifest(parsing: manifest.text, file: "manifest.json")
        #expect(read == manifest)
        #expect(read.text == manifest.text)
    }

    /// Bounds of any size and texts of any character, as a person may have them.
    @Test func anyManifestIsReadAsItWasWritten() throws {
        var random = SplitMix64.printed()
        for _ in 0..<300 {
            var manifest = Self.sample()
            manifest.parameters = ParameterSchema()
            for index in 0..<Int(random.next() % 6) {
                var property = ParameterProperty("p\(index)", ParameterType.allCases[Int(random.next() % 3)])
                switch property.type {
                case .integer:
                    let value = Int64(bitPattern: random.next())
                    property.minimum = .integer(value)
                    property.standard = .integer(value)
                case .number: property.standard = .number(Double(Int64(bitPattern: random.next())) / 4096)
                case .string:
                    let scalars = (0..<random.next() % 12).map { _ in Unicode.Scalar(UInt8(random.next() % 128)) }
                    var text = ""
                    for scalar in scalars where scalar.value != 0 { text.unicodeScalars.append(scalar) }
                    property.standard = .text(text)
                    property.summary = text
                }
                manifest.parameters.properties.append(property)
            }
            #expect(try Manifest(parsing: manifest.text, file: "manifest.json") == manifest)
        }
    }

    @Test func everyMistakeIsToldWithItsLine() {
        let text = """
            manifest: 2
            name: Mean Reversion
            version: 1.0.0
            library: {sha256: abc, abi: "1"}
            state: {schema: 3, accepts: [2]}
            resources: {threads: 4, cpus: 2}
            parameters:
              additionalProperties: true
              properties:
                window: {type: integer, pattern: "[0-9]"}
                speed: {type: decimal}
            """
        let error = #expect(throws: ConfigurationError.self) { try Manifest(parsing: text, file: "m.yaml") }
        let said = error?.problems.map(\.description) ?? []
        func expect(_ line: Int, _ words: String) {
            #expect(said.contains { $0.hasPrefix("line \(line): ") && $0.contains(words) }, "\(words) in \(said)")
        }
        expect(1, "format 2")
        expect(4, "library.abi: \"1\"")
        expect(6, "\"cpus\" is not a setting of resources")
        expect(8, "additionalProperties")
        expect(10, "\"pattern\" is not a setting of parameters.properties.window")
        expect(11, "\"decimal\" is not one of integer, number, string")
    }

    @Test func whatContradictsItselfIsToldInItsPlace() {
        let text = """
            manifest: 1
            name: Mean Reversion
            version: 1.0.0
            library: {sha256: abc, abi: "1.2"}
            state: {schema: 3, accepts: [2]}
            resources: {threads: 4}
            parameters:
              required: [windw]
              properties:
                window:
                  type: integer
                  minimum: 10
                  maximum: 2
                speed:
                  type: number
                  minimum: 1
                  default: 0.5
            """
        let error = #expect(throws: ConfigurationError.self) { try Manifest(parsing: text, file: "m.yaml") }
        let said = error?.problems.map(\.description) ?? []
        let expected = [
            "line 2: name: \"Mean Reversion\"", "line 4: library.sha256", "line 5: state.accepts: 3 is missing",
            "line 6: resources.threads: 4",
            "line 8: parameters.required: there is no parameter \"windw\" (did you mean window?)",
            "line 13: parameters.properties.window.maximum: 2 is below the minimum, 10",
            "line 17: parameters.properties.speed.default: 0.5 is out of range; use at least 1.0",
        ]
        for (index, words) in expected.enumerated() {
            #expect(index < said.count && said[index].hasPrefix(words), "\(words) in \(said)")
        }
        #expect(said.count == expected.count)
    }

    @Test func aLibraryThatIsAnotherIsToldWithBothValues() {
        let manifest = Self.sample()
        #expect(manifest.differences(sha256: Self.digest).isEmpty)
        #expect(manifest.differences(sha256: "ff")[0].contains("manifest says \(Self.digest), the library is ff"))
        var library = LibrarySelf(
            name: manifest.name, version: manifest.version, author: manifest.author, abi: manifest.abi, stateSchema: 3)
        #expect(manifest.differences(library).isEmpty)
        library.version = "1.3.0"
        library.stateSchema = 4
        library.abi = ABIVersion(major: 1, minor: 1)
        #expect(
            manifest.differences(library) == [
                "version: the manifest says 1.2.0, the library is 1.3.0",
                "ABI: the manifest says 1.2, the library is 1.1",
                "state schema: the manifest says 3, the library is 4",
            ])
        #expect(
            manifest.differences(
                reported: [("window", .number(1)), ("threshold", .number(0.5)), ("extra", .integer(1))])
                == [
                    "type of window: the manifest says integer, the library is number",
                    "the library has a parameter extra, the manifest none",
                    "the manifest has a parameter side, the library none",
                ])
    }
}
