/// Every resting order of the market by its reference: a hash table of cache lines, two orders a line.
///
/// References rise, so 64 of them that follow each other have 64 lines of one page, and the pages are spread by
/// Fibonacci hashing (Knuth, TAOCP 3, 6.4): what is added now is added to a page that is known, since looking a
/// page up costs as much as the miss that comes with it. Which of its page's lines a reference has differs from
/// page to page, so that references in steps use all lines too. An order never moves while it rests. An order
/// whose line is full lives in a line behind it; the line counts those, so that a look into a line that has none
/// of them abroad ends there. Adding, finding and removing touch one line each.
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

/// Where orders live, by their references: the address of the table and how it is divided. A small value that
/// is passed in registers, so that nothing is copied for a look into the table.
struct OrderSlots: BitwiseCopyable {
    let base: UnsafeMutablePointer<RestingOrder>
    let shift: UInt64
    let lineMask: Int

    /// How far from its line an order may live. Only references chosen for it get there.
    private static var linesMost: Int { 256 }

    /// The first slot of the line of a reference.
    @inline(__always)
    func line(_ reference: UInt64) -> Int {
        let spread = ((reference &>> 6) &* 0x9E37_79B9_7F4A_7C15) &>> shift
        return Int(truncatingIfNeeded: spread & ~63 | (spread &+ reference) & 63) &* 2
    }

    /// The slot of its line that an order is in, if it is in that line: which of the two nobody can foresee,
    /// so it is computed and not jumped to.
    @inline(__always)
    func likely(_ reference: UInt64, _ line: Int) -> Int {
        line &+ (base[line &+ 1].reference == reference ? 1 : 0)
    }

    /// The slot of an order, which is not 0; `OrderStore.none` when it does not rest.
    @inline(__always)
    func find(_ reference: UInt64) -> Int {
        let line = line(reference)
        let slot = likely(reference, line)
        if base[slot].reference == reference { return slot }
        if base[line].abroad == 0 { return OrderStore.none }
        return findAbroad(reference, line)
    }

    @inline(never)
    private func findAbroad(_ reference: UInt64, _ home: Int) -> Int {
        var left = base[home].abroad
        var at = home
        for _ in 1..<Self.linesMost {
            at = (at &+ 2) & (lineMask &* 2)
            for slot in at...at &+ 1 where base[slot].reference != 0 {
                if base[slot].reference == reference { return slot }
                if line(base[slot].reference) == home { left &-= 1 }
            }
            if left == 0 { break }
        }
        return OrderStore.none
    }

    /// Where an order that does not rest yet would go; `OrderStore.none` when there is no room near its line.
    @inline(__always)
    func room(_ reference: UInt64) -> Int {
        let line = line(reference)
        let slot = line &+ (base[line].reference == 0 ? 0 : 1)
        return base[slot].reference == 0 ? slot : roomAbroad(line)
    }

    @inline(never)
    private func roomAbroad(_ home: Int) -> Int {
        var at = home
        for _ in 1..<Self.linesMost {
            at = (at &+ 2) & (lineMask &* 2)
            if base[at].reference == 0 { return at }
            if base[at &+ 1].reference == 0 { return at &+ 1 }
        }
        return OrderStore.none
    }
}

struct OrderStore: ~Copyable {
    private let memory: PagedMemory<RestingOrder>
    let slots: OrderSlots
    let capacity: Int
    private(set) var count = 0
    private(set) var countMost = 0

    static var none: Int { -1 }

    init(capacity: Int) throws(MarketDataError) {
        self.capacity = capacity
        var bits: UInt64 = 6
        while 1 << bits < capacity { bits += 1 }
        // Lines of two: never more than half full.
        memory = try PagedMemory(2 << Int(bits))
        slots = OrderSlots(base: memory.base, shift: 64 - bits, lineMask: 1 << Int(bits) - 1)
    }

    var bytes: Int { memory.bytes }
    func touch() { memory.touch() }
    var slotCount: Int { memory.count }

    @inline(__always)
    subscript(slot: Int) -> RestingOrder {
        unsafeAddress { UnsafePointer(slots.base + slot) }
        nonmutating unsafeMutableAddress { slots.base + slot }
    }

    var isFull: Bool { count >= capacity }

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
        let home = slots.line(reference)
        if slot & ~1 != home { slots.base[home].abroad &+= 1 }
    }

    @inline(__always)
    mutating func remove(at slot: Int) {
        let home = slots.line(slots.base[slot].reference)
        if slot & ~1 != home { slots.base[home].abroad &-= 1 }
        slots.base[slot].reference = 0
        count &-= 1
    }
}
