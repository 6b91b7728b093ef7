// The house rules that a machine can check, as tests: sizes, names, headers, imports, left-overs.
import Foundation
import Testing

/// A source file of the repository.
struct SourceFile: Sendable, CustomStringConvertible {
    let path: String
    let lines: [String]
    var description: String { path }

    var name: String { (path as NSString).lastPathComponent }
    /// `Host/Risk/Gate.swift` is of module `Risk`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Host" ? String(parts[1]) : nil
    }
}

enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift, C and header file that git would track, by extension.
    static func sources(_ extensions: Set<String>, under folders: [String]) -> [SourceFile] {
        var found: [SourceFile] = []
        for folder in folders {
            let base = root.appending(path: folder)
            guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { continue }
            for case let url as URL in walk {
                if url.lastPathComponent.hasPrefix(".") || url.lastPathComponent == "build" {
                    walk.skipDescendants()
                    continue
                }
                guard extensions.contains(url.pathExtension),
                    let text = try? String(contentsOf: url, encoding: .utf8)
                else { continue }
                let path = String(url.path.dropFirst(root.path.count + 1))
                found.append(SourceFile(path: path, lines: text.components(separatedBy: "\n")))
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    static let swift = sources(["swift"], under: ["Host", "sdk", "plugins", "Tests"])
    static let c = sources(["c", "h"], under: ["Host", "PluginABI", "plugins", "sdk"])
    static let host = swift.filter { $0.path.hasPrefix("Host/") }
}

@Suite struct Tidy {
    @Test func thereAreSources() {
        #expect(Repository.host.count > 20)
        #expect(Repository.c.count > 4)
    }

    @Test(arguments: [400]) func aFileIsOneIdea(limit: Int) {
        for file in Repository.swift + Repository.c where !file.path.hasPrefix("PluginABI/") {
            #expect(file.lines.count <= limit, "\(file): \(file.lines.count) lines")
        }
    }

    @Test func linesFit() {
        for file in Repository.swift + Repository.c {
            for (index, line) in file.lines.enumerated() where line.count > 120 {
                Issue.record("\(file):\(index + 1): \(line.count) columns")
            }
        }
    }

    @Test func aFileSaysWhyItExists() {
        for file in Repository.swift + Repository.c where file.name != "Package.swift" {
            #expect(file.lines.first?.hasPrefix("//") == true, "\(file) does not begin with a comment that says why")
        }
    }

    @Test func noLeftOvers() {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "not imple" + "mented"]
        for file in Repository.swift + Repository.c {
            for (index, line) in file.lines.enumerated() where words.contains(where: line.contains) {
                Issue.record("\(file):\(index + 1): \(line)")
            }
        }
    }

    @Test func namesSayWhatAThingIs() {
        let vague = /(Manager|Helper|Utils|Utility|Common|Misc)/
        for file in Repository.swift + Repository.c {
            #expect(!file.name.contains(vague), "\(file) has a name that hides what it does")
        }
    }
}
