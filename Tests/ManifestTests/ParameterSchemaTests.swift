// Values against a schema: refused with every reason, or taken whole and in the schema's kinds.
import EngineLink
import Manifest
import Testing

@Suite struct ParameterSchemaTests {
    private static func schema() -> ParameterSchema {
        var schema = ParameterSchema()
        var window = ParameterProperty("window", .integer)
        window.minimum = .integer(1)
        window.maximum = .integer(100)
        var ratio = ParameterProperty("ratio", .number)
        ratio.exclusiveMinimum = .number(0)
        ratio.exclusiveMaximum = .integer(1)
        var side = ParameterProperty("side", .string)
        side.choices = [.text("long"), .text("2")]
        schema.properties = [window, ratio, side]
        schema.required = ["window"]
        return schema
    }

    private static func text(_ judgement: ParameterJudgement) -> [String] {
        judgement.values.map { "\($0.name)=\($0.value)" }
    }

    @Test func aNumberIsTakenInTheKindOfTheSchema() {
        let judgement = Self.schema().judge(
            [("window", .number(20)), ("ratio", .number(0.5)), ("side", .text("long"))], isWhole: true)
        #expect(judgement.problems.isEmpty)
        #expect(judgement.values.first?.value == .integer(20))
        let typed = Self.schema().judge(typed: [("side", "2"), ("window", "7")], isWhole: false)
        #expect(typed.problems.isEmpty && Self.text(typed) == ["side=2", "window=7"])
        #expect(typed.values.first?.value == .text("2"))
    }

    @Test(arguments: [
        ("window", ParameterValue.integer(0), "0 is out of range; use 1 to 100"),
        ("window", .integer(101), "out of range"), ("window", .number(1.5), "1.5 is not a whole number"),
        ("window", .text("7"), "\"7\" is not a whole number"), ("ratio", .number(0), "use over 0.0 and below 1"),
        ("ratio", .integer(1), "1.0 is out of range"), ("side", .text("short"), "\"short\" is not one of long, 2"),
        ("side", .integer(2), "2 is not text"), ("windwo", .integer(1), "did you mean window?"),
    ])
    func whatIsWrongIsSaid(name: String, value: ParameterValue, words: String) {
        let judgement = Self.schema().judge([(name, value)], isWhole: false)
        #expect(judgement.problems.count == 1)
        #expect(judgement.problems.first?.contains(words) == true, "\(judgement.problems)")
    }

    @Test func everyReasonAtOnce() {
        let judgement = Self.schema().judge(
            [("ratio", .number(2)), ("side", .text("x")), ("ratio", .number(0.1)), ("y", .integer(1))], isWhole: true)
        #expect(judgement.problems.count == 5, "\(judgement.problems)")
        #expect(judgement.problems.last == "window must be set")
    }

    /// A Double does not hold them, and is not asked to.
    @Test func largeWholeNumbersAreComparedAsSuch() {
        var property = ParameterProperty("n", .integer)
        property.maximum = .integer(.max - 1)
        #expect(throws: ParameterRefusal.self) { try property.take(.integer(.max)).get() }
        #expect(throws: Never.self) { try property.take(.integer(.max - 1)).get() }
        #expect(throws: ParameterRefusal.self) { try property.take(.number(1e300)).get() }
    }
}
