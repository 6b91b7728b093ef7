/// A value that one process keeps writing and others may read at any time, without either waiting.
internal import CLinux
internal import Synchronization

/// A version word, odd while a write is under way, then the value.
///
/// The value is of plain numbers only: a reader may see any bits before it knows that they are
/// whole.
public struct SeqlockCell<Value: BitwiseCopyable>: @unchecked Sendable {
    private let version: SharedWord
    private let value: UnsafeMutableRawPointer

    /// Bytes from one cell to the next: whole pairs of cache lines.
    public static var stride: Int { (64 + MemoryLayout<Value>.size + 127) & ~127 }

    /// - Parameter address: 64-byte aligned, in memory that outlives the cell.
    public init(at address: UnsafeMutableRawPointer) {
        version = SharedWord(at: address)
        value = address + 64
    }

    /// Writes the value. For the one writer.
    public func write(_ new: Value) {
        let before = version.load() | 1
        version.store(before)
        atomicMemoryFence(ordering: .acquiringAndReleasing)
        withUnsafeBytes(of: new) { bytes in
            if let source = bytes.baseAddress { tectra_copy_in(value, source, bytes.count) }
        }
        version.storeReleasing(before &+ 1)
    }

    /// The value, or nil when it was never written, or when every one of some thousand looks met
    /// a write: the writer may have died in one.
    public func read() -> Value? {
        withUnsafeTemporaryAllocation(
            byteCount: MemoryLayout<Value>.size, alignment: MemoryLayout<Value>.alignment
        ) { copy in
            guard let target = copy.baseAddress else { return nil }
            for _ in 0..<4_096 {
                let before = version.loadAcquiring()
                if before == 0 { return nil }
                if before & 1 == 0 {
                    tectra_copy_out(target, value, copy.count)
                    atomicMemoryFence(ordering: .acquiring)
                    if version.load() == before { return target.load(as: Value.self) }
                }
                tectra_pause()
            }
            return nil
        }
    }
}
