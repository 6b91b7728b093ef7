/// The one symbol that the library exports. A type other than the contract's is a compile error here.
public import TectraStrategy

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func tectra_strategy_entry(_ hostABI: UInt32) -> UnsafePointer<tectra_strategy_vtable>? {
    Plugin.entry(MyStrategy.self, hostABI)
}
