/// Who is shown the messages of a feed, each as what it is. Only what one cares for needs a body.

/// Called by `ITCHDecoder` once for every message, in order.
public protocol ITCHVisitor: ~Copyable {
    mutating func visit(_ message: AddOrderMessage)
    mutating func visit(_ message: AddAttributedOrderMessage)
    mutating func visit(_ message: OrderExecutedMessage)
    mutating func visit(_ message: OrderExecutedWithPriceMessage)
    mutating func visit(_ message: OrderCancelMessage)
    mutating func visit(_ message: OrderDeleteMessage)
    mutating func visit(_ message: OrderReplaceMessage)
    mutating func visit(_ message: TradeMessage)
    mutating func visit(_ message: CrossTradeMessage)
    mutating func visit(_ message: BrokenTradeMessage)
    mutating func visit(_ message: ImbalanceMessage)
    mutating func visit(_ message: RetailInterestMessage)
    mutating func visit(_ message: DirectListingMessage)
    mutating func visit(_ message: SystemEventMessage)
    mutating func visit(_ message: StockDirectoryMessage)
    mutating func visit(_ message: TradingActionMessage)
    mutating func visit(_ message: ShortSaleMessage)
    mutating func visit(_ message: ParticipantMessage)
    mutating func visit(_ message: DeclineLevelsMessage)
    mutating func visit(_ message: MarketWideStatusMessage)
    mutating func visit(_ message: IPOQuotingMessage)
    mutating func visit(_ message: AuctionCollarMessage)
    mutating func visit(_ message: OperationalHaltMessage)
    /// A message that is none; `offset` is that of its length prefix.
    mutating func visit(_ fault: FeedFault, at offset: Int)
}

extension ITCHVisitor where Self: ~Copyable {
    @inlinable @inline(__always) public mutating func visit(_ message: AddOrderMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: AddAttributedOrderMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: OrderExecutedMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: OrderExecutedWithPriceMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: OrderCancelMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: OrderDeleteMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: OrderReplaceMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: TradeMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: CrossTradeMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: BrokenTradeMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: ImbalanceMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: RetailInterestMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: DirectListingMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: SystemEventMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: StockDirectoryMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: TradingActionMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: ShortSaleMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: ParticipantMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: DeclineLevelsMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: MarketWideStatusMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: IPOQuotingMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: AuctionCollarMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ message: OperationalHaltMessage) {}
    @inlinable @inline(__always) public mutating func visit(_ fault: FeedFault, at offset: Int) {}
}
