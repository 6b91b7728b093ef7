/// Finds the libraries that a journal's strategies were: a journal knows them by their SHA-256, so a
/// file is taken for what it is and not for where it lies.
internal import Foundation
internal import Replay
internal import Sandbox
internal import Workers

struct ReplayLibraries {
    /// `NAME=PATH`, from the command line.
    let named: [String: String]
    /// Where else to look.
    let directory: String

    /// The libraries of all lives.
    ///
    /// - Throws: `Exit.cannotRun`, after every one that is missing or another was told.
    func images(of lives: [ReplayedLife]) throws -> [LibraryImage] {
        var images: [Digest: LibraryImage] = [:]
        var complaints: [String] = []
        for name in named.keys.sorted() where !lives.contains(where: { $0.name == name }) {
            complaints.append("--library \(name): the journal has no strategy of that name")
        }
        for life in lives where images[life.library] == nil {
            guard let path = named[life.name] else { continue }
            do throws(WorkerError) {
                let image = try LibraryImage(reading: path)
                // A strategy that was reloaded has several; the one named may be any of them.
                guard !lives.contains(where: { $0.name == life.name && $0.library == image.digest }) else {
                    images[image.digest] = image
                    continue
                }
                complaints.append(
                    "\(life.name): \(path) has SHA-256 \(image.digest), and the journal was made with "
                        + "\(life.library): it is another one, or was built anew since; name the one that ran")
            } catch {
                complaints.append("\(life.name): \(error)")
            }
        }
        search(for: lives, &images)
        for life in lives
        where images[life.library] == nil && named[life.name] == nil {
            complaints.append("\(ReplayError.library(name: life.name, digest: "\(life.library)"))")
        }
        guard complaints.isEmpty else {
            for complaint in Set(complaints).sorted() { Terminal.complain(complaint) }
            throw Exit.cannotRun
        }
        return Array(images.values)
    }

    /// Looks at every `.so` in the directory and two levels below, which is how plugins/ lies.
    private func search(for lives: [ReplayedLife], _ images: inout [Digest: LibraryImage]) {
        guard lives.contains(where: { images[$0.library] == nil }) else { return }
        let manager = FileManager.default
        var folders = [directory]
        for _ in 0..<2 {
            folders += folders.flatMap { folder in
                ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
                    .map { folder + "/" + $0 }
            }
        }
        for path in Set(folders).sorted() {
            for file in (try? manager.contentsOfDirectory(atPath: path)) ?? [] where file.hasSuffix(".so") {
                guard let image = try? LibraryImage(reading: path + "/" + file),
                    lives.contains(where: { $0.library == image.digest })
                else { continue }
                images[image.digest] = image
            }
        }
    }
}
