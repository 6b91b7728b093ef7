/// The order ring: one worker to the host, the only way in which untrusted bytes reach it.
///
/// The memory is the worker's: it can write anything there at any time, indices too. The host maps
/// it read-only and believes none of it. Its own index and its idea of the worker's are private;
/// every shared word is read once; a slot is copied once, then checked, and only the copy is used.
/// The first thing that cannot be is final: the ring stays corrupt and the worker is to be ended.

public enum OrderRing {
    /// Fewest slots of a ring.
    public static let slotsMin = 16
}

/// What a look into the order ring gave the host.
public enum OrderRead {
    /// A request, checked and private: its bytes stay as they are until the next look.
    case request(Request)
    case empty
    /// The worker broke the protocol, now or earlier. There is no way back.
    case corrupt(OrderCorruption)
}

/// A request in the host's own memory, with a header that was checked against the contract. What
/// its fields say is still only the strategy's wish.
@frozen
public struct Request {
    /// The whole record, of the size that belongs to its template. 8-byte aligned.
    public let record: UnsafeRawBufferPointer
    /// TECTRA_SUBMIT … TECTRA_STATE_OUT.
    public let template: UInt16
    /// The worker's own count, rising by one without a gap.
    public let sequence: UInt64

    @inlinable
    init(record: UnsafeRawBufferPointer, template: UInt16, sequence: UInt64) {
        self.record = record
        self.template = template
        self.sequence = sequence
    }
}
