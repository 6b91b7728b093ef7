/// Where rows go: a file or a screen, in one of the formats.
public import PluginABI

public protocol TickSink: AnyObject {
    func put(_ tick: tectra_tick, of symbol: String) throws(TickExportError)
    func put(_ trade: tectra_trade, of symbol: String) throws(TickExportError)
    func put(_ bar: tectra_bar, of symbol: String) throws(TickExportError)
    /// Ends the output. A file that is not finished is removed.
    ///
    /// - Returns: bytes written.
    func finish() throws(TickExportError) -> Int
}
