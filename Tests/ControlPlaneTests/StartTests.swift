/// What keeps tectrad from starting: another one, something in the way of its socket, an engine that
/// does not come up. Each is said with what to do.
import ControlPlane
import Foundation
import Glibc
import HostConfiguration
import Logging
import TestSupport
import Testing

@Suite(.serialized) struct StartTests {
    private func configuration(_ directory: TemporaryDirectory, _ yaml: String = "") throws -> HostConfiguration {
        try HostConfiguration(parsing: "directory: \(directory.path)/run\n\(yaml)", file: "test.yaml")
    }

    /// A socket of a listener that is gone, or, with `listens`, of one that is there.
    private func socket(at path: String, listens: Bool) -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.enumerated() { room[index] = byte }
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        #expect(code == 0)
        if listens { listen(descriptor, 1) } else { close(descriptor) }
        return descriptor
    }

    @Test func aSecondOneIsRefusedWithThePidOfTheFirst() throws {
        let directory = TemporaryDirectory()
        let first = try RunDirectory(directory.file("run"))
        let error = #expect(throws: StartupError.self) { _ = try RunDirectory(directory.file("run")) }
        #expect(error?.description.contains("process id \(getpid())") == true)
        _ = first.path
    }

    @Test func theLockGoesWithItsOwner() throws {
        let directory = TemporaryDirectory()
        do { _ = try RunDirectory(directory.file("run")).path }
        _ = try RunDirectory(directory.file("run"))
    }

    @Test func aFileInTheWayOfTheSocketIsLeftAlone() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("tectrad.sock")
        try Data("mine".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: StartupError.self) { try RunDirectory.clearSocket(path) }
        #expect(error?.description.contains("is in the way") == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test func aStaleSocketIsRemovedAndALivingOneIsNot() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("tectrad.sock")
        _ = socket(at: path, listens: false)
        try RunDirectory.clearSocket(path)
        #expect(access(path, F_OK) != 0)
        let descriptor = socket(at: path, listens: true)
        defer { close(descriptor) }
        let error = #expect(throws: StartupError.self) { try RunDirectory.clearSocket(path) }
        #expect(error?.description.contains("another program listens") == true)
    }

    @Test func anEngineProgramThatIsNotThereIsSaidSo() throws {
        let directory = TemporaryDirectory()
        let configuration = try configuration(directory, "engine: {program: /nowhere/tectra-engine}\n")
        let error = #expect(throws: StartupError.self) {
            _ = try ControlService(configuration, logger: Logger(label: "test"))
        }
        #expect(error?.description.contains("/nowhere/tectra-engine can not be run") == true)
    }

    @Test func anEngineThatEndsAtOnceIsShownWithItsLastWords() throws {
        let directory = TemporaryDirectory()
        let program = directory.file("engine.sh")
        try "#!/bin/sh\necho no room for the books >&2\nexit 3\n".write(
            toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o700)
        let configuration = try configuration(directory, "engine: {program: \(program)}\n")
        let error = #expect(throws: StartupError.self) {
            _ = try ControlService(configuration, logger: Logger(label: "test"))
        }
        #expect(error?.description.contains("no room for the books") == true)
    }

    @Test func aFeedFileThatIsNotThereIsSaidSo() throws {
        let directory = TemporaryDirectory()
        let configuration = try configuration(
            directory, "engine: {program: /bin/true}\nfeed: {file: /nowhere/day.itch}\n")
        let error = #expect(throws: StartupError.self) {
            _ = try ControlService(configuration, logger: Logger(label: "test"))
        }
        #expect(error?.description.contains("tectractl feed generate") == true)
    }

    @Test func theJournalOfTheSessionBeforeIsPutAside() throws {
        let directory = TemporaryDirectory()
        let journal = directory.file("run/journal")
        try FileManager.default.createDirectory(atPath: journal, withIntermediateDirectories: true)
        try Data("frames".utf8).write(to: URL(filePath: journal + "/000001.seg"))
        func start(_ mode: String) throws {
            let settings = try configuration(directory, "mode: \(mode)\nengine: {program: /bin/false}\n")
            _ = try ControlService(settings, logger: Logger(label: "test"))
        }
        let live = #expect(throws: StartupError.self) { try start("live") }
        #expect(live?.description.contains("settle what was open") == true)
        #expect(FileManager.default.fileExists(atPath: journal + "/000001.seg"))
        #expect(throws: StartupError.self) { try start("paper") }
        #expect(!FileManager.default.fileExists(atPath: journal))
        let kept = try FileManager.default.subpathsOfDirectory(atPath: directory.file("run/journals"))
        #expect(kept.contains { $0.hasSuffix("/000001.seg") })
    }

    @Test func aTokenThatOthersCanReadIsRefused() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("token")
        #expect(throws: StartupError.self) { _ = try TokenFile.read(path) }
        try "0123456789abcdef\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o644)
        let error = #expect(throws: StartupError.self) { _ = try TokenFile.read(path) }
        #expect(error?.description.contains("chmod 600") == true)
        chmod(path, 0o600)
        #expect(try TokenFile.read(path).count == 16)
        try "short".write(toFile: path, atomically: false, encoding: .utf8)
        #expect(throws: StartupError.self) { _ = try TokenFile.read(path) }
    }
}
