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

    /// The libraries of all deployments.
    ///
    /// - Throws: `Exit.cannotRun`, after every one that is missing or another was told.
    func images(of deployments: [ReplayDeployment]) throws -> [LibraryImage] {
        var images: [Digest: LibraryImage] = [:]
        var complaints: [String] = []
        for name in named.keys.sorted() where !deployments.contains(where: { $0.name == name }) {
            complaints.append("--library \(name): the journal has no strategy of that name")
        }
        for deployment in deployments where images[deployment.library] == nil {
            guard let path = named[deployment.name] else { continue }
            do throws(WorkerError) {
                let image = try LibraryImage(reading: path)
                // A strategy that was reloaded has several; the one named may be any of them.
                guard !deployments.contains(where: { $0.name == deployment.name && $0.library == image.digest }) else {
                    images[image.digest] = image
                    continue
                }
                complaints.append(
                    "\(deployment.name): \(path) has SHA-256 \(image.digest), and the journal was made with "
                        + "\(deployment.library): it is another one, or was built anew since; name the one that ran")
            } catch {
                complaints.append("\(deployment.name): \(error)")
            }
        }
        search(for: deployments, &images)
        for deployment in deployments
        where images[deployment.library] == nil && named[deployment.name] == nil {
            complaints.append("\(ReplayError.library(name: deployment.name, digest: "\(deployment.library)"))")
        }
        guard complaints.isEmpty else {
            for complaint in Set(complaints).sorted() { Terminal.complain(complaint) }
            throw Exit.cannotRun
        }
        return Array(images.values)
    }

    /// Looks at every `.so` in the directory and two levels below, which is how plugins/ lies.
    private func search(for deployments: [ReplayDeployment], _ images: inout [Digest: LibraryImage]) {
        guard deployments.contains(where: { images[$0.library] == nil }) else { return }
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
                    deployments.contains(where: { $0.library == image.digest })
                else { continue }
                images[image.digest] = image
            }
        }
    }
}
