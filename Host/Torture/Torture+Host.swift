/// Attack 35: a worker that wants to outlive its host. A host of its own is started, with a worker that has tried to
/// renounce its parent-death signal, and killed.
internal import CLinux
internal import Glibc
internal import Sandbox
internal import SharedMemory
internal import Workers

extension Torture {
    func hostsEnd() -> [Outcome] {
        // Every worker of the suite is asked for by a thread that has ended since.
        let asked = Probe("12-own-filter", "no-death-signal", at: .initializing, .held) { $0.events = 200 }
        let dies = Probe("12-own-filter", "no-death-signal", at: .initializing, .signal(9))
        var outcomes = [attempt(asked)]
        guard let rig = plan.rig else { return outcomes + [.skipped(dies, "tectra-rig is not there")] }
        outcomes.append(judge(dies, killedHost(rig, "\(plan.libraries)/\(dies.library).so", dies.variant)))
        return outcomes
    }

    /// Starts a host with one worker, kills it, and sees what becomes of the worker.
    private func killedHost(_ rig: String, _ library: String, _ variant: String) -> Observation {
        var seen = Observation()
        // The orphan becomes a child of this process: so its end can be seen as the kernel tells it.
        guard tectra_adopt_orphans(1) == 0 else {
            seen.text = "orphans can not be adopted: \(String(cString: strerror(errno)))"
            return seen
        }
        defer { _ = tectra_adopt_orphans(0) }
        guard let host = RigHost(rig, [plan.worker, library, variant], processor: stage.processors.attackers) else {
            seen.text = "a host could not be started: \(String(cString: strerror(errno)))"
            return seen
        }
        let patience = tectra_clock_monotonic() &+ 10_000_000_000
        var worker: Int32?
        while worker == nil, tectra_clock_monotonic() < patience {
            stage.pause()
            worker = host.worker()
        }
        guard let worker, worker > 1 else {
            seen.text = "the host did not start a worker"
            return seen
        }
        let pidfd = tectra_open_process(worker)
        defer { close(pidfd) }
        let killed = tectra_clock_monotonic()
        host.end()
        var exit = tectra_exit()
        while tectra_clock_monotonic() &- killed < 1_000_000_000, exit.code == 0 {
            stage.pause()
            // Until it is this process's child there is nothing to reap.
            _ = tectra_reap(pidfd, &exit)
        }
        let spent = (tectra_clock_monotonic() &- killed) / 1000
        if exit.code == 0 {
            seen.text = "the worker lives 1 s after its host"
            _ = tectra_signal_process(pidfd, SIGKILL)
            while exit.code == 0, tectra_reap(pidfd, &exit) == 0 { tectra_await_end(pidfd, 10_000_000) }
        } else {
            seen.sight = .signal(exit.status)
            seen.text = "gone \(spent) us after its host"
        }
        return seen
    }
}

/// A host of its own: tectra-rig with one worker, which says the worker's process id and waits.
private struct RigHost: ~Copyable {
    private let pidfd: Int32
    private let said: Int32

    init?(_ rig: String, _ words: [String], processor: Int32) {
        let program = tectra_open_readable(rig)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        var ends: (read: Int32, write: Int32) = (-1, -1)
        guard program >= 0, null >= 0, tectra_small_pipe(&ends.read, &ends.write, 4096) == 0 else { return nil }
        defer { for descriptor in [program, null, ends.write] { close(descriptor) } }
        let texts = ([rig, "host"] + words).map { strdup($0) }
        defer { for text in texts { free(text) } }
        let arguments = texts.map { UnsafePointer($0) } + [nil], environment: [UnsafePointer<CChar>?] = [nil]
        let descriptors = [null, ends.write, null]
        var result = tectra_spawn_result()
        arguments.withUnsafeBufferPointer { arguments in
            environment.withUnsafeBufferPointer { environment in
                descriptors.withUnsafeBufferPointer { descriptors in
                    var request = tectra_spawn_request(
                        program: program, arguments: arguments.baseAddress, environment: environment.baseAddress,
                        descriptors: descriptors.baseAddress, descriptor_count: 3, limits: nil, limit_count: 0,
                        namespaces: 0, network: .absent, group: -1, joins: nil, join_count: 0, processor: processor)
                    _ = tectra_spawn(&request, &result)
                }
            }
        }
        guard result.stage == TECTRA_SPAWN_OK else {
            close(ends.read)
            return nil
        }
        (pidfd, said) = (result.pidfd, ends.read)
    }

    deinit {
        end()
        close(pidfd)
        close(said)
    }

    /// The worker's process id, once it is said; never waits.
    func worker() -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(said, &bytes, bytes.count)
        return count > 0 ? Int32(String(decoding: bytes.prefix(count), as: UTF8.self).filter(\.isNumber)) : nil
    }

    /// Kills the host and reaps it.
    func end() {
        _ = tectra_signal_process(pidfd, SIGKILL)
        var exit = tectra_exit()
        while tectra_reap(pidfd, &exit) == 0, exit.code == 0 { tectra_await_end(pidfd, 10_000_000) }
    }
}
