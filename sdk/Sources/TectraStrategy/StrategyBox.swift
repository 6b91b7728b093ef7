/// What the contract's `self` points at: the strategy and its copy of the host's table.
internal import PluginABI

/// Holds one strategy between callbacks. The host's pointer owns it, from `make` to `end`.
///
/// A C function pointer can not be generic, so a callback goes through the existential: one load
/// of the object, one of its witness table, one indirect call.
@usableFromInline
final class StrategyBox {
    @usableFromInline let strategy: any Strategy
    let table: UnsafeMutablePointer<tectra_host>

    private init(strategy: any Strategy, table: UnsafeMutablePointer<tectra_host>) {
        self.strategy = strategy
        self.table = table
    }

    /// Makes a strategy for a host and returns what the host is to hand back with every call.
    static func make(
        _ type: any Strategy.Type, _ host: UnsafePointer<tectra_host>, _ parameters: borrowing Parameters
    ) throws(StrategyError) -> UnsafeMutableRawPointer {
        // An older host's table is shorter: what it does not have is NULL here.
        let table = UnsafeMutablePointer<tectra_host>.allocate(capacity: 1)
        table.initialize(to: tectra_host())
        let size = min(Int(host.pointee.struct_size), MemoryLayout<tectra_host>.size)
        UnsafeMutableRawPointer(table).copyMemory(from: host, byteCount: size)
        do throws(StrategyError) {
            let box = StrategyBox(strategy: try type.init(host: Host(table), parameters: parameters), table: table)
            return Unmanaged.passRetained(box).toOpaque()
        } catch {
            table.deallocate()
            throw error
        }
    }

    /// The last call, then the end of the strategy and after it of its table.
    static func end(_ pointer: UnsafeMutableRawPointer) {
        let box = Unmanaged<StrategyBox>.fromOpaque(pointer)
        box._withUnsafeGuaranteedRef { $0.strategy.shutdown() }
        let table = box._withUnsafeGuaranteedRef { $0.table }
        box.release()
        table.deallocate()
    }

    /// Calls with the strategy behind a host's pointer, without a retain.
    @inline(__always)
    static func with<Result>(
        _ pointer: UnsafeMutableRawPointer?, else missing: Result, _ body: (any Strategy) -> Result
    ) -> Result {
        guard let pointer else { return missing }
        return Unmanaged<StrategyBox>.fromOpaque(pointer)._withUnsafeGuaranteedRef { body($0.strategy) }
    }
}
