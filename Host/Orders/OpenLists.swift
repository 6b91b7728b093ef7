/// Doubly linked lists of slots through arrays of links: constant time to append and to remove, in the
/// order of arrival, without allocating.

/// Many lists over one set of slots; a slot is on at most one of them.
struct OpenLists: ~Copyable {
    struct Ends: BitwiseCopyable {
        var first = OrderIndex.none
        var last = OrderIndex.none
    }
    struct Link: BitwiseCopyable {
        var next = OrderIndex.none
        var previous = OrderIndex.none
    }

    private let ends: UnsafeMutablePointer<Ends>
    private let links: UnsafeMutablePointer<Link>

    init(lists: Int, slots: Int) {
        ends = .allocate(capacity: max(lists, 1))
        ends.initialize(repeating: Ends(), count: max(lists, 1))
        links = .allocate(capacity: max(slots, 1))
        links.initialize(repeating: Link(), count: max(slots, 1))
    }

    deinit {
        ends.deallocate()
        links.deallocate()
    }

    @inline(__always)
    func first(of list: Int) -> UInt32 { ends[list].first }

    @inline(__always)
    func next(after slot: UInt32) -> UInt32 { links[Int(slot)].next }

    func last(of list: Int) -> UInt32 { ends[list].last }

    func previous(before slot: UInt32) -> UInt32 { links[Int(slot)].previous }

    mutating func append(_ slot: UInt32, to list: Int) {
        let last = ends[list].last
        links[Int(slot)] = Link(next: OrderIndex.none, previous: last)
        if last == OrderIndex.none { ends[list].first = slot } else { links[Int(last)].next = slot }
        ends[list].last = slot
    }

    mutating func prepend(_ slot: UInt32, to list: Int) {
        let first = ends[list].first
        links[Int(slot)] = Link(next: first, previous: OrderIndex.none)
        if first == OrderIndex.none { ends[list].last = slot } else { links[Int(first)].previous = slot }
        ends[list].first = slot
    }

    mutating func remove(_ slot: UInt32, from list: Int) {
        let (next, previous) = (links[Int(slot)].next, links[Int(slot)].previous)
        if previous == OrderIndex.none { ends[list].first = next } else { links[Int(previous)].next = next }
        if next == OrderIndex.none { ends[list].last = previous } else { links[Int(next)].previous = previous }
        links[Int(slot)] = Link()
    }
}
