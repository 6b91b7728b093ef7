// A project written from the packed SDK builds and passes its own tests where nothing else of Tectra is.
import Foundation
import PluginProject
import TestSupport
import Testing

@Suite(.serialized) struct ProjectTests {
    /// Runs a program without this repository's environment and waits.
    private static func run(_ words: String..., in folder: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "TMPDIR"].contains($0.key) }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        // A test's thread may hold signals back, its children would too, and CMake waits for SIGCHLD.
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// The archive as `make sdk` makes it, unpacked where nothing of the repository is.
    private func unpackedSDK(in folder: TemporaryDirectory) throws -> SDK {
        let packed = try Self.run(Checkout.root.path + "/sdk/pack", folder.file("dist"), in: folder.path)
        try #require(packed.status == 0, "\(packed.output)")
        let archive = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.file("dist")).first { $0.hasSuffix(".tar.gz") })
        let unpacked = try Self.run("tar", "-xzf", folder.file("dist/" + archive), in: folder.path)
        try #require(unpacked.status == 0, "\(unpacked.output)")
        return try SDK(at: folder.file(String(archive.dropLast(".tar.gz".count))))
    }

    private func symbols(of library: String) throws -> [String] {
        try Self.run("nm", "-D", "--defined-only", library, in: "/").output.split(separator: "\n")
            .compactMap { $0.split(separator: " ").last.map(String.init) }
    }

    @Test(arguments: ProjectLanguage.allCases)
    func aNewProjectBuildsAlone(language: ProjectLanguage) throws {
        let folder = TemporaryDirectory()
        let sdk = try unpackedSDK(in: folder)
        #expect(!sdk.version.isEmpty)
        let project = URL(filePath: folder.file("fast-cat"))
        let files = try ProjectTemplate(language, of: sdk).write(try ProjectName("fast-cat"), to: project)
        #expect(files.contains("README.md") && files.contains(".gitignore") && files.contains("config.yaml"))
        for file in files {
            let text = try String(contentsOf: project.appending(path: file), encoding: .utf8)
            #expect(!text.contains("MyStrategy") && !text.contains("my-strategy"), "\(file) keeps the template's name")
            #expect(!text.contains(Checkout.root.path + "/"), "\(file) names this repository")
        }

        // The Swift template's own tests run with this repository's, where they need no second build of everything.
        if language == .c {
            let test = try Self.run("./build", "test", in: project.path)
            #expect(test.status == 0, "\(test.output)")
        }
        let build = try Self.run("./build", in: project.path)
        try #require(build.status == 0, "\(build.output)")
        #expect(!build.output.contains("warning:"), "\(build.output)")
        #expect(try symbols(of: project.path + "/lib/libfast-cat.so") == ["tectra_strategy_entry"])
    }

    /// The C example by Make, and by CMake where that is installed.
    @Test func theExampleBuildsAlone() throws {
        let folder = TemporaryDirectory()
        let sdk = try unpackedSDK(in: folder)
        let make = try Self.run("make", "-C", sdk.path + "/c", "BUILD=" + folder.file("made"), in: folder.path)
        #expect(make.status == 0, "\(make.output)")
        #expect(try symbols(of: folder.file("made/libexample.so")) == ["tectra_strategy_entry"])
        guard try Self.run("cmake", "--version", in: folder.path).status == 0 else { return }
        let prepare = try Self.run("cmake", "-B", folder.file("cmake"), "-S", sdk.path + "/c", in: folder.path)
        let build = try Self.run("cmake", "--build", folder.file("cmake"), in: folder.path)
        #expect(prepare.status == 0 && build.status == 0, "\(prepare.output)\(build.output)")
        #expect(try symbols(of: folder.file("cmake/libexample.so")) == ["tectra_strategy_entry"])
    }

    @Test func nothingIsWrittenOver() throws {
        let folder = TemporaryDirectory()
        let sdk = try SDK(at: Checkout.root.appending(path: "sdk").path)
        let project = URL(filePath: folder.file("cat"))
        let name = try ProjectName("cat")
        _ = try ProjectTemplate(.c, of: sdk).write(name, to: project)
        #expect(throws: ProjectError.exists(project.path)) { try ProjectTemplate(.c, of: sdk).write(name, to: project) }
        try Data("x".utf8).write(to: URL(filePath: folder.file("file")))
        #expect(throws: ProjectError.exists(folder.file("file"))) {
            try ProjectTemplate(.c, of: sdk).write(name, to: URL(filePath: folder.file("file")))
        }
    }

    @Test func aFolderThatIsNoSDKIsNamed() throws {
        let folder = TemporaryDirectory()
        #expect(throws: ProjectError.notAnSDK(folder.path, missing: "Package.swift")) { try SDK(at: folder.path) }
        #expect(throws: ProjectError.notAnSDK("/nowhere", missing: "Package.swift")) {
            try SDK.find(named: nil, environment: ["TECTRA_SDK": "/nowhere"])
        }
        #expect(try SDK.find(named: nil, environment: [:]).path == Checkout.root.appending(path: "sdk").path)
    }
}
