/// `tectractl plugin new NAME`: a project that builds outside this repository, against the SDK alone.
internal import ArgumentParser
internal import Foundation
internal import PluginProject

struct PluginNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Writes the project of a new strategy: sources, unit test, build, configuration.",
        discussion: """
            The project needs the SDK and nothing else of Tectra: ./build makes the library, ./build test runs its \
            unit tests without a host. The SDK is --sdk, else TECTRA_SDK, else the one beside this program.

            Exit codes: 0 written; 2 the name, the SDK or the folder will not do.
            """)
    @Argument(help: "1 to 39 of a-z, 0-9 and -, such as mean-reversion.") var name: String
    @Option(help: "swift or c.", transform: Self.language) var lang = ProjectLanguage.swift
    @Option(help: "Where the SDK was unpacked.", completion: .directory) var sdk: String?
    @Option(help: "The folder to make the project's folder in.", completion: .directory) var dir = "."
    @Flag(help: "Print JSON.") var json = false

    private static func language(_ text: String) throws -> ProjectLanguage {
        guard let language = ProjectLanguage(rawValue: text) else {
            throw ValidationError("--lang takes \(ProjectLanguage.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        return language
    }

    struct Report: Encodable {
        let name, directory, language, sdk, sdkVersion: String
        let files: [String]
    }

    func run() throws {
        let report: Report
        do throws(ProjectError) {
            let project = try ProjectName(name)
            let sdk = try SDK.find(named: sdk)
            let directory = URL(filePath: dir).standardizedFileURL.appending(path: name)
            let files = try ProjectTemplate(lang, of: sdk).write(project, to: directory)
            report = Report(
                name: name, directory: directory.path, language: lang.rawValue, sdk: sdk.path, sdkVersion: sdk.version,
                files: files)
        } catch {
            Terminal.complain("\(error)")
            throw Exit.cannotRun
        }
        if json { try Terminal.json(report) } else { Terminal.print(text(report)) }
    }

    private func text(_ report: Report) -> String {
        """
        \(report.directory): a strategy in \(report.language == "c" ? "C" : "Swift"), against the SDK \
        \(report.sdkVersion) in \(report.sdk)
        \(report.files.map { "  " + $0 }.joined(separator: "\n"))
        next
          cd \(report.directory)
          ./build test        unit tests, without a host
          ./build             lib/lib\(report.name).so
        """
    }
}
