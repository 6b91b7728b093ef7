/// What a strategy says about itself before it runs.
internal import PluginABI

/// Which market events a strategy is sent. What is not wanted costs nothing.
public struct MarketEvents: OptionSet, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Changes of the best bid or ask: `onTick`.
    public static let ticks = MarketEvents(rawValue: 1)
    /// Trades: `onTrade`.
    public static let trades = MarketEvents(rawValue: 2)
    /// Ten levels of the book: `onBook`.
    public static let books = MarketEvents(rawValue: 4)
    /// Finished bars of a time: `onBar`. How long a bar is, the host's configuration says, as of the others.
    public static let bars = MarketEvents(rawValue: 8)
    /// Finished bars of so many trades: `onBar`, with `kind` `.tick`.
    public static let tickBars = MarketEvents(rawValue: 16)
    /// Finished bars of so many shares: `onBar`, with `kind` `.volume`.
    public static let volumeBars = MarketEvents(rawValue: 32)
    /// Finished bars of so much money: `onBar`, with `kind` `.notional`.
    public static let notionalBars = MarketEvents(rawValue: 64)
    /// Trading states, imbalances before auctions, crosses: `onStatus`.
    public static let status = MarketEvents(rawValue: 128)

    static let anyBars: MarketEvents = [.bars, .tickBars, .volumeBars, .notionalBars]
}

/// A strategy's name, version and wants.
public struct Descriptor: Sendable {
    public let name: StaticString
    public let version: StaticString
    public let author: StaticString
    public let wants: MarketEvents
    public let stateSchema: UInt32

    /// - Parameters:
    ///   - name: at most 39 of `a-z`, `0-9` and `-`.
    ///   - version: semantic, at most 23 bytes.
    ///   - wants: the market events to be sent; private events always come.
    ///   - stateSchema: raise it when what `saveState` writes changes.
    public init(
        name: StaticString, version: StaticString, author: StaticString, wants: MarketEvents, stateSchema: UInt32 = 0
    ) {
        self.name = name
        self.version = version
        self.author = author
        self.wants = wants
        self.stateSchema = stateSchema
    }

    /// As the contract has it. The texts are literals and live as long as the library.
    var record: tectra_descriptor {
        tectra_descriptor(
            struct_size: UInt32(MemoryLayout<tectra_descriptor>.size), revision: 1, name: Self.pointer(name),
            version: Self.pointer(version), author: Self.pointer(author), wants: wants.rawValue,
            state_schema: stateSchema)
    }

    private static func pointer(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
