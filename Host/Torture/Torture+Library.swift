/// Attack 40: a library that changes between the check and the load, and one that is loaded again from the same path.
/// What was hashed is what runs, and what is at the path now is what a new load runs.
internal import Glibc
internal import Workers

extension Torture {
    func replacedLibraries() -> [Outcome] {
        let path = plan.scratch + "/strategy.so"
        defer { unlink(path) }
        let (one, two) = ("\(plan.libraries)/40-version-one.so", "\(plan.libraries)/40-version-two.so")
        func says(_ version: String, _ name: String, _ expected: Sight = .lives) -> Probe {
            Probe("40-version", name, at: .running, expected) {
                $0.shortfall = { seen in
                    expected == .lives && !seen.said("version \(version)") ? "another version ran" : nil
                }
            }
        }
        var outcomes: [Outcome] = []
        // The file is hashed and sealed, then it is another.
        for (name, change) in [("renamed over", Self.rename), ("written over", Self.overwrite)] {
            let probe = says("one", "\(name) after the check")
            guard Self.copy(one, path), let image = try? LibraryImage(reading: path), change(two, path) else {
                outcomes.append(.skipped(probe, "\(path) can not be written"))
                continue
            }
            outcomes.append(attempt(probe, image: image) { $0.library = path })
        }
        // The same path again: the new code runs, under its own digest.
        outcomes.append(attempt(says("two", "loaded again from the same path")) { $0.library = path })
        // The digest that was agreed on is not that of the file.
        if let agreed = try? LibraryImage(reading: one).digest {
            outcomes.append(
                attempt(says("", "another than was agreed on", .refused("it was replaced"))) {
                    $0.library = path
                    $0.expectedDigest = agreed
                })
        }
        return outcomes
    }

    private static func rename(_ from: String, _ path: String) -> Bool {
        copy(from, path + ".new") && Glibc.rename(path + ".new", path) == 0
    }

    /// In place: the same inode has other bytes.
    private static func overwrite(_ from: String, _ path: String) -> Bool { copy(from, path) }

    private static func copy(_ from: String, _ path: String) -> Bool {
        let source = open(from, O_RDONLY | O_CLOEXEC)
        let target = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        defer {
            close(source)
            close(target)
        }
        guard source >= 0, target >= 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &bytes, bytes.count)
            if count <= 0 { return count == 0 }
            guard write(target, bytes, count) == count else { return false }
        }
    }
}
