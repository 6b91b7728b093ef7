/// What follows from a book, by the code of the SDK: a person sees the numbers that a strategy has.
public import PluginABI
internal import TectraStrategy

public struct BookFigures: Codable, Equatable, Sendable {
    /// Half way between the best prices; these are nil while a side is missing.
    public var mid: String?
    public var spread: String?
    /// The mid weighted by the quantity on the other side (`TopOfBook.microprice`).
    public var microprice: Double?
    /// (bid − ask) / (bid + ask) of the shares in the best 1, 2, … 10 levels, from −1 to +1
    /// (`Book.pressure`); empty while the book is.
    public var imbalances: [Double] = []

    public init() {}

    public init(_ record: tectra_book) {
        withUnsafePointer(to: record) { pointer in
            let book = Book(pointer)
            mid = book.mid.map { "\($0)" }
            spread = book.spread.map { "\($0)" }
            microprice = book.microprice
            guard book.bid(0) != nil || book.ask(0) != nil else { return }
            imbalances = (1...Book.depth).map { book.pressure(levels: $0) }
        }
    }
}
