// What `make demo` runs, on a small day in a folder of its own.
import Foundation
import TestSupport
import Testing

@Suite struct DemoTests {
    @Test func theDemonstrationRunsToItsEnd() async throws {
        try await blocking {
            let directory = TemporaryDirectory()
            for name in ["config", "plugins"] {
                try FileManager.default.createSymbolicLink(
                    atPath: directory.file(name), withDestinationPath: Checkout.root.appending(path: name).path)
            }
            let (status, output) = try Program.run([
                "env", "-C", directory.path, Program.built("tectractl"), "demo", "--messages", "40000",
                "--symbols", "4", "--speed", "4000",
            ])
            #expect(status == 0, "\(output.suffix(2000))")
            #expect(output.contains("journal: whole") && output.contains("0 differences"))
        }
    }
}
