/// Whose signature a host wants under a strategy's manifest.
public import EngineLink
public import Manifest
internal import Yams

public enum SignaturePolicy: String, Equatable, Sendable, CaseIterable {
    /// Nobody looks at signatures.
    case off
    /// A signature that is there must be good and by a trusted key.
    case optional
    /// Nothing is started without one.
    case required
}

public struct SignatureSettings: Equatable, Sendable {
    public var policy = SignaturePolicy.off
    public var trusted: [PublicKey] = []

    public init() {}
}

extension HostConfiguration {
    mutating func readSignatures(_ section: ConfigurationSection, _ paths: PathBase) {
        section.choice("policy", SignaturePolicy.self).map { signatures.policy = $0 }
        for node in section.list("trusted") ?? [] {
            guard let file = node.scalar?.string else {
                section.list.add(node.mark?.line, "signatures.trusted: a file's path is a word")
                continue
            }
            do {
                signatures.trusted += try PublicKey.list(readingFile: paths.absolute(file))
            } catch {
                section.list.add(node.mark?.line, "signatures.trusted: \(error)")
            }
        }
        if signatures.policy != .off, signatures.trusted.isEmpty, section.list.problems.isEmpty {
            section.list.add(section.line, "signatures.trusted: name at least one file with a public key")
        }
    }
}

extension PublicKey {
    /// All keys of the file at `path`.
    public static func list(readingFile path: String) throws(ConfigurationError) -> [PublicKey] {
        let text = try ConfigurationSection.contents(of: path)
        do throws(SignatureError) {
            return try list(text)
        } catch {
            throw ConfigurationError(file: path, [ConfigurationProblem(line: 0, "\(error)")])
        }
    }
}
