/// Where a worker was when it ended: the last event it was given, and the place in the strategy's library that
/// faulted. The worker itself tells it, so it is bounded, looked up in the sealed copy, and called what it is.
internal import CLinux

/// What a worker said of its own fault.
public struct FaultAccount: Hashable, Sendable, CustomStringConvertible {
    /// Sequence of the event it was handling.
    public let event: UInt64
    /// The address it touched; of a refused call its number.
    public let address: UInt64
    /// Where in the library; nil when the fault was outside it.
    public let place: LibraryPlace?
    /// The place in the library that called what faulted: the nearest return address on the stack.
    public let caller: LibraryPlace?

    public var description: String {
        var parts: [String] = []
        if let place { parts.append("in \(place)") }
        let from = place == nil ? "outside the library, called from" : "called from"
        if let caller { parts.append("\(from) \(caller)") }
        return parts.isEmpty ? "outside the library" : parts.joined(separator: ", ")
    }

    /// - Parameters:
    ///   - report: the worker's words, copied out.
    ///   - signal: what the kernel says ended it, SIGABRT for abort(); an account of anything else is none.
    init?(_ report: tectra_fault, signal: Int32, in image: LibraryImage) {
        guard signal != 0, report.signal == UInt64(clamping: signal) else { return nil }
        event = report.event
        address = report.address
        place = Self.place(report.instruction, in: image)
        // A return address is behind the call, which may be the last of its function. Not every word that looks like
        // one is: some linkers put constants beside the code. The first that lies in a function is taken.
        let words = [report.callers.0, report.callers.1, report.callers.2, report.callers.3]
        let places = words.compactMap { $0 == 0 ? nil : Self.place($0 &- 1, in: image) }
        caller = places.first { $0.function != nil } ?? places.first
    }

    private static func place(_ offset: UInt64, in image: LibraryImage) -> LibraryPlace? {
        // No library is larger in memory; whatever says so is no place in it.
        guard offset < UInt64(LibraryImage.sizeMax) * 4 else { return nil }
        return image.place(of: offset)
    }
}
