/// What a strategy keeps for each instrument, found by its dense id without a hash.
internal import Glibc

/// One `State` for each instrument, made when the instrument is first asked for.
///
///     let states = InstrumentTable { _ in MovingState() }
///     states[tick.instrument].last = tick.time
///
/// After that first time an access is two loads: no allocation, no retain, no run-time check of
/// exclusive access, so keep the table in a `let`. Do not use one element while another access to
/// the same one is going on.
public struct InstrumentTable<State: ~Copyable>: ~Copyable {
    /// Ids are the venue's 16-bit locate codes at most.
    @usableFromInline static var capacity: Int { 1 << 16 }

    @usableFromInline let slots: UnsafeMutablePointer<UnsafeMutablePointer<State>?>
    @usableFromInline let make: (InstrumentID) -> State

    /// - Parameter make: gives the first state of an instrument.
    public init(_ make: @escaping (InstrumentID) -> State) {
        self.make = make
        // Half a megabyte of zeros that the system maps page by page, as they are used.
        let stride = MemoryLayout<UnsafeMutablePointer<State>?>.stride
        guard let memory = calloc(Self.capacity, stride) else { preconditionFailure("out of memory") }
        slots = memory.bindMemory(to: UnsafeMutablePointer<State>?.self, capacity: Self.capacity)
    }

    /// The state of an instrument. The id must be below 65,536, as the host's are.
    // Addressors and not coroutines: an access is the pointer itself, in a debug build too.
    @inlinable
    public subscript(_ id: InstrumentID) -> State {
        @inline(__always) unsafeAddress { UnsafePointer(slot(id)) }
        @inline(__always) nonmutating unsafeMutableAddress { slot(id) }
    }

    /// Calls `body` for every instrument that has a state, by rising id.
    public func visit(_ body: (InstrumentID, inout State) -> Void) {
        for id in 0..<Self.capacity {
            guard let state = slots[id] else { continue }
            body(InstrumentID(UInt32(truncatingIfNeeded: id)), &state.pointee)
        }
    }

    @inlinable @inline(__always)
    func slot(_ id: InstrumentID) -> UnsafeMutablePointer<State> {
        precondition(id.rawValue < 65536, "an instrument id is below 65,536")
        if let state = slots[Int(id.rawValue)] { return state }
        return add(id)
    }

    @inlinable @inline(never)
    func add(_ id: InstrumentID) -> UnsafeMutablePointer<State> {
        let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
        state.initialize(to: make(id))
        slots[Int(id.rawValue)] = state
        return state
    }

    deinit {
        for id in 0..<Self.capacity {
            guard let state = slots[id] else { continue }
            state.deinitialize(count: 1)
            state.deallocate()
        }
        free(slots)
    }
}
