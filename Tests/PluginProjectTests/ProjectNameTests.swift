// Names: what a descriptor can carry, and what Swift makes of it.
import PluginProject
import Testing

@Suite struct ProjectNameTests {
    @Test(arguments: [
        ("momentum", "Momentum"), ("mean-reversion", "MeanReversion"), ("pairs2-x9", "Pairs2X9"), ("a", "A"),
        ("strategy", "StrategyStrategy"), ("tectra-strategy", "TectraStrategyStrategy"), ("order", "OrderStrategy"),
    ])
    func aNameHasATypeOfItsOwn(text: String, type: String) throws {
        let name = try ProjectName(text)
        #expect(name.text == text && name.type == type)
    }

    @Test(arguments: [
        "", "-", "9lives", "Momentum", "a_b", "a--b", "a-", "-a", "a/b", "../a", "a b", "größe", "a\0b",
        String(repeating: "a", count: 40),
    ])
    func whatADescriptorCanNotCarryIsRefused(text: String) {
        #expect(throws: ProjectError.name(text)) { try ProjectName(text) }
    }
}
