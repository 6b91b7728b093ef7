/// Why an event was not applied to an order. The order is as it was.

public enum OrderError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The state machine has no such transition.
    case illegalTransition(from: OrderState, event: OrderEvent)
    /// More was executed than remained.
    case overfill(remaining: Int64, quantity: Int64)
    /// An execution with a price or quantity that is not above zero, or beyond what an order can have.
    case badFill(price: Int64, quantity: Int64)
    /// A replace to a quantity that is not above what is filled.
    case quantityNotAboveFilled(filled: Int64, quantity: Int64)
    /// A replace to a price or quantity that no order can have, or of a market order.
    case badReplace(price: Int64, quantity: Int64)
    /// The event needs numbers: use `fill` or `requestReplace`.
    case needsNumbers(OrderEvent)
    /// No order is at this place any more.
    case unknownOrder

    public var description: String {
        switch self {
        case .illegalTransition(let state, let event): "an order that is \(state) can not take \(event)"
        case .overfill(let remaining, let quantity): "\(quantity) executed, but only \(remaining) remained"
        case .badFill(let price, let quantity): "no order can execute \(quantity) at \(price)"
        case .quantityNotAboveFilled(let filled, let quantity):
            "a new quantity of \(quantity) is not above the \(filled) that are filled; cancel instead"
        case .badReplace(let price, let quantity): "no order can become \(quantity) at \(price)"
        case .needsNumbers(let event): "\(event) needs a price and a quantity: use fill or requestReplace"
        case .unknownOrder: "the order has left the table"
        }
    }
}
