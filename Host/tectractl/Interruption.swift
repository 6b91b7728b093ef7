/// Ctrl-C as a wish to end with a summary: the first is noted, and a second ends the process as always.
internal import Dispatch
internal import Glibc
internal import Synchronization

final class Interruption: Sendable {
    private let flag = Atomic(false)

    init() {
        // A handler may do next to nothing, so the signal is taken by a source, and the default is put back at once.
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [self] in
            flag.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
            source.cancel()
        }
        source.resume()
    }

    var hasCome: Bool { flag.load(ordering: .relaxed) }
}
