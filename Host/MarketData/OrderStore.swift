/// Every resting order of the market by its reference: a hash table of cache lines, two orders a line.
///
/// References rise by one, so two neighbors share a line and the lines are spread by Fibonacci hashing
/// (Knuth, TAOCP 3, 6.4), which keeps apart what is sequential. An order never moves while it rests. An
/// order whose line is full lives in a line behind it; the line counts those, so that a look into a line
/// that has none of them abroad ends there. Adding, finding and removing touch one line each.
internal import CLinux

struct RestingOrder: BitwiseCopyable {
    /// 0 is an empty slot.
    var reference: UInt64 = 0
    /// Stamp given at arrival; smaller is earlier.
    var arrival: UInt64 = 0
    /// Price as its ladder sorts it: `LevelKey`.
    var key: Int32 = 0
    var quantity: UInt32 = 0
    /// 2 × instrument, + 1 for a sell.
    var ladder: UInt32 = 0
    /// In the first slot of a line: orders that belong to the line and live in another.
    var abroad: UInt32 = 0
}

struct OrderStore: ~Copyable {
    private let slots: PagedMemory<RestingOrder>
    private let shift: UInt64
    private let lineMask: Int
    let capacity: Int
    private(set) var count = 0
    private(set) var countMost = 0

    /// How far from its line an order may live. Only references chosen for it get there.
    private static var linesMost: Int { 256 }
    static var none: Int { -1 }

    init(capacity: Int) throws(MarketDataError) {
        self.capacity = capacity
        var bits: UInt64 = 4
        while 1 << bits < capacity { bits += 1 }
        // Lines of two: never more than half full.
        lineMask = 1 << Int(bits) - 1
        shift = 64 - bits
        slots = try PagedMemory(2 << Int(bits))
    }

    var bytes: Int { slots.bytes }
    var slotCount: Int { slots.count }

    @inline(__always)
    subscript(slot: Int) -> RestingOrder {
        unsafeAddress { UnsafePointer(slots.base + slot) }
        nonmutating unsafeMutableAddress { slots.base + slot }
    }

    @inline(__always)
    private func line(_ reference: UInt64) -> Int {
        Int(truncatingIfNeeded: ((reference >> 1) &* 0x9E37_79B9_7F4A_7C15) >> shift) &* 2
    }

    /// Asks for the line of a reference ahead of its use.
    @inline(__always)
    func prefetch(_ reference: UInt64) { tectra_prefetch(slots.base + line(reference)) }

    /// The slot of an order, which is not 0; `none` when it does not rest.
    @inline(__always)
    func find(_ reference: UInt64) -> Int {
        let line = line(reference)
        if slots[line].reference == reference { return line }
        if slots[line &+ 1].reference == reference { return line &+ 1 }
        if slots[line].abroad == 0 { return Self.none }
        return findAbroad(reference, line)
    }

    @inline(never)
    private func findAbroad(_ reference: UInt64, _ home: Int) -> Int {
        var left = slots[home].abroad
        var at = home
        for _ in 1..<Self.linesMost {
            at = (at &+ 2) & (lineMask &* 2)
            for slot in at...at &+ 1 where slots[slot].reference != 0 {
                if slots[slot].reference == reference { return slot }
                if line(slots[slot].reference) == home { left &-= 1 }
            }
            if left == 0 { break }
        }
        return Self.none
    }

    var isFull: Bool { count >= capacity }

    /// Where an order that does not rest yet would go; `none` when there is no room near its line.
    @inline(__always)
    func room(_ reference: UInt64) -> Int {
        let line = line(reference)
        if slots[line].reference == 0 { return line }
        if slots[line &+ 1].reference == 0 { return line &+ 1 }
        return roomAbroad(line)
    }

    @inline(never)
    private func roomAbroad(_ home: Int) -> Int {
        var at = home
        for _ in 1..<Self.linesMost {
            at = (at &+ 2) & (lineMask &* 2)
            if slots[at].reference == 0 { return at }
            if slots[at &+ 1].reference == 0 { return at &+ 1 }
        }
        return Self.none
    }

    /// Puts an order where `room` said.
    @inline(__always)
    mutating func insert(
        _ reference: UInt64, at slot: Int, arrival: UInt64, key: Int32, quantity: UInt32, ladder: UInt32
    ) {
        let place = slots.base + slot
        place.pointee.reference = reference
        place.pointee.arrival = arrival
        place.pointee.key = key
        place.pointee.quantity = quantity
        place.pointee.ladder = ladder
        count &+= 1
        countMost = max(countMost, count)
        let home = line(reference)
        if slot & ~1 != home { slots[home].abroad &+= 1 }
    }

    @inline(__always)
    mutating func remove(at slot: Int) {
        let home = line(slots[slot].reference)
        if slot & ~1 != home { slots[home].abroad &-= 1 }
        slots[slot].reference = 0
        count &-= 1
    }
}
