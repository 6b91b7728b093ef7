/// A program that a test starts and ends as it likes: its own waiting, for Foundation's needs a run loop.
import Foundation
import Glibc

final class Daemon {
    let process: pid_t
    private var status: Int32?

    struct Failure: Error { let code: Int32 }

    /// - Parameter log: a file that takes what it prints, behind what is there.
    init(_ program: String, _ arguments: [String], log: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, nil, &words, environ)
        guard code == 0 else { throw Failure(code: code) }
        self.process = process
    }

    deinit { kill() }

    /// Exit code, or 128 and the signal's number; nil while it runs.
    func ended() -> Int32? {
        if let status { return status }
        var word: Int32 = 0
        guard waitpid(process, &word, WNOHANG) == process else { return nil }
        status = word & 0x7F == 0 ? (word >> 8) & 0xFF : 128 + (word & 0x7F)
        return status
    }

    /// Ends it as by `kill -9`.
    func kill() {
        guard ended() == nil else { return }
        Glibc.kill(process, SIGKILL)
        var word: Int32 = 0
        waitpid(process, &word, 0)
        status = 128 + SIGKILL
    }
}
