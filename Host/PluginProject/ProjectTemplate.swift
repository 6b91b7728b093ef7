/// A project to begin a strategy from: real files of the SDK that build as they are, copied with another name.
public import Foundation

public enum ProjectLanguage: String, CaseIterable, Sendable {
    case swift, c
}

public struct ProjectTemplate: Sendable {
    public let sdk: SDK
    public let language: ProjectLanguage

    public init(_ language: ProjectLanguage, of sdk: SDK) {
        self.language = language
        self.sdk = sdk
    }

    /// Products of a build, should somebody have built the template itself.
    private static let products: Set<String> = [".build", "lib", "Package.resolved"]

    /// Writes the project.
    ///
    /// - Parameter directory: the project's own folder; it is made, and must be empty if it is there.
    /// - Returns: paths of the files inside it, in order.
    public func write(_ name: ProjectName, to directory: URL) throws(ProjectError) -> [String] {
        try check(directory)
        let files = try list()
        for file in files {
            let source = root.appending(path: file)
            let target = directory.appending(path: renamed(file, name))
            do {
                try FileManager.default.createDirectory(
                    at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                let text = try String(contentsOf: source, encoding: .utf8)
                try rewritten(text, of: file, name).write(to: target, atomically: false, encoding: .utf8)
                let facts = try FileManager.default.attributesOfItem(atPath: source.path)
                if let permissions = facts[.posixPermissions] {
                    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: target.path)
                }
            } catch {
                throw .file(target.path, reason: error.localizedDescription)
            }
        }
        return files.map { renamed($0, name) }
    }

    private var root: URL { URL(filePath: sdk.path).appending(path: "templates/\(language.rawValue)") }

    /// Refuses what a build tool could not be told, and what would be written over.
    private func check(_ directory: URL) throws(ProjectError) {
        let unspeakable = Set<Character>(language == .c ? " \t\n$#:%\"'\\" : "\n\"\\")
        guard !sdk.path.contains(where: unspeakable.contains) else {
            throw .path(sdk.path, reason: "has a character that a build file can not name; move the SDK")
        }
        let present = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: directory.path, isDirectory: &isFolder)
        guard !isThere || (isFolder.boolValue && present.isEmpty) else { throw .exists(directory.path) }
    }

    private func list() throws(ProjectError) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: root.path) else {
            throw .notAnSDK(sdk.path, missing: "templates/\(language.rawValue)")
        }
        var files: [String] = []
        while let path = walk.nextObject() as? String {
            if Self.products.contains(path) {
                walk.skipDescendants()
            } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                files.append(path)
            }
        }
        guard !files.isEmpty else { throw .notAnSDK(sdk.path, missing: "templates/\(language.rawValue)") }
        return files.sorted()
    }

    // MARK: - Names

    private func renamed(_ path: String, _ name: ProjectName) -> String {
        path == "gitignore" ? ".gitignore" : path.replacing("MyStrategy", with: name.type)
    }

    private func rewritten(_ text: String, of file: String, _ name: ProjectName) -> String {
        let named = text.replacing("MyStrategy", with: name.type).replacing("my-strategy", with: name.text)
        let buildFiles: Set<String> = ["Package.swift", "Makefile", "CMakeLists.txt"]
        return buildFiles.contains(file) ? named.replacing("../..", with: sdk.path) : named
    }
}
