/// The message types of NASDAQ TotalView-ITCH 5.0 and their lengths in bytes, without the prefix.

/// A message type by its letter.
@frozen public enum ITCHMessageType: UInt8, Sendable, CaseIterable {
    case systemEvent = 0x53  // S
    case stockDirectory = 0x52  // R
    case stockTradingAction = 0x48  // H
    case regSHORestriction = 0x59  // Y
    case marketParticipantPosition = 0x4C  // L
    case marketWideDeclineLevels = 0x56  // V
    case marketWideStatus = 0x57  // W
    case ipoQuotingPeriod = 0x4B  // K
    case luldAuctionCollar = 0x4A  // J
    case operationalHalt = 0x68  // h
    case addOrder = 0x41  // A
    case addOrderAttributed = 0x46  // F
    case orderExecuted = 0x45  // E
    case orderExecutedWithPrice = 0x43  // C
    case orderCancel = 0x58  // X
    case orderDelete = 0x44  // D
    case orderReplace = 0x55  // U
    case trade = 0x50  // P
    case crossTrade = 0x51  // Q
    case brokenTrade = 0x42  // B
    case imbalance = 0x49  // I
    case retailInterest = 0x4E  // N
    case directListing = 0x4F  // O

    /// Bytes of the message, from the type letter on.
    @inlinable public var length: Int {
        switch self {
        case .systemEvent: 12
        case .stockDirectory: 39
        case .stockTradingAction: 25
        case .regSHORestriction: 20
        case .marketParticipantPosition: 26
        case .marketWideDeclineLevels: 35
        case .marketWideStatus: 12
        case .ipoQuotingPeriod: 28
        case .luldAuctionCollar: 35
        case .operationalHalt: 21
        case .addOrder: 36
        case .addOrderAttributed: 40
        case .orderExecuted: 31
        case .orderExecutedWithPrice: 36
        case .orderCancel: 23
        case .orderDelete: 19
        case .orderReplace: 35
        case .trade: 44
        case .crossTrade: 40
        case .brokenTrade: 19
        case .imbalance: 50
        case .retailInterest: 20
        case .directListing: 48
        }
    }
}
