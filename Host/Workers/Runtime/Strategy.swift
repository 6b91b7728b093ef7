/// A loaded strategy: its table of callbacks and the object that its init made.
internal import PluginABI

struct Strategy {
    let table: tectra_strategy_vtable
    /// Bits TECTRA_WANTS_…, without those that have no callback.
    let wants: UInt32
    let instance: UnsafeMutableRawPointer

    init(_ table: tectra_strategy_vtable, wants: UInt32, instance: UnsafeMutableRawPointer) {
        self.table = table
        self.instance = instance
        var served: UInt32 = 0
        if table.on_tick != nil { served |= 1 }
        if table.on_trade != nil { served |= 2 }
        if table.on_book != nil { served |= 4 }
        // Bars of all four kinds come through one callback.
        if table.on_bar != nil { served |= 0x78 }
        if table.on_status != nil { served |= 0x80 }
        self.wants = wants & served
    }

    /// Runs the library's init under stage 1.
    static func create(
        _ library: StrategyLibrary, host: UnsafePointer<tectra_host>, parameters: [tectra_parameter]
    ) throws(LibraryRefusal) -> Strategy {
        guard let make = library.table.`init` else { throw LibraryRefusal("the strategy table has no init") }
        var text = [CChar](repeating: 0, count: 512)
        let instance = parameters.withUnsafeBufferPointer { parameters in
            make(host, parameters.baseAddress, UInt32(parameters.count), &text, text.count)
        }
        guard let instance else {
            text[text.count - 1] = 0
            let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw LibraryRefusal("init refused: \(reason.isEmpty ? "no reason given" : reason)")
        }
        return Strategy(library.table, wants: library.facts.wants, instance: instance)
    }
}
