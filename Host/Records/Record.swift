/// The C records of the contract as the host's Swift code uses them.
///
/// A `Record` is one SBE message whose bytes are the struct itself. Conformances below give each
/// its template id, so that a blank one has a true header and a raw one can be recognized.
public import PluginABI

/// A record of the contract: an SBE header, then a fixed block. Every one is a trivial C struct; the
/// protocol can not inherit BitwiseCopyable, because the compiler already gave it to imported types.
public protocol Record {
    /// The SBE template id.
    static var templateID: UInt16 { get }
    var header: tectra_header { get set }
    init()
}

extension Record {
    /// Size of the whole record with its header, in bytes.
    @inlinable @inline(__always)
    public static var size: Int { MemoryLayout<Self>.size }

    /// A record with a true header and zeros behind it.
    @inlinable @inline(__always)
    public static var blank: Self {
        var record = Self()
        record.header = tectra_header(
            block_length: UInt16(truncatingIfNeeded: size - MemoryLayout<tectra_header>.size),
            template_id: templateID,
            schema_id: UInt16(TECTRA_SCHEMA_ID),
            version: UInt16(TECTRA_SCHEMA_VERSION)
        )
        return record
    }

    /// Reads a record from bytes that may come from anywhere.
    ///
    /// - Returns: nil when the bytes are too few or the header is not this record's.
    @inlinable
    public init?(copying bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.size, let base = bytes.baseAddress else { return nil }
        let record = base.loadUnaligned(as: Self.self)
        guard record.header.template_id == Self.templateID,
            record.header.schema_id == UInt16(TECTRA_SCHEMA_ID),
            Int(record.header.block_length) == Self.size - MemoryLayout<tectra_header>.size
        else { return nil }
        self = record
    }
}

extension tectra_header {
    /// Size of the whole record that this header begins, in bytes.
    @inlinable
    public var recordSize: Int { Int(block_length) + MemoryLayout<tectra_header>.size }
}

// MARK: - Market

extension tectra_tick: Record { @inlinable public static var templateID: UInt16 { 1 } }
extension tectra_trade: Record { @inlinable public static var templateID: UInt16 { 2 } }
extension tectra_book: Record { @inlinable public static var templateID: UInt16 { 3 } }
extension tectra_bar: Record { @inlinable public static var templateID: UInt16 { 4 } }
extension tectra_instrument: Record { @inlinable public static var templateID: UInt16 { 5 } }
extension tectra_market_status: Record { @inlinable public static var templateID: UInt16 { 7 } }
extension tectra_feed_state: Record { @inlinable public static var templateID: UInt16 { 6 } }

// MARK: - Host to one strategy

extension tectra_order: Record { @inlinable public static var templateID: UInt16 { 16 } }
extension tectra_fill: Record { @inlinable public static var templateID: UInt16 { 17 } }
extension tectra_position: Record { @inlinable public static var templateID: UInt16 { 18 } }
extension tectra_timer: Record { @inlinable public static var templateID: UInt16 { 19 } }
extension tectra_parameter: Record { @inlinable public static var templateID: UInt16 { 20 } }
extension tectra_command: Record { @inlinable public static var templateID: UInt16 { 21 } }
extension tectra_kill: Record { @inlinable public static var templateID: UInt16 { 22 } }

// MARK: - Strategy to host

extension tectra_submit: Record { @inlinable public static var templateID: UInt16 { 32 } }
extension tectra_modify: Record { @inlinable public static var templateID: UInt16 { 33 } }
extension tectra_cancel: Record { @inlinable public static var templateID: UInt16 { 34 } }
extension tectra_cancel_all: Record { @inlinable public static var templateID: UInt16 { 35 } }
extension tectra_signal: Record { @inlinable public static var templateID: UInt16 { 36 } }
extension tectra_log: Record { @inlinable public static var templateID: UInt16 { 37 } }
extension tectra_set_timer: Record { @inlinable public static var templateID: UInt16 { 38 } }
extension tectra_lapped: Record { @inlinable public static var templateID: UInt16 { 39 } }
extension tectra_configured: Record { @inlinable public static var templateID: UInt16 { 41 } }
/// A state chunk goes both ways; `blank` is the worker's, the host sets TECTRA_STATE_IN itself.
extension tectra_state: Record { @inlinable public static var templateID: UInt16 { 40 } }

// MARK: - Inputs and outputs that only the journal sees

extension tectra_feed_message: Record { @inlinable public static var templateID: UInt16 { 64 } }
extension tectra_clock: Record { @inlinable public static var templateID: UInt16 { 65 } }
extension tectra_deploy: Record { @inlinable public static var templateID: UInt16 { 66 } }
extension tectra_subscribe: Record { @inlinable public static var templateID: UInt16 { 67 } }
extension tectra_strategy_command: Record { @inlinable public static var templateID: UInt16 { 68 } }
extension tectra_limits: Record { @inlinable public static var templateID: UInt16 { 69 } }
extension tectra_limits_commit: Record { @inlinable public static var templateID: UInt16 { 70 } }
extension tectra_kill_switch: Record { @inlinable public static var templateID: UInt16 { 71 } }
extension tectra_worker_lost: Record { @inlinable public static var templateID: UInt16 { 72 } }
extension tectra_session: Record { @inlinable public static var templateID: UInt16 { 73 } }
extension tectra_fees: Record { @inlinable public static var templateID: UInt16 { 74 } }
extension tectra_bar_sizes: Record { @inlinable public static var templateID: UInt16 { 77 } }
extension tectra_deny: Record { @inlinable public static var templateID: UInt16 { 78 } }
extension tectra_parameter_change: Record { @inlinable public static var templateID: UInt16 { 79 } }
extension tectra_configure: Record { @inlinable public static var templateID: UInt16 { 80 } }
extension tectra_publish_symbols: Record { @inlinable public static var templateID: UInt16 { 81 } }
extension tectra_publish: Record { @inlinable public static var templateID: UInt16 { 82 } }
extension tectra_depth_cadence: Record { @inlinable public static var templateID: UInt16 { 83 } }
extension tectra_promote: Record { @inlinable public static var templateID: UInt16 { 75 } }
extension tectra_feed_event: Record { @inlinable public static var templateID: UInt16 { 76 } }
extension tectra_verdict: Record { @inlinable public static var templateID: UInt16 { 96 } }
extension tectra_strategy_state: Record { @inlinable public static var templateID: UInt16 { 97 } }
extension tectra_kill_state: Record { @inlinable public static var templateID: UInt16 { 98 } }
extension tectra_stamp: Record { @inlinable public static var templateID: UInt16 { 120 } }
extension tectra_shadow_difference: Record { @inlinable public static var templateID: UInt16 { 121 } }
