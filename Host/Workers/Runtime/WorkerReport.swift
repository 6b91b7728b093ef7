/// The worker's own page beside its rings, as the worker writes it: where it is in its life, and
/// why it ended.
internal import Glibc
internal import SharedMemory

/// Writes progress, phase and failure where the host can see them.
struct WorkerReport {
    let base: UnsafeMutableRawPointer

    private func word(_ offset: Int) -> SharedWord { SharedWord(at: base + offset) }

    func store(_ value: UInt64, at offset: Int) { word(offset).storeReleasing(value) }

    /// Only this thread writes the words, so a plain read before the store is enough.
    func increment(_ offset: Int) { store(word(offset).load() &+ 1, at: offset) }

    func enter(_ phase: UInt64) { store(phase, at: ReportWord.phase) }

    func describe(_ facts: DescriptorFacts) {
        (base + ReportWord.descriptor).storeBytes(of: facts, as: DescriptorFacts.self)
    }

    /// Says why and ends the process, without running anybody's exit handlers.
    func fail(_ text: String, _ code: Int32) -> Never {
        var copy = text
        copy.withUTF8 { bytes in
            let kept = min(bytes.count, ReportWord.failureCapacity - 1)
            let place = base + ReportWord.failure
            if let start = bytes.baseAddress { memcpy(place, start, kept) }
            place.storeBytes(of: 0, toByteOffset: kept, as: UInt8.self)
        }
        enter(WorkerPhase.failed)
        _exit(code)
    }
}
