// A strategy in Swift for the workers' tests: churns classes and dictionaries on every tick, and
// at the tick named by its parameter `trap` reads past the end of an array.
import PluginABI

final class Churn {
    let host: UnsafePointer<tectra_host>
    let trapAt: Int64
    var ticks: Int64 = 0
    var prices: [Int64: [Int64]] = [:]

    init(_ host: UnsafePointer<tectra_host>, trapAt: Int64) {
        self.host = host
        self.trapAt = trapAt
    }

    func take(_ tick: tectra_tick) {
        ticks += 1
        prices[ticks % 7, default: []].append(tick.bid_price)
        if ticks % 100 == 0 { prices.removeAll() }
        if ticks == trapAt { prices[0] = [prices[3, default: []][9]] }
        if ticks % 1000 == 0 {
            let text = "churned \(ticks) ticks"
            text.withCString { host.pointee.log(host.pointee.context, 2, $0, text.utf8.count) }
        }
    }
}

func literal(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

nonisolated(unsafe) let table: UnsafeMutablePointer<tectra_strategy_vtable> = {
    let descriptor = UnsafeMutablePointer<tectra_descriptor>.allocate(capacity: 1)
    descriptor.initialize(
        to: tectra_descriptor(
            struct_size: UInt32(MemoryLayout<tectra_descriptor>.size), revision: 1, name: literal("churn"),
            version: literal("0.1.0"), author: literal("the tests"), wants: 1, state_schema: 1))
    var table = tectra_strategy_vtable()
    table.struct_size = UInt32(MemoryLayout<tectra_strategy_vtable>.size)
    table.abi_version = 1 << 16
    table.layout = tectra_layout_here()
    table.descriptor = UnsafePointer(descriptor)
    table.`init` = { host, parameters, count, _, _ in
        guard let host else { return nil }
        let trapAt = count > 0 ? parameters?.pointee.integer ?? 0 : 0
        return Unmanaged.passRetained(Churn(host, trapAt: trapAt)).toOpaque()
    }
    table.on_tick = { raw, tick in
        guard let raw, let tick else { return }
        Unmanaged<Churn>.fromOpaque(raw).takeUnretainedValue().take(tick.pointee)
    }
    table.shutdown = { raw in raw.map { Unmanaged<Churn>.fromOpaque($0).release() } }
    let memory = UnsafeMutablePointer<tectra_strategy_vtable>.allocate(capacity: 1)
    memory.initialize(to: table)
    return memory
}()

@c @implementation
public func tectra_strategy_entry(_ host_abi: UInt32) -> UnsafePointer<tectra_strategy_vtable>! {
    UnsafePointer(table)
}
