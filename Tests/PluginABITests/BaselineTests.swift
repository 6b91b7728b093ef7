/// The released contract stays as it is: what is compiled today against the committed baseline.
///
/// `TECTRA_ABI_BASELINE=rewrite` writes the files anew after the contract has *grown*. What would break a
/// released library is never written: raise TECTRA_ABI_MAJOR and delete the old files for that.
import Foundation
import TestSupport
import Testing

@Suite struct BaselineTests {
    static let folder = Checkout.root.appending(path: "Tests/PluginABITests/Baseline")
    static let isRewriting = ProcessInfo.processInfo.environment["TECTRA_ABI_BASELINE"] == "rewrite"

    @Test func theLayoutIsTheReleasedOne() throws { try hold(Baseline.layout(), against: "layout.txt") }

    @Test func theFunctionsAreTheReleasedOnes() throws { try hold(Baseline.functions(), against: "functions.txt") }

    @Test func theConstantsAreTheReleasedOnes() throws { try hold(Baseline.constants(), against: "constants.txt") }

    private func hold(_ now: Baseline, against name: String) throws {
        let file = Self.folder.appending(path: name)
        let released = (try? String(contentsOf: file, encoding: .utf8)).map { Baseline(text: $0) }
        let breaks = released?.breaks(with: now) ?? []
        #expect(breaks.isEmpty, "\(name): released libraries break: \(breaks.joined(separator: "; "))")
        if Self.isRewriting, breaks.isEmpty { try now.text.write(to: file, atomically: true, encoding: .utf8) }
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(
            text == now.text,
            "\(name): the contract has grown; TECTRA_ABI_BASELINE=rewrite swift test --filter Baseline takes it in")
    }

    /// The lists that the baseline is made from leave nothing out.
    @Test func nothingIsLeftOut() throws {
        let layout = Baseline.layout().facts
        let functions = try Baseline.functions().facts
        #expect(functions.count == 15 + 17 + 1)
        for subject in functions.keys where subject.contains(".") {
            #expect(layout[subject]?.hasSuffix("pointer") == true, "\(subject) is in no table of layout_table.c")
        }
        for table in CompiledRecord.tables() {
            var end = -8
            for field in table.fields {
                #expect(field.offset == end, "\(table.name).\(field.name): a hole or an overlap")
                end = field.offset + field.size
            }
            #expect(end == table.size - 8, "\(table.name): it ends at \(end + 8) of \(table.size)")
        }
        let constants = try Baseline.constants().facts
        #expect(constants["TECTRA_WANTS_BARS"] == "8" && constants["TECTRA_DATA_HALTED"] == "1u << 0")
        #expect(constants["TECTRA_FAILED"] == "-5" && constants["TECTRA_STATE_CHUNK"] == "192")
    }

    // MARK: - What counts as breaking

    private let released = Baseline(text: "t: size 16\nt.a: offset 0 int64\nt.b: offset 8 int64\nN: 3\n")

    @Test(arguments: [
        ("t: size 16\nt.a: offset 8 int64\nt.b: offset 0 int64\nN: 3\n", 2),
        ("t: size 16\nt.a: offset 0 uint64\nt.b: offset 8 int64\nN: 3\n", 1),
        ("t: size 8\nt.a: offset 0 int64\nN: 3\n", 2),
        ("t: size 16\nt.a: offset 0 int64\nt.b: offset 8 int64\nN: 4\n", 1),
    ])
    func aChangeBreaks(text: String, count: Int) {
        #expect(released.breaks(with: Baseline(text: text)).count == count)
    }

    @Test func growthAtTheEndBreaksNothing() {
        let grown = released.text.replacing("size 16", with: "size 24") + "t.c: offset 16 int64\nM: 4\n"
        #expect(released.breaks(with: Baseline(text: grown)).isEmpty)
        #expect(Baseline(text: released.text) == released)
    }
}
