/// Fills a tick store from a journal, while it is written or afterwards: every message of the feed that
/// the engine took, in the engine's order, through books of its own.
///
/// The journal is where it reads from because everything is in it: what the engine had, a recorder that
/// comes late, or comes again after a crash, still finds. Rows that the store has are passed over, so it
/// begins at the journal's beginning each time and no row is there twice.
internal import Engine
public import Journal
public import MarketData
internal import PluginABI
internal import Records
public import TickStore

public struct TickRecorder: ~Copyable {
    private var tail: JournalTail
    private var writer: TickWriter
    private var day: DayImport?
    private var position = FeedPosition()
    private let symbols: Set<TickSymbol>?
    /// Of the last input taken from the journal; the session's is 0.
    public private(set) var sequence: UInt64 = 0

    /// - Parameters:
    ///   - journal: its directory; it need not hold anything yet.
    ///   - store: the tick store's directory, made when it is not there.
    ///   - symbols: those to keep; nil is all.
    public init(
        journal: String, store: String, symbols: Set<TickSymbol>? = nil, limits: TickStoreLimits = TickStoreLimits()
    ) throws(RecorderError) {
        do throws(TickStoreError) { writer = try TickWriter.open(store, limits: limits) } catch { throw .store(error) }
        tail = JournalTail(journal)
        self.symbols = symbols
    }

    /// Rows, blocks and bytes so far.
    public var totals: TickWriterTotals { writer.totals }

    /// Takes what the journal has by now.
    ///
    /// - Parameter most: frames to take at most, so that a caller can look about between two calls.
    /// - Returns: how many there were; 0 when there is nothing new.
    public mutating func follow(atMost most: Int) throws(RecorderError) -> Int {
        var taken = 0
        while taken < most {
            let frame: JournalFrame?
            do throws(JournalError) { frame = try tail.next() } catch { throw .journal(error) }
            guard let frame else { break }
            taken += 1
            guard frame.kind == .input else { continue }
            if frame.strategy == 0 { try take(frame) }
            sequence = frame.sequence
        }
        return taken
    }

    private mutating func take(_ frame: JournalFrame) throws(RecorderError) {
        if let message = tectra_feed_message(copying: frame.record) {
            do throws(TickStoreError) { try take(message) } catch { throw .store(error) }
        } else if let event = tectra_feed_event(copying: frame.record) {
            guard position.take(event).empties else { return }
            do throws(MarketDataError) { try day?.emptyBooks() } catch { throw .books(error) }
        } else if let session = tectra_session(copying: frame.record) {
            do throws(MarketDataError) {
                day = try DayImport(BookCapacity(session), midnight: session.time, symbols: symbols)
            } catch { throw .books(error) }
        }
    }

    private mutating func take(_ message: tectra_feed_message) throws(TickStoreError) {
        let length = min(Int(message.length), Int(TECTRA_FEED_MESSAGE_MAX))
        try withUnsafeBytes(of: message.bytes) { bytes throws(TickStoreError) in
            let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(length))
            guard message.source == UInt8(TECTRA_SOURCE_ITCH) else { return try day?.rebuild(bytes, &writer) ?? () }
            let number = position.next
            _ = position.takeMessage()
            let flags = position.isDegraded ? UInt32(TECTRA_DATA_GAP) : 0
            try day?.apply(bytes, number: number, flags: flags, to: &writer)
        }
    }

    /// Lets readers see everything that was taken.
    public mutating func flush() throws(RecorderError) {
        do throws(TickStoreError) { try writer.flush() } catch { throw .store(error) }
    }

    /// Writes everything and lets the store go; another recorder goes on where this one was.
    public consuming func close() throws(RecorderError) {
        do throws(TickStoreError) { try writer.close(sealing: false) } catch { throw .store(error) }
    }
}

/// Why a recorder can not go on.
public enum RecorderError: Error, CustomStringConvertible {
    case store(TickStoreError)
    case journal(JournalError)
    case books(MarketDataError)

    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .journal(let error): "\(error)"
        case .books(let error): "\(error)"
        }
    }
}
