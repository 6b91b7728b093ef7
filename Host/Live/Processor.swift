/// A thread takes the processor that it was configured for.
internal import CLinux
internal import Glibc

enum Processor {
    /// Binds the calling thread to a processor; -1 leaves it to the system. One that is not there is not worth ending a
    /// host for: the log says so, and the thread runs where it may.
    static func take(_ processor: Int, for thread: String) {
        guard processor >= 0 else { return }
        let code = tectra_pin_thread(Int32(clamping: processor))
        guard code != 0 else { return }
        Log.warning(
            "processor \(processor) can not be had for \(thread): \(String(cString: strerror(code))); "
                + "the system chooses")
    }
}
