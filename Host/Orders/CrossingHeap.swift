/// The most aggressive own order of each instrument and side, at hand in constant time: what
/// self-match prevention compares a new order with.
internal import Records

/// Pairing heaps (Fredman, Sedgewick, Sleator, Tarjan 1986) through arrays of links: add and peek in
/// constant time, remove in logarithmic amortized time however many orders a strategy piles up.
struct CrossingHeap: ~Copyable {
    struct Node: BitwiseCopyable {
        var aggression: Int64 = 0
        var child = OrderIndex.none
        var next = OrderIndex.none
        /// The sibling before, or the parent of a first child.
        var previous = OrderIndex.none
    }

    private let roots: UnsafeMutablePointer<UInt32>
    private let nodes: UnsafeMutablePointer<Node>

    init(heaps: Int, slots: Int) {
        roots = .allocate(capacity: max(heaps, 1))
        roots.initialize(repeating: OrderIndex.none, count: max(heaps, 1))
        nodes = .allocate(capacity: max(slots, 1))
        nodes.initialize(repeating: Node(), count: max(slots, 1))
    }

    deinit {
        roots.deallocate()
        nodes.deallocate()
    }

    /// The slot with the highest aggression in a heap, or `OrderIndex.none`.
    @inline(__always)
    func top(of heap: Int) -> UInt32 { roots[heap] }

    @inline(__always)
    func aggression(of slot: UInt32) -> Int64 { nodes[Int(slot)].aggression }

    mutating func insert(_ slot: UInt32, aggression: Int64, into heap: Int) {
        nodes[Int(slot)] = Node(aggression: aggression)
        roots[heap] = merge(roots[heap], slot)
    }

    mutating func remove(_ slot: UInt32, from heap: Int) {
        let rest = mergeChildren(of: slot)
        if roots[heap] == slot {
            roots[heap] = rest
        } else {
            let node = nodes[Int(slot)]
            if nodes[Int(node.previous)].child == slot {
                nodes[Int(node.previous)].child = node.next
            } else {
                nodes[Int(node.previous)].next = node.next
            }
            if node.next != OrderIndex.none { nodes[Int(node.next)].previous = node.previous }
            roots[heap] = merge(roots[heap], rest)
        }
        nodes[Int(slot)] = Node()
    }

    private mutating func merge(_ a: UInt32, _ b: UInt32) -> UInt32 {
        if a == OrderIndex.none { return b }
        if b == OrderIndex.none { return a }
        let (parent, child) = nodes[Int(a)].aggression >= nodes[Int(b)].aggression ? (a, b) : (b, a)
        let first = nodes[Int(parent)].child
        nodes[Int(child)].next = first
        nodes[Int(child)].previous = parent
        if first != OrderIndex.none { nodes[Int(first)].previous = child }
        nodes[Int(parent)].child = child
        return parent
    }

    /// Two passes: pairs from left to right, then one heap from right to left. A finished pair is
    /// stacked on the one before through `previous`.
    private mutating func mergeChildren(of slot: UInt32) -> UInt32 {
        var rest = nodes[Int(slot)].child
        var stack = OrderIndex.none
        while rest != OrderIndex.none {
            let a = rest
            let b = nodes[Int(a)].next
            rest = b == OrderIndex.none ? b : nodes[Int(b)].next
            detach(a)
            if b != OrderIndex.none { detach(b) }
            let pair = merge(a, b)
            nodes[Int(pair)].previous = stack
            stack = pair
        }
        var result = OrderIndex.none
        while stack != OrderIndex.none {
            let pair = stack
            stack = nodes[Int(pair)].previous
            detach(pair)
            result = merge(result, pair)
        }
        nodes[Int(slot)].child = OrderIndex.none
        return result
    }

    @inline(__always)
    private mutating func detach(_ slot: UInt32) {
        nodes[Int(slot)].next = OrderIndex.none
        nodes[Int(slot)].previous = OrderIndex.none
    }
}

/// How far into the other side an order reaches, so that a larger number is more aggressive on either
/// side: a buy's price, a sell's price negated, and for a market order more than any price. A buy and a
/// sell cross when the sum of theirs is not negative.
@inline(__always)
func aggression(side: Side, type: OrderType, price: Int64) -> Int64 {
    switch type {
    case .market: Int64.max / 2
    case .limit: side == .buy ? price : 0 &- price
    }
}
