/// The one thread that starts workers. A worker dies with the *thread* that started it, so that
/// thread must live as long as the host.
internal import CLinux
internal import Glibc

/// Runs work on a thread that never ends.
final class SpawnThread: @unchecked Sendable {
    static let shared = SpawnThread()

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    /// Guarded by `lock`: the work in hand, nil when there is none.
    private var work: (() -> Void)?
    /// Guarded by `lock`: somebody's work is under way or waiting to be taken.
    private var isTaken = false
    private var isDone = false

    private init() {
        lock = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
        var thread = pthread_t()
        let own = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<SpawnThread>.fromOpaque(argument).takeUnretainedValue().serve() }
                return nil
            }, own)
        pthread_detach(thread)
    }

    private func serve() {
        pthread_mutex_lock(lock)
        while true {
            if let job = work {
                work = nil
                pthread_mutex_unlock(lock)
                job()
                pthread_mutex_lock(lock)
                isDone = true
                pthread_cond_broadcast(changed)
            } else {
                pthread_cond_wait(changed, lock)
            }
        }
    }

    /// Runs `body` there and waits for it.
    func run(_ body: @escaping () -> Void) {
        pthread_mutex_lock(lock)
        while isTaken { pthread_cond_wait(changed, lock) }
        isTaken = true
        isDone = false
        work = body
        pthread_cond_broadcast(changed)
        while !isDone { pthread_cond_wait(changed, lock) }
        isTaken = false
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }
}
