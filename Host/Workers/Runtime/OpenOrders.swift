/// The strategy's open orders as of the event in hand: what `open_orders` answers from.
internal import Glibc
public import PluginABI

/// A dense list of the latest record of each open order, found by client id through an
/// open-addressed index. Nothing is allocated after `init`.
public struct OpenOrders: ~Copyable {
    private let orders: UnsafeMutablePointer<tectra_order>
    /// Position in `orders` plus one; 0 is an empty cell.
    private let index: UnsafeMutablePointer<UInt32>
    private let mask: UInt64
    public let capacity: Int
    public private(set) var count = 0

    /// - Parameter capacity: open orders at most; a further one is not kept.
    public init(capacity: Int) {
        self.capacity = max(1, capacity)
        var cells = 16
        while cells < 2 * self.capacity { cells *= 2 }
        mask = UInt64(cells - 1)
        orders = .allocate(capacity: self.capacity)
        index = .allocate(capacity: cells)
        index.initialize(repeating: 0, count: cells)
    }

    deinit {
        orders.deallocate()
        index.deallocate()
    }

    private func home(_ client: UInt64) -> UInt64 {
        (client &* 0x9E37_79B9_7F4A_7C15) >> 20 & mask
    }

    /// The index cell of an order, or the empty one where it would go.
    private func cell(of client: UInt64) -> UInt64 {
        var at = home(client)
        while index[Int(at)] != 0, orders[Int(index[Int(at)] - 1)].client_id != client { at = (at &+ 1) & mask }
        return at
    }

    /// Takes a change of state: keeps the order while it is open, drops it when it is final.
    ///
    /// - Returns: false when there was no room for a new one.
    @discardableResult
    public mutating func apply(_ order: UnsafePointer<tectra_order>) -> Bool {
        let client = order.pointee.client_id
        let at = cell(of: client)
        let position = index[Int(at)]
        if order.pointee.state >= 7 {
            if position != 0 { remove(at) }
            return true
        }
        if position != 0 {
            orders[Int(position - 1)] = order.pointee
            return true
        }
        guard count < capacity else { return false }
        orders[count] = order.pointee
        count &+= 1
        index[Int(at)] = UInt32(count)
        return true
    }

    private mutating func remove(_ hole: UInt64) {
        let position = index[Int(hole)] - 1
        let last = UInt32(count - 1)
        if position != last {
            // The last order moves into the gap; its cell must say so before the index is mended.
            index[Int(cell(of: orders[Int(last)].client_id))] = position + 1
            orders[Int(position)] = orders[Int(last)]
        }
        index[Int(hole)] = 0
        close(hole)
        count &-= 1
    }

    /// Moves back what linear probing pushed behind the cell that became empty.
    private func close(_ emptied: UInt64) {
        var hole = emptied
        var at = (hole &+ 1) & mask
        while index[Int(at)] != 0 {
            let wanted = home(orderAt(at).client_id)
            // Distance from its home to where it is, against the distance to the hole.
            if (at &- wanted) & mask >= (at &- hole) & mask {
                index[Int(hole)] = index[Int(at)]
                index[Int(at)] = 0
                hole = at
            }
            at = (at &+ 1) & mask
        }
    }

    private func orderAt(_ cell: UInt64) -> tectra_order { orders[Int(index[Int(cell)] - 1)] }

    public func contains(_ client: UInt64) -> Bool { index[Int(cell(of: client))] != 0 }

    /// Copies at most `room` orders.
    public func copy(into destination: UnsafeMutablePointer<tectra_order>?, room: Int) {
        guard let destination, room > 0 else { return }
        destination.update(from: orders, count: min(room, count))
    }
}
