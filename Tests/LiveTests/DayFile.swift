// A generated day in a file, and the books it leaves: what every other way to the same books is held
// against.
import EngineLink
import Foundation
import Journal
import MarketData
import PluginABI
import Records

struct DayFile {
    let path: String
    let messages: [[UInt8]]

    init(_ path: String, messages count: Int, symbols: Int = 6, seed: UInt64) throws {
        var day = DayGenerator(DayPlan(messages: count, symbols: symbols, seed: seed, regime: .meanRevert))
        var messages: [[UInt8]] = []
        var data = Data()
        while let message = day.next() {
            messages.append(Array(message))
            data.append(contentsOf: [UInt8(message.count >> 8), UInt8(message.count & 255)])
            data.append(contentsOf: message)
        }
        try data.write(to: URL(filePath: path))
        self.path = path
        self.messages = messages
    }

    func books() throws -> MarketBooks {
        var books = try MarketBooks(BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 17))
        for message in messages { _ = message.withUnsafeBytes { books.apply($0) } }
        return books
    }

    /// The last trades of a symbol and the mid behind each, newest first.
    func lastTrades(of symbol: String, _ count: Int) throws -> [TradeRow] {
        var books = try MarketBooks(BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 17))
        var trades: [TradeRow] = []
        for message in messages {
            let event = message.withUnsafeBytes { books.apply($0) }
            guard event.isPrintable, books.symbol(of: event.instrument) == symbol else { continue }
            let top = books.top(of: event.instrument)
            var trade = tectra_trade.blank
            trade.price = event.price
            trade.quantity = event.quantity
            trade.match_id = event.matchID
            let isWhole = top.bid != Price.none && top.ask != Price.none
            trades.append(TradeRow(trade, mid: isWhole ? top.bid + (top.ask - top.bid) / 2 : Price.none))
        }
        return trades.suffix(count).reversed()
    }

    /// Symbols by instrument.
    static func symbols(_ books: borrowing MarketBooks) -> [String] {
        (0..<UInt32(64)).compactMap { books.symbol(of: $0) }
    }
}

/// What a journal says about the feed.
struct JournaledFeed {
    var messages: [[UInt8]] = []
    var restored = 0
    var events: [tectra_feed_event] = []

    init(_ directory: String) throws {
        var reader = try JournalReader(directory)
        while let frame = try reader.next() {
            guard frame.kind == .input else { continue }
            if let message = tectra_feed_message(copying: frame.record) {
                guard message.source == UInt8(TECTRA_SOURCE_ITCH) else {
                    restored += 1
                    continue
                }
                messages.append(
                    withUnsafeBytes(of: message.bytes) { Array($0.prefix(Int(message.length))) })
            } else if let event = tectra_feed_event(copying: frame.record) {
                events.append(event)
            }
        }
    }
}

extension TradeRow {
    /// What traded and the mid behind it.
    var content: String { "\(trade.match_id): \(trade.quantity) at \(trade.price), mid \(mid)" }
}

extension BookRow {
    /// Levels, last trade and VWAP as one text; equal texts are equal books.
    var content: String {
        withUnsafeBytes(of: book.bids) { bids in
            withUnsafeBytes(of: book.asks) { asks in
                let levels = Array(bids.bindMemory(to: tectra_level.self)) + asks.bindMemory(to: tectra_level.self)
                return levels.map { "\($0.price)x\($0.quantity)/\($0.orders)" }.joined(separator: " ")
                    + " last \(lastPrice)x\(lastQuantity) vwap \(vwap)"
            }
        }
    }

    /// The row of a book as the engine would send it.
    init(_ symbol: String, of books: borrowing MarketBooks) {
        self.init()
        self.symbol = SymbolText(symbol)
        guard let instrument = books.instrument(for: symbol) else { return }
        book = tectra_book.blank
        books.fillDepth(of: instrument, into: &book)
        (lastPrice, lastQuantity) = books.lastTrade(of: instrument)
        vwap = books.vwap(of: instrument)
    }
}
