// Books that a test can ask inside `#expect`, which copies what it looks at.
import MarketData
import Records

final class BookProbe {
    private var books: MarketBooks

    init(instruments: Int = 4, orders: Int = 1024, levels: Int = 4096) throws {
        books = try MarketBooks(BookCapacity(instruments: instruments, orders: orders, levels: levels))
    }

    func apply(_ message: [UInt8]) -> MarketEvent { message.withUnsafeBytes { books.apply($0) } }

    func apply<Sink: MarketEventSink>(_ stretch: UnsafeRawBufferPointer, to sink: inout Sink) -> Int {
        books.apply(stretch, to: &sink)
    }

    var restingOrders: Int { books.restingOrders }
    var faults: UInt64 { books.faults }
    var usage: BookUsage { books.usage }
    var audit: BookAudit { books.audit() }
    var marketWideLevel: UInt8 { books.marketWideLevel }

    func isTrading(_ instrument: UInt32) -> Bool { books.isTrading(instrument) }
    func isCrossed(_ instrument: UInt32) -> Bool { books.isCrossed(instrument) }
    func top(_ instrument: UInt32) -> TopOfBook { books.top(of: instrument) }
    func vwap(_ instrument: UInt32) -> Int64 { books.vwap(of: instrument) }
    func volume(_ instrument: UInt32) -> Int64 { books.volume(of: instrument) }
    func aggressor(_ instrument: UInt32) -> Side? { books.aggressor(of: instrument) }
    func status(_ instrument: UInt32) -> TradingStatus { books.status(of: instrument) }
    func imbalance(_ instrument: UInt32) -> AuctionImbalance { books.imbalance(of: instrument) }
    func queuePlace(_ reference: UInt64) -> QueuePlace? { books.queuePlace(of: reference) }

    /// All levels of a side, best first.
    func levels(_ instrument: UInt32, _ side: Side) -> [Level] {
        (0..<books.levelCount(of: instrument, side: side)).compactMap {
            books.level(of: instrument, side: side, at: $0)
        }
    }

    /// Whether every level of every instrument is the reference's.
    func isEqual(to reference: ReferenceBooks) -> Bool {
        restingOrders == reference.orders.count
            && (0..<reference.instruments).allSatisfy { instrument in
                Side.allCases.allSatisfy { side in
                    levels(UInt32(instrument), side) == reference.levels(UInt16(instrument), side)
                }
            }
    }
}
