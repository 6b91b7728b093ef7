/// A disk that is soon full: a small tmpfs, where this process may mount one.
import Foundation
import Glibc
import TestSupport

final class SmallDisk {
    private let directory = TemporaryDirectory()
    var path: String { directory.path }

    /// Why none can be made here; nil when one can.
    static let objection: String? = {
        do {
            _ = try SmallDisk(megabytes: 1)
            return nil
        } catch {
            return "\(error)"
        }
    }()

    init(megabytes: Int) throws {
        guard mount("tectra-test", directory.path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            throw LiveHost.Failure(description: "no tmpfs may be mounted here: \(String(cString: strerror(errno)))")
        }
    }

    deinit { umount2(directory.path, Int32(MNT_DETACH)) }
}
