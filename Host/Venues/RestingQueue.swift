/// The strategies' resting orders at the simulated venue, by instrument, best price first and then
/// by time: small lists in flat memory, because few own orders rest in one instrument.
internal import Orders
internal import Records

/// One own order at rest, with its place in the queue of its price.
struct RestingOwn: BitwiseCopyable {
    var order = OrderIndex(slot: 0)
    var side = Side.buy
    var instrument: UInt32 = 0
    var price: Int64 = 0
    var remaining: Int64 = 0
    /// Displayed shares at the same price that arrived earlier.
    var ahead: Int64 = 0
    /// Orders of the market with a smaller stamp were there before.
    var arrival: UInt64 = 0
    var next = RestingQueue.none
}

struct RestingQueue: ~Copyable {
    static let none = UInt32.max
    let nodes: UnsafeMutablePointer<RestingOwn>
    let heads: UnsafeMutablePointer<UInt32>
    private var free = none
    let instruments: Int

    init(capacity: Int, instruments: Int) {
        self.instruments = instruments
        nodes = .allocate(capacity: capacity)
        nodes.initialize(repeating: RestingOwn(), count: capacity)
        for index in (0..<capacity).reversed() {
            nodes[index].next = free
            free = UInt32(index)
        }
        heads = .allocate(capacity: instruments)
        heads.initialize(repeating: Self.none, count: instruments)
    }

    deinit {
        nodes.deallocate()
        heads.deallocate()
    }

    /// Puts an order behind all that are as good or better. False when there is no room.
    mutating func insert(_ own: RestingOwn) -> Bool {
        guard free != Self.none, Int(own.instrument) < instruments else { return false }
        let place = free
        free = nodes[Int(place)].next
        nodes[Int(place)] = own
        var link = heads + Int(own.instrument)
        while link.pointee != Self.none, !isBehind(nodes[Int(link.pointee)], own) {
            link = nextLink(link.pointee)
        }
        nodes[Int(place)].next = link.pointee
        link.pointee = place
        return true
    }

    /// Whether `other` is on the same side at a worse price than `own`.
    private func isBehind(_ other: RestingOwn, _ own: RestingOwn) -> Bool {
        other.side == own.side && (own.side == .buy ? other.price < own.price : other.price > own.price)
    }

    @inline(__always)
    func nextLink(_ place: UInt32) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(nodes + Int(place)).advanced(by: MemoryLayout<RestingOwn>.offset(of: \.next) ?? 0)
            .assumingMemoryBound(to: UInt32.self)
    }

    /// Takes the order that `link` leads to out of its list.
    mutating func remove(at link: UnsafeMutablePointer<UInt32>) {
        let place = link.pointee
        link.pointee = nodes[Int(place)].next
        nodes[Int(place)].next = free
        free = place
    }

    /// The link to an order; nil when it does not rest.
    func link(to order: OrderIndex, in instrument: UInt32) -> UnsafeMutablePointer<UInt32>? {
        guard Int(instrument) < instruments else { return nil }
        var link = heads + Int(instrument)
        while link.pointee != Self.none {
            if nodes[Int(link.pointee)].order == order { return link }
            link = nextLink(link.pointee)
        }
        return nil
    }
}
