/// The one symbol that the library exports.
public import TectraStrategy

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func tectra_strategy_entry(_ hostABI: UInt32) -> UnsafePointer<tectra_strategy_vtable>? {
    Plugin.entry(MeanReversion.self, hostABI)
}
