/// Reading a whole journal to see that it is whole, and what its root is.

/// What a walk over a journal found.
public struct JournalVerification: Sendable {
    public private(set) var segments = 0
    public private(set) var frames: UInt64 = 0
    public private(set) var inputs: UInt64 = 0
    public private(set) var outputs: UInt64 = 0
    public private(set) var notes: UInt64 = 0
    public private(set) var bytes: UInt64 = 0
    /// Of the first and last input.
    public private(set) var firstSequence: UInt64 = 0
    public private(set) var lastSequence: UInt64 = 0
    /// Frames by template id of their record.
    public private(set) var templates: [UInt16: UInt64] = [:]
    /// Root of the Merkle tree over all inputs and outputs, in hexadecimal.
    public private(set) var root = ""
    public private(set) var end = JournalEnd.clean
    /// What is wrong; empty when nothing is.
    public private(set) var problems: [String] = []

    public var isClean: Bool { problems.isEmpty }

    /// Walks the journal in a directory.
    ///
    /// - Parameter progress: called now and then with the frames so far.
    /// - Throws: when there is no journal to walk. Damage is in `problems`.
    public init(_ directory: String, progress: (UInt64) -> Void = { _ in }) throws(JournalError) {
        var reader = try JournalReader(directory)
        var tree = MerkleTree()
        do throws(JournalError) {
            while let frame = try reader.next() {
                count(frame)
                if frame.kind != .note { tree.append(frame.leaf) }
                if frames & 0xFFFF == 0 { progress(frames) }
            }
        } catch {
            problems.append("\(error)")
        }
        segments = reader.segment
        end = reader.end
        root = tree.root.hexadecimal
        if case .torn(let path, let offset) = end {
            problems.append("\(path) ends inside a frame at byte \(offset): the engine died while it wrote")
        }
    }

    private mutating func count(_ frame: JournalFrame) {
        frames += 1
        bytes += UInt64(frame.leaf.count + 4)
        templates[frame.template, default: 0] += 1
        switch frame.kind {
        case .note: notes += 1
        case .output:
            outputs += 1
            if frame.sequence != lastSequence {
                problems.append(
                    "segment \(frame.segment), byte \(frame.offset): output of input \(frame.sequence) "
                        + "behind input \(lastSequence)")
            }
        case .input:
            if inputs == 0 {
                firstSequence = frame.sequence
            } else if frame.sequence != lastSequence + 1 {
                problems.append(
                    "segment \(frame.segment), byte \(frame.offset): input \(frame.sequence) "
                        + "behind input \(lastSequence)")
            }
            inputs += 1
            lastSequence = frame.sequence
        }
    }
}
