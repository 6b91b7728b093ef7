/// `engine.conf` as text: written whole, read with every mistake told at once.
internal import Glibc

extension EngineConfiguration {
    /// Name of the file in the run directory.
    public static let fileName = "engine.conf"

    /// One line a setting, all of them.
    public var text: String {
        var text = "# Written by tectrad from the host's configuration; read by tectra-engine at its start.\n"
        for setting in EngineSetting.all { text += "\(setting.key) = \(setting.write(self))\n" }
        return text
    }

    /// Reads the text of a file. `#` begins a comment line; what is not said keeps its default.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: every problem with its line.
    public init(parsing text: String, file: String = fileName) throws(ConfigurationError) {
        self.init()
        var problems: [ConfigurationProblem] = []
        var lineOf: [String: Int] = [:]
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = index + 1
            let content = Self.trimmed(raw)
            guard !content.isEmpty, !content.hasPrefix("#") else { continue }
            guard let equals = content.firstIndex(of: "=") else {
                problems.append(ConfigurationProblem(line: line, "\"\(content)\" is not key = value"))
                continue
            }
            let key = Self.trimmed(content[..<equals])
            let value = Self.trimmed(content[content.index(after: equals)...])
            guard let setting = EngineSetting.all.first(where: { $0.key == key }) else {
                let hint = Spelling.hint(for: key, among: EngineSetting.all.map(\.key))
                problems.append(ConfigurationProblem(line: line, "\"\(key)\" is not a setting\(hint)"))
                continue
            }
            if let earlier = lineOf[key] {
                problems.append(ConfigurationProblem(line: line, "\(key) was set in line \(earlier) already"))
                continue
            }
            lineOf[key] = line
            if let objection = setting.read(&self, value) {
                problems.append(ConfigurationProblem(line: line, "\(key): \(objection)"))
            }
        }
        if !directory.hasPrefix("/") {
            problems.append(
                ConfigurationProblem(line: lineOf["directory"] ?? 0, "directory: give an absolute path"))
        }
        if let contradiction = feedContradiction {
            problems.append(ConfigurationProblem(line: lineOf["feed-line-a"] ?? 0, "feed: \(contradiction)"))
        }
        guard problems.isEmpty else { throw ConfigurationError(file: file, problems) }
    }

    /// Reads the file at `path`.
    public init(readingFile path: String) throws(ConfigurationError) {
        guard let bytes = Self.contents(of: path) else {
            let reason = String(cString: strerror(errno))
            throw ConfigurationError(file: path, [ConfigurationProblem(line: 0, "can not be read: \(reason)")])
        }
        try self.init(parsing: String(decoding: bytes, as: UTF8.self), file: path)
    }

    /// The paths of what lies in the run directory.
    public var socketPath: String { directory + "/engine.sock" }
    public var telemetryPath: String { directory + "/telemetry.shm" }
    public var controlPath: String { directory + "/control.shm" }
    public var journalDirectory: String { directory + "/journal" }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }

    private static func trimmed(_ text: String) -> String { trimmed(text[...]) }

    /// At most 1 MiB; a configuration is a page.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: chunk[..<count])
        }
        errno = EFBIG
        return nil
    }
}
