/// A request packet of MoldUDP64: send these messages again.
///
///     session 10 · first sequence 8 · count 2

public struct MoldRequest: Hashable, Sendable, BitwiseCopyable {
    /// Bytes on the wire.
    public static let size = 20

    public var session: MoldSession
    /// At least 1.
    public var sequence: UInt64
    /// Messages wanted, 1...65534. The server answers with as many as fit a packet.
    public var count: UInt16

    public init(session: MoldSession, sequence: UInt64, count: UInt16) {
        self.session = session
        self.sequence = sequence
        self.count = count
    }

    /// Parses a request as a server receives it.
    public init(_ bytes: UnsafeRawBufferPointer) throws(MoldFault) {
        guard let session = MoldSession(reading: bytes), let sequence = bytes.bigEndian(UInt64.self, at: 10),
            let count = bytes.bigEndian(UInt16.self, at: 18)
        else { throw MoldFault(.header, at: bytes.count) }
        guard bytes.count == Self.size else { throw MoldFault(.trailingBytes, at: Self.size) }
        guard sequence > 0 else { throw MoldFault(.zeroSequence, at: 10) }
        guard !sequence.addingReportingOverflow(UInt64(count)).overflow else {
            throw MoldFault(.sequenceOverflow, at: 10)
        }
        self.init(session: session, sequence: sequence, count: count)
    }

    /// Writes the packet to the front of `bytes`; returns its size, or 0 when there is no room.
    public func write(to bytes: UnsafeMutableRawBufferPointer) -> Int {
        guard bytes.count >= Self.size else { return 0 }
        session.write(to: bytes)
        bytes.putBigEndian(sequence, at: 10)
        bytes.putBigEndian(count, at: 18)
        return Self.size
    }
}
