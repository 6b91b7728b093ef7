// Attack 36, in Swift: failed preconditions, a forced nil, an overflow, reading past an end, endless recursion, and a
// task, which needs threads that are not to be had. Observed: a trap (SIGILL) for each; no backtracer is started; the
// task never runs and does not end the worker.
import Glibc
import PluginABI

final class Attacker {
    let host: UnsafePointer<tectra_host>
    let variant: String
    var ticks = 0
    var numbers: [Int8] = [1, 2, 3]
    var nothing: Attacker?

    init(_ host: UnsafePointer<tectra_host>, _ variant: String) {
        self.host = host
        self.variant = variant
    }

    func say(_ text: String) {
        text.withCString { host.pointee.log(host.pointee.context, 2, $0, text.utf8.count) }
    }

    func attack() {
        ticks += 1
        guard ticks == 1 else { return }
        switch variant {
        case "fatal-error": fatalError("by intention")
        case "forced-nil": say("\(nothing!.ticks)")
        case "overflow": for index in 0..<200 { numbers[0] += Int8(index % 2 + 1) }
        case "past-end": say("\(numbers[ticks + 5])")
        case "nan": say("\(Int(Double.nan * Double(ticks)))")
        case "recursion": say("\(deeper(ticks))")
        case "task":
            Task { print("a task ran") }
            say("held task 11")
        default: break
        }
    }

    func deeper(_ depth: Int) -> Int { numbers.withUnsafeBufferPointer { deeper(depth + Int($0[0])) + depth } }
}

func literal(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

nonisolated(unsafe) let table: UnsafeMutablePointer<tectra_strategy_vtable> = {
    let descriptor = UnsafeMutablePointer<tectra_descriptor>.allocate(capacity: 1)
    descriptor.initialize(
        to: tectra_descriptor(
            struct_size: UInt32(MemoryLayout<tectra_descriptor>.size), revision: 1, name: literal("attack"),
            version: literal("1.0.0"), author: literal("the suite"), wants: 1, state_schema: 1))
    var table = tectra_strategy_vtable()
    table.struct_size = UInt32(MemoryLayout<tectra_strategy_vtable>.size)
    table.abi_version = 1 << 16
    table.layout = tectra_layout_here()
    table.descriptor = UnsafePointer(descriptor)
    table.`init` = { host, parameters, count, _, _ in
        guard let host else { return nil }
        var variant = ""
        for index in 0..<Int(count) {
            guard let parameter = parameters?[index] else { continue }
            let name = withUnsafeBytes(of: parameter.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard name == "variant" else { continue }
            variant = withUnsafeBytes(of: parameter.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return Unmanaged.passRetained(Attacker(host, variant)).toOpaque()
    }
    table.on_tick = { context, _ in
        if let context { Unmanaged<Attacker>.fromOpaque(context).takeUnretainedValue().attack() }
    }
    table.shutdown = { _ in }
    let place = UnsafeMutablePointer<tectra_strategy_vtable>.allocate(capacity: 1)
    place.initialize(to: table)
    return place
}()

@c @implementation
public func tectra_strategy_entry(_ hostABI: UInt32) -> UnsafePointer<tectra_strategy_vtable>? { UnsafePointer(table) }
