/// Why a project can not be written, in words that say what to do.

public enum ProjectError: Error, Equatable, CustomStringConvertible {
    case name(String)
    case noSDK(looked: [String])
    case notAnSDK(String, missing: String)
    case exists(String)
    case path(String, reason: String)
    case file(String, reason: String)

    public var description: String {
        switch self {
        case .name(let text):
            "\"\(text)\" is no name for a strategy: use 1 to 39 of a-z, 0-9 and single dashes, a letter first, "
                + "such as mean-reversion"
        case .noSDK(let looked):
            "the SDK was not found in " + looked.joined(separator: ", ")
                + "; unpack tectra-sdk-….tar.gz (make sdk) and name it with --sdk or TECTRA_SDK"
        case .notAnSDK(let path, let missing): "\(path) is not a Tectra SDK: it has no \(missing)"
        case .exists(let path): "\(path) is there already and not empty; choose another name or another --dir"
        case .path(let path, let reason): "\(path): \(reason)"
        case .file(let path, let reason): "\(path): \(reason)"
        }
    }
}
