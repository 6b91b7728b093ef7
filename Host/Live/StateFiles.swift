/// Saved states on the disk: one file a strategy, replaced as a whole, so that there always is one.
internal import Glibc
internal import Workers

struct StateFiles {
    /// `state` in the run directory.
    let directory: String

    init(in runDirectory: String) {
        directory = runDirectory + "/state"
        mkdir(directory, 0o700)
    }

    private func path(_ name: String) -> String { "\(directory)/\(name).state" }

    /// - Returns: why it could not be written; nil when it was.
    func write(_ envelope: StateEnvelope) -> String? {
        let (path, new) = (path(envelope.name), path(envelope.name) + ".new")
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return "\(new): \(String(cString: strerror(errno)))" }
        let bytes = envelope.bytes
        let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        guard written == bytes.count, rename(new, path) == 0 else {
            return "\(path): \(String(cString: strerror(errno)))"
        }
        return nil
    }

    /// The last state of a strategy; nil when there is none, or what there is is damaged.
    func read(_ name: String) -> StateEnvelope? {
        let file = open(path(name), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_size > 0,
            facts.st_size <= StateTray.stateMax + StateEnvelope.headSize
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        guard Glibc.read(file, &bytes, bytes.count) == bytes.count else { return nil }
        return StateEnvelope(bytes)
    }
}
