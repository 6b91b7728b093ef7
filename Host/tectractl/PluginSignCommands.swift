/// `tectractl plugin sign` and `plugin verify`: a signature beside a manifest, and whether it is good.
internal import ArgumentParser
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Manifest

/// A folder with a manifest, and the library that it speaks of.
struct SignedFolder {
    let package: LibraryPackage
    let signature: String

    init(_ folder: String) throws {
        let root = URL(filePath: folder).standardizedFileURL
        let libraries = StrategyFolder.libraries(in: root.path)
        guard libraries.count == 1 else {
            let all = libraries.joined(separator: ", ")
            let found = libraries.isEmpty ? "no library (.so)" : "more than one library: \(all)"
            Terminal.complain("\(root.path) has \(found); name the folder with one library and its manifest")
            throw Exit.cannotRun
        }
        package = LibraryPackage(library: root.appending(path: libraries[0]).path)
        signature = root.appending(path: ManifestSignature.fileName).path
        guard !package.path.isEmpty else {
            Terminal.complain("\(root.path) has no manifest.json; tectractl plugin manifest writes one")
            throw Exit.cannotRun
        }
    }
}

struct PluginSign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Signs the manifest in a folder, and with it the library whose SHA-256 it has.",
        discussion: """
            manifest.sig is Ed25519 over the exact bytes of the manifest, in signify's text form: \
            signify -V -p KEY.pub -x manifest.sig -m manifest.json says the same as plugin verify. A manifest that is \
            not the library's is not signed.

            Exit codes: 0 signed; 1 manifest and library contradict each other; 2 a file is missing or can not be read.
            """)
    @Argument(help: "The folder with the library and its manifest.", completion: .directory) var folder: String
    @Option(help: "The secret key.", completion: .file(extensions: ["sec"])) var key: String

    func run() throws {
        try Terminal.run {
            let signed = try SignedFolder(folder)
            let text = try Signing.contents(of: key)
            let key = try Signing.catching(key, Exit.cannotRun) { () throws(SignatureError) in
                try SigningKey(reading: text)
            }
            // A signature that is there already is the one to be replaced.
            let problems = signed.package.problems.filter { !$0.hasPrefix(signed.signature) }
            guard problems.isEmpty, signed.package.manifest != nil else {
                Terminal.complain(problems.joined(separator: "\n"))
                throw Exit.failed
            }
            let signature = try Signing.catching("signing", Exit.failed) { () throws(SignatureError) in
                try key.sign(signed.package.bytes)
            }
            do {
                let text = signature.text(comment: "verify with key \(key.publicKey.id) (\(key.publicKey.comment))")
                try Data(text.utf8).write(to: URL(filePath: signed.signature), options: .atomic)
            } catch {
                Terminal.complain("\(signed.signature): \(error.localizedDescription)")
                throw Exit.cannotRun
            }
            Terminal.print("\(signed.signature): by \(key.publicKey.id)")
        }
    }
}

struct PluginVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Whether a library is its manifest's, and that signed by a trusted key.",
        discussion: """
            Exit codes: 0 it is; 1 it is not, with every reason; 2 a file is missing or can not be read.
            """)
    @Argument(help: "The folder with library, manifest and signature.", completion: .directory) var folder: String
    @Option(help: "A file of public keys; may be given again.", completion: .file(extensions: ["pub"]))
    var trust: [String]
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        let isGood: Bool
        let name, version, sha256, signer, comment: String
        let problems: [String]
    }

    func run() throws {
        try Terminal.run {
            let signed = try SignedFolder(folder)
            var settings = SignatureSettings()
            settings.policy = .required
            settings.trusted = try trust.flatMap { try PublicKey.list(readingFile: $0) }
            var problems = signed.package.problems
            var signer: PublicKey?
            do throws(SignatureError) {
                signer = try signed.package.signer(settings)
            } catch {
                problems.append("\(error)")
            }
            let manifest = signed.package.manifest
            let report = Report(
                isGood: problems.isEmpty, name: manifest?.name ?? "", version: manifest?.version ?? "",
                sha256: signed.package.digest ?? "", signer: signer.map { "\($0.id)" } ?? "",
                comment: signer?.comment ?? "", problems: problems)
            if json { try Terminal.json(report) } else if report.isGood {
                Terminal.print("\(report.name) \(report.version): signed by \(report.signer) (\(report.comment))")
            } else {
                Terminal.complain(problems.joined(separator: "\n"))
            }
            if !report.isGood { throw Exit.failed }
        }
    }
}
