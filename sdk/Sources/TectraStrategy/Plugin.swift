/// The exporter: turns a `Strategy` into the contract's table of callbacks.
public import PluginABI

public enum Plugin {
    // A library holds one strategy, and the loader calls the entry from one thread.
    nonisolated(unsafe) private static var exported: (any Strategy.Type)?
    nonisolated(unsafe) private static var table: UnsafePointer<tectra_strategy_vtable>?

    /// The body of `tectra_strategy_entry`: the same table at every call; nil refuses a host of
    /// another major version or one older than the headers this was built with.
    public static func entry(
        _ type: any Strategy.Type, _ hostABI: UInt32
    ) -> UnsafePointer<tectra_strategy_vtable>? {
        guard hostABI >> 16 == UInt32(TECTRA_ABI_MAJOR), hostABI & 0xFFFF >= UInt32(TECTRA_ABI_MINOR) else {
            return nil
        }
        if let table { return table }
        exported = type
        table = makeTable(type) { host, parameters, count, error, capacity in
            guard let exported = Plugin.exported else { return nil }
            return Plugin.make(exported, host, parameters, count, error, capacity)
        }
        return table
    }

    /// Makes a strategy as `init` of the table does; a refusal's text goes to `error`.
    public static func make(
        _ type: any Strategy.Type, _ host: UnsafePointer<tectra_host>?,
        _ parameters: UnsafePointer<tectra_parameter>?, _ count: UInt32,
        _ error: UnsafeMutablePointer<CChar>?, _ capacity: Int
    ) -> UnsafeMutableRawPointer? {
        guard let host else { return nil }
        do throws(StrategyError) {
            return try StrategyBox.make(
                type, host, Parameters(UnsafeBufferPointer(start: parameters, count: Int(count))))
        } catch let refusal {
            guard let error, capacity > 0 else { return nil }
            var used = 0
            for byte in refusal.message.utf8.prefix(capacity - 1) {
                error[used] = CChar(bitPattern: byte)
                used += 1
            }
            error[used] = 0
            return nil
        }
    }

    /// The type of the table's `init`.
    public typealias Initializer =
        @convention(c) (
            UnsafePointer<tectra_host>?, UnsafePointer<tectra_parameter>?, UInt32, UnsafeMutablePointer<CChar>?, Int
        ) -> UnsafeMutableRawPointer?

    /// A table for a strategy type. It and its descriptor are never freed, as the contract asks.
    public static func makeTable(
        _ type: any Strategy.Type, _ initializer: Initializer?
    ) -> UnsafePointer<tectra_strategy_vtable> {
        let descriptor = UnsafeMutablePointer<tectra_descriptor>.allocate(capacity: 1)
        descriptor.initialize(to: type.descriptor.record)
        let table = UnsafeMutablePointer<tectra_strategy_vtable>.allocate(capacity: 1)
        table.initialize(to: tectra_strategy_vtable())
        table.pointee.struct_size = UInt32(MemoryLayout<tectra_strategy_vtable>.size)
        table.pointee.abi_version = UInt32(TECTRA_ABI_MAJOR << 16 | TECTRA_ABI_MINOR)
        table.pointee.layout = tectra_layout_here()
        table.pointee.descriptor = UnsafePointer(descriptor)
        table.pointee.`init` = initializer
        fillMarket(&table.pointee, type.descriptor.wants)
        fillPrivate(&table.pointee)
        fillLife(&table.pointee)
        return UnsafePointer(table)
    }
}
