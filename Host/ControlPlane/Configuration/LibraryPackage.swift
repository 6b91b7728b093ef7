/// A library and what lies beside it: manifest and signature, as they are on the disk.
public import EngineLink
internal import Foundation
public import Manifest

public struct LibraryPackage: Sendable {
    /// Hexadecimal SHA-256 of the library; nil when it can not be read.
    public let digest: String?
    /// The manifest's file; empty when there is none.
    public private(set) var path = ""
    /// Its exact bytes, which a signature is over.
    public private(set) var bytes: [UInt8] = []
    public private(set) var manifest: Manifest?
    public private(set) var signature: ManifestSignature?
    /// What is wrong with the files themselves, and where the manifest is not the library's.
    public private(set) var problems: [String] = []

    /// - Parameter library: absolute path.
    public init(library: String) {
        digest = FileManager.default.contents(atPath: library).map { Manifest.digest(of: Array($0)) }
        guard let path = Manifest.path(beside: library) else { return }
        self.path = path
        do throws(ConfigurationError) {
            let text = try ConfigurationSection.contents(of: path)
            bytes = Array(text.utf8)
            manifest = try Manifest(parsing: text, file: path)
        } catch {
            problems += error.description.split(separator: "\n").map(String.init)
        }
        if let manifest, let digest { problems += manifest.differences(sha256: digest) }
        readSignature()
    }

    private mutating func readSignature() {
        let file = URL(filePath: path).deletingLastPathComponent().appending(path: ManifestSignature.fileName).path
        guard FileManager.default.fileExists(atPath: file) else { return }
        do {
            signature = try ManifestSignature(reading: try ConfigurationSection.contents(of: file))
        } catch {
            problems.append("\(file): \(error)")
        }
    }

    /// Who signed it, as far as these settings want to know.
    ///
    /// - Returns: the key; nil when nobody looked, or there is none and none is needed.
    public func signer(_ settings: SignatureSettings) throws(SignatureError) -> PublicKey? {
        guard settings.policy != .off else { return nil }
        guard let signature else {
            guard settings.policy == .required else { return nil }
            let missing =
                path.isEmpty ? "no manifest lies beside the library" : "no \(ManifestSignature.fileName) lies beside it"
            throw SignatureError("this host runs only what is signed: \(missing)")
        }
        return try signature.verify(bytes, trusting: settings.trusted)
    }
}
