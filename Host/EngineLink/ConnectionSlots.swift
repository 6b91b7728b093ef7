/// The open connections of a server, in numbered places; one that fails is taken out at once.
internal import Glibc

struct ConnectionSlots: ~Copyable {
    private static let count = LinkServer.connectionsMax
    private let places: UnsafeMutablePointer<LinkConnection>
    private var taken: UInt64 = 0
    /// Places not yet looked at in this round of reading.
    private var unread: UInt64 = 0

    init() {
        places = .allocate(capacity: Self.count)
    }

    deinit {
        for slot in 0..<Self.count where taken & (1 << UInt64(slot)) != 0 { (places + slot).deinitialize(count: 1) }
        places.deallocate()
    }

    /// Takes a connection on; when all places are taken it is closed.
    mutating func add(_ connection: consuming LinkConnection) {
        guard ~taken != 0 else { return }
        let slot = (~taken).trailingZeroBitCount
        (places + slot).initialize(to: connection)
        taken |= 1 << UInt64(slot)
        unread |= 1 << UInt64(slot)
    }

    mutating func remove(_ slot: Int) {
        let bit: UInt64 = 1 << UInt64(slot)
        guard taken & bit != 0 else { return }
        (places + slot).deinitialize(count: 1)
        taken &= ~bit
        unread &= ~bit
    }

    /// The place of a connection by its number; nil when it is gone.
    func index(of number: UInt64) -> Int? {
        var rest = taken
        while rest != 0 {
            let slot = rest.trailingZeroBitCount
            rest &= rest &- 1
            if places[slot].number == number { return slot }
        }
        return nil
    }

    func number(of slot: Int) -> UInt64 { places[slot].number }
    func process(of slot: Int) -> Int32 { places[slot].process }

    /// The next place to read from; nil once every one has said that it has nothing, and then the
    /// next call begins anew.
    mutating func nextReadable() -> Int? {
        guard unread != 0 else {
            unread = taken
            return nil
        }
        return unread.trailingZeroBitCount
    }

    /// This one has nothing more for now.
    mutating func pass(_ slot: Int) {
        unread &= ~(1 << UInt64(slot))
    }

    mutating func read(_ slot: Int, into buffer: UnsafeMutableRawBufferPointer) -> LinkConnection.Reading {
        // What a connection still sends after it was cut off is not looked at.
        places[slot].isClosing ? .nothing : places[slot].read(into: buffer)
    }

    mutating func send(_ slot: Int, _ packet: [UInt8]) {
        if !places[slot].send(packet) { remove(slot) }
    }

    /// Sends a last packet and ends the connection, at once or when the packet is gone.
    mutating func close(_ slot: Int, after packet: [UInt8]) {
        places[slot].isClosing = true
        send(slot, packet)
    }

    var hasPending: Bool {
        var rest = taken
        while rest != 0 {
            if places[rest.trailingZeroBitCount].hasPending { return true }
            rest &= rest &- 1
        }
        return false
    }

    mutating func flush() {
        var rest = taken
        while rest != 0 {
            let slot = rest.trailingZeroBitCount
            rest &= rest &- 1
            if places[slot].hasPending, !places[slot].flush() { remove(slot) }
        }
    }

    /// Adds what to wait for: something to read, and room where something waits to be sent.
    func addInterests(to set: inout [pollfd]) {
        var rest = taken
        while rest != 0 {
            let slot = rest.trailingZeroBitCount
            rest &= rest &- 1
            let events = (places[slot].isClosing ? 0 : POLLIN) | (places[slot].hasPending ? POLLOUT : 0)
            set.append(pollfd(fd: places[slot].descriptor, events: Int16(events), revents: 0))
        }
    }
}
