/// The reasons in plain English, for the command line, the HTTP API and people who read a journal.
extension RejectReason {
    /// Stable name in snake case, as in the contract without its prefix.
    public var name: String {
        switch self {
        case .none: "none"
        case .priceBand: "price_band"
        case .maxQuantity: "max_quantity"
        case .maxNotional: "max_notional"
        case .maxPosition: "max_position"
        case .credit: "credit"
        case .throttle: "throttle"
        case .selfMatch: "self_match"
        case .noReferencePrice: "no_reference_price"
        case .limitsNotSet: "limits_not_set"
        case .dryRun: "dry_run"
        case .firmMaxNotional: "firm_max_notional"
        case .firmMaxPosition: "firm_max_position"
        case .firmCredit: "firm_credit"
        case .firmThrottle: "firm_throttle"
        case .killed: "killed"
        case .paused: "paused"
        case .notRunning: "not_running"
        case .workerLost: "worker_lost"
        case .stopped: "stopped"
        case .unknownInstrument: "unknown_instrument"
        case .unknownOrder: "unknown_order"
        case .duplicateID: "duplicate_id"
        case .badPrice: "bad_price"
        case .badQuantity: "bad_quantity"
        case .badField: "bad_field"
        case .tooLate: "too_late"
        case .tooManyOrders: "too_many_orders"
        case .wouldCross: "would_cross"
        case .noLiquidity: "no_liquidity"
        case .notTrading: "not_trading"
        case .requested: "requested"
        case .endOfDay: "end_of_day"
        }
    }

    /// What happened, in one sentence.
    public var summary: String {
        switch self {
        case .none: "Nothing is wrong."
        case .priceBand: "The price is further from the reference price than the price band allows."
        case .maxQuantity: "The order has more shares than one order may have."
        case .maxNotional: "The order is worth more than one order of this strategy may be."
        case .maxPosition: "With all open orders of this side filled, the strategy's position would be too large."
        case .credit: "The strategy's positions and open orders together would be worth more than its credit."
        case .throttle: "The strategy sends orders faster than it may."
        case .selfMatch: "The order would trade with a resting order of this firm."
        case .noReferencePrice: "There is neither a bid and an ask nor a last trade to judge the price by."
        case .limitsNotSet: "No limits are set for this strategy, and without limits nothing is sent."
        case .dryRun: "The order passed all checks; it was not sent, because the strategy is in dry run."
        case .firmMaxNotional: "The order is worth more than any order of the firm may be."
        case .firmMaxPosition: "With all open orders of this side filled, the firm's position would be too large."
        case .firmCredit: "All positions and open orders of the firm together would be worth more than its credit."
        case .firmThrottle: "The firm as a whole sends orders faster than it may."
        case .killed: "The kill switch is pulled."
        case .paused: "The strategy is paused."
        case .notRunning: "The strategy is not running."
        case .workerLost: "The strategy's process is gone."
        case .stopped: "The strategy was stopped."
        case .unknownInstrument: "There is no such instrument, or the strategy is not subscribed to it."
        case .unknownOrder: "The strategy has no open order with this client id."
        case .duplicateID: "The client id was used before, or is below one that was."
        case .badPrice: "The price is not one that an order can have."
        case .badQuantity: "The quantity is not one that an order can have."
        case .badField: "Side, type, time in force or flags are not among the defined ones, or do not go together."
        case .tooLate: "The order is not in a state in which this can be done."
        case .tooManyOrders: "As many orders are open as there is room for."
        case .wouldCross: "The order is post-only and would have taken liquidity."
        case .noLiquidity: "There was nothing more to trade with at the order's price."
        case .notTrading: "The instrument is halted or not in continuous trading."
        case .requested: "The strategy or an operator asked for it."
        case .endOfDay: "The trading day is over."
        }
    }

    /// What a person can do about it, in one sentence.
    public var action: String {
        switch self {
        case .none, .requested: "Nothing to do."
        case .priceBand: "Price closer to the market, or widen band_bps."
        case .maxQuantity: "Send smaller orders, or raise order_quantity_max of the strategy or the firm."
        case .maxNotional: "Send smaller orders, or raise order_notional_max of the strategy."
        case .maxPosition: "Reduce the position, cancel open orders of this side, or raise position_max."
        case .credit: "Reduce positions, cancel open orders, or raise credit_max of the strategy."
        case .throttle: "Send fewer orders, or raise orders_per_second or orders_burst of the strategy."
        case .selfMatch: "Cancel the resting order first, or price the new one so that they do not meet."
        case .noReferencePrice: "Wait for the first quote or trade of the instrument."
        case .limitsNotSet: "Set a row for the strategy and one for the firm: tectractl limits set."
        case .dryRun: "Take the strategy out of dry run to trade."
        case .firmMaxNotional: "Send smaller orders, or raise order_notional_max of the firm (strategy 0)."
        case .firmMaxPosition: "Reduce the firm's position in the instrument, or raise position_max of the firm."
        case .firmCredit: "Reduce positions anywhere in the firm, or raise credit_max of the firm."
        case .firmThrottle: "Send fewer orders, or raise orders_per_second or orders_burst of the firm."
        case .killed: "Find out why it was pulled; then: tectractl kill clear."
        case .paused: "Resume the strategy: tectractl strategy resume."
        case .notRunning: "Wait until the strategy has started, or start it."
        case .workerLost: "See why it ended in tectractl strategy inspect; deploy it again."
        case .stopped: "Deploy the strategy again to trade."
        case .unknownInstrument: "Use an instrument that the host announced; subscribe the strategy to its symbol."
        case .unknownOrder: "Use the client id that submit returned; the order may be done already."
        case .duplicateID: "Use each client id once, in rising order."
        case .badPrice: "Give a limit order a price above zero, and a market order no price."
        case .badQuantity: "Give a quantity above zero; a modify's must be above what is filled."
        case .badField: "See the allowed values in values.h; post-only goes with limit and day only."
        case .tooLate: "Wait for the answer to the request before; if the order is done, send a new one."
        case .tooManyOrders: "Cancel open orders, or start the host with more room for orders."
        case .wouldCross: "Price behind the best price of the other side, or leave post-only out."
        case .noLiquidity: "Use a day order to rest, or a price nearer to the market."
        case .notTrading: "Wait until the instrument trades again."
        case .endOfDay: "Send it again on the next trading day."
        }
    }
}

extension RejectReason: CustomStringConvertible {
    public var description: String { "\(name): \(summary) \(action)" }
}

extension ReasonUnit {
    /// The unit's name for tables and JSON; empty for none.
    public var name: String {
        switch self {
        case .nothing: ""
        case .basisPoints: "bps"
        case .shares: "shares"
        case .money: "currency"
        case .price: "currency/share"
        case .orders: "orders"
        }
    }
}
