/// The host's services, as a strategy calls them from inside a callback.
public import PluginABI

/// The host. Copy it freely; use it only inside a callback of the strategy it was given to.
///
/// Reads speak of the world as of the event being handled, so that a replay sees the same. Time
/// and randomness come only from here, for the same reason.
public struct Host {
    @usableFromInline let table: UnsafePointer<tectra_host>

    /// - Parameter table: must have all services up to `extension`, NULL or not, and stay valid.
    @inlinable
    public init(_ table: UnsafePointer<tectra_host>) { self.table = table }

    @inlinable @inline(__always)
    var context: UnsafeMutableRawPointer? { table.pointee.context }

    /// Time of the event being handled, nanoseconds since the Unix epoch.
    @inlinable
    public var now: Int64 { table.pointee.now?(context) ?? 0 }

    /// The next 64 bits of the strategy's seeded random sequence.
    @inlinable
    public func random() -> UInt64 { table.pointee.random?(context) ?? 0 }

    /// The seeded random sequence for Swift's own distributions: `Double.random(in: 0..<1, using: &generator)`.
    @inlinable
    public var generator: Generator { Generator(host: self) }

    public struct Generator: RandomNumberGenerator {
        @usableFromInline let host: Host
        @usableFromInline init(host: Host) { self.host = host }
        @inlinable
        public mutating func next() -> UInt64 { host.random() }
    }

    /// Writes a log line; the first 208 bytes of UTF-8 are kept.
    public func log(_ level: LogLevel, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                table.pointee.log?(context, level.rawValue, $0.baseAddress, $0.count)
            }
        }
    }

    /// Asks for `onTimer` when event time reaches `due`. The same id replaces.
    public func setTimer(_ id: TimerID, at due: Int64) throws(Refusal) {
        try Refusal.check(table.pointee.set_timer?(context, id.rawValue, max(due, 1)))
    }

    /// Removes a timer; none of that id is no error.
    public func removeTimer(_ id: TimerID) {
        _ = table.pointee.set_timer?(context, id.rawValue, 0)
    }

    /// Tells people and the lineage what the strategy thinks; it moves no money.
    ///
    /// - Parameters:
    ///   - timestamp: event time the signal speaks of; nil is now.
    ///   - confidence: 0 to 1.
    ///   - metadata: the first 63 bytes of UTF-8 are kept.
    public func emitSignal(
        _ type: SignalType, on instrument: InstrumentID, confidence: Double = 1, metadata: String = "",
        timestamp: Int64? = nil
    ) throws(Refusal) {
        let time = timestamp ?? now
        var metadata = metadata
        let status = metadata.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                table.pointee.emit_signal?(
                    context, time, instrument.rawValue, type.rawValue, confidence, $0.baseAddress, $0.count)
            }
        }
        try Refusal.check(status)
    }
}
