/// All resting orders of the market in one order that any implementation can make: what the certificate
/// hashes (docs/certificate.md).
internal import Records

/// An order at rest as the certificate has it.
struct CanonicalOrder {
    /// 2 × stock locate, + 1 for a sell.
    var ladder: UInt32
    /// Greater is better.
    var key: Int32
    var arrival: UInt64
    var reference: UInt64
    var shares: UInt32

    static func precedes(_ one: CanonicalOrder, _ other: CanonicalOrder) -> Bool {
        if one.ladder != other.ladder { return one.ladder < other.ladder }
        if one.key != other.key { return one.key > other.key }
        return one.arrival < other.arrival
    }

    /// Bytes of an order in the certificate.
    static var size: Int { 19 }

    /// Big-endian: locate, side letter, price, reference, shares.
    func write(to bytes: inout [UInt8]) {
        func put<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }
        let sell = ladder & 1
        put(UInt16(truncatingIfNeeded: ladder >> 1))
        put(UInt8(sell == 0 ? 0x42 : 0x53))
        put(LevelKey.price(key, sell: sell))
        put(reference)
        put(shares)
    }
}

extension MarketBooks {
    /// The canonical bytes of all books: 19 an order, by stock locate, buys first, best price first, in
    /// the order of the queue. Allocates for every order at rest.
    public func canonicalBytes() -> [UInt8] {
        var found: [CanonicalOrder] = []
        found.reserveCapacity(orders.count)
        for slot in 0..<orders.slotCount where orders[slot].reference != 0 {
            let order = orders[slot]
            found.append(
                CanonicalOrder(
                    ladder: order.ladder, key: order.key, arrival: order.arrival, reference: order.reference,
                    shares: order.quantity))
        }
        found.sort(by: CanonicalOrder.precedes)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(found.count * CanonicalOrder.size)
        for order in found { order.write(to: &bytes) }
        return bytes
    }
}
