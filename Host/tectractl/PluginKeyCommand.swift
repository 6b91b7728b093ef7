/// `tectractl plugin key …`: the keys that manifests are signed with.
internal import ArgumentParser
internal import Foundation
internal import Manifest

struct PluginKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Makes and shows the keys that manifests are signed with.",
        subcommands: [PluginKeyNew.self, PluginKeyShow.self])
}

struct PluginKeyNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Makes an Ed25519 key: NAME.sec, which nobody else may read, and NAME.pub.",
        discussion: """
            The files are those of OpenBSD's signify, which can use them too. The secret key has no pass phrase: \
            keep it where only who signs can read it. A host trusts what its configuration lists under \
            signatures.trusted.

            Exit codes: 0 made; 2 the files can not be written, or are there already.
            """)
    @Argument(help: "Path of the two files, without their ends.") var name: String
    @Option(help: "What the files say of the key.") var comment: String?

    func run() throws {
        try Terminal.run {
            let (secret, open) = (name + ".sec", name + ".pub")
            for file in [secret, open] where FileManager.default.fileExists(atPath: file) {
                Terminal.complain("\(file) is there already; a key is not written over")
                throw Exit.cannotRun
            }
            let comment = comment ?? URL(filePath: name).lastPathComponent
            let key = try Signing.catching("a key can not be made", Exit.cannotRun) { () throws(SignatureError) in
                try SigningKey(comment: comment)
            }
            guard FileManager.default.createFile(
                atPath: secret, contents: Data(key.text.utf8), attributes: [.posixPermissions: 0o600]),
                FileManager.default.createFile(atPath: open, contents: Data(key.publicKey.text.utf8))
            else {
                Terminal.complain("\(secret) and \(open) can not be written")
                throw Exit.cannotRun
            }
            Terminal.print("\(key.publicKey.id)  \(secret), \(open)")
        }
    }
}

struct PluginKeyShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The numbers and comments of the keys in a file.",
        discussion: "Exit codes: 0 shown; 2 it is not a file of keys.")
    @Argument(help: "A public or a secret key's file.", completion: .file(extensions: ["pub", "sec"])) var file: String
    @Flag(help: "Print JSON.") var json = false

    struct Row: Encodable {
        let id, comment: String
    }

    func run() throws {
        try Terminal.run {
            let text = try Signing.contents(of: file)
            let keys = try Signing.catching(file, Exit.cannotRun) { () throws(SignatureError) in
                if let secret = try? SigningKey(reading: text) { return [secret.publicKey] }
                return try PublicKey.list(text)
            }
            let rows = keys.map { Row(id: "\($0.id)", comment: $0.comment) }
            if json { return try Terminal.json(rows) }
            Terminal.print(rows.map { "\($0.id)  \($0.comment)" }.joined(separator: "\n"))
        }
    }
}

/// What the commands about keys and signatures have in common.
enum Signing {
    static func contents(of file: String) throws -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            Terminal.complain("\(file) can not be read as text")
            throw Exit.cannotRun
        }
        return text
    }

    static func catching<Value>(
        _ what: String, _ code: ExitCode, _ body: () throws(SignatureError) -> Value
    ) throws -> Value {
        do throws(SignatureError) {
            return try body()
        } catch {
            Terminal.complain("\(what): \(error)")
            throw code
        }
    }
}
