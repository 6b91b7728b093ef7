/// Passing one input through: the order of the steps is what replay and the workers' merge rely on.
internal import Engine
public import Journal
public import PluginABI
public import Records
internal import SharedMemory
internal import Workers

extension Pipeline {
    /// Passes on a record that has a sequence field of the host's: it is filled in here.
    ///
    /// - Parameter received: when the host took it in, ns since the epoch; in a backtest, event time.
    /// - Throws: when the journal cannot take the input. Then nothing was applied.
    public mutating func input<Input: Record>(_ input: Input, received: Int64) throws(JournalError) {
        var record = input
        try withUnsafeMutableBytes(of: &record) { bytes throws(JournalError) in
            try self.input(bytes, received: received)
        }
    }

    /// The same for a record as bytes, of at least 24.
    public mutating func input(_ record: UnsafeMutableRawBufferPointer, received: Int64) throws(JournalError) {
        guard record.count >= 24 else { return }
        record.storeBytes(of: engine.sequence &+ 1, toByteOffset: 8, as: UInt64.self)
        try pass(UnsafeRawBufferPointer(record), from: 0, received: received)
    }

    /// Passes on a request of a strategy, as it was copied out of its ring.
    public mutating func request(
        _ record: UnsafeRawBufferPointer, from strategy: UInt8, received: Int64
    ) throws(JournalError) {
        try pass(record, from: strategy, received: received)
    }

    private mutating func pass(
        _ record: UnsafeRawBufferPointer, from strategy: UInt8, received: Int64
    ) throws(JournalError) {
        let sequence = engine.sequence &+ 1
        try journal?.append(record, kind: .input, strategy: strategy, sequence: sequence, received: received)
        engine.apply(record, from: strategy, into: &outputs)
        if mirrored != 0, strategy == 0, record.isFeedMessage { applyOnPaper() }
        guard outputs.count > 0 else { return }
        try journalOutputs(sequence)
        publishPrivate()
        publishMarket()
    }

    /// Writes the record that a journal begins with; its sequence is 0, for the core was made with it.
    public mutating func begin(_ session: tectra_session) throws(JournalError) {
        try withUnsafeBytes(of: session) { bytes throws(JournalError) in
            try journal?.append(bytes, kind: .input, strategy: 0, sequence: 0, received: session.time)
        }
    }

    /// Writes a note about the run; replay passes over it.
    public mutating func note(_ record: UnsafeRawBufferPointer, strategy: UInt8 = 0) throws(JournalError) {
        try journal?.append(record, kind: .note, strategy: strategy, sequence: engine.sequence, received: 0)
    }
}

// MARK: - Outputs

extension Pipeline {
    private mutating func journalOutputs(_ sequence: UInt64) throws(JournalError) {
        guard journal != nil else { return }
        var position = 0
        while let output = outputs.next(&position) {
            try journal?.append(
                output.record, kind: .output, strategy: output.strategy, sequence: sequence, received: 0)
        }
    }

    private mutating func publishPrivate() {
        var position = 0
        while let output = outputs.next(&position) {
            guard output.audience == .strategy else { continue }
            if isAttached(output.strategy), !workers[output.strategy].pointee.mail.write(output.record) {
                overflowing |= 1 << UInt64(output.strategy)
            }
            if mirrored != 0, isMirrored(output.strategy) { mirror(output.record, to: output.strategy) }
        }
    }

    private mutating func publishMarket() {
        var position = 0
        var hasAny = false
        while let output = outputs.next(&position) {
            guard output.audience == .market else { continue }
            market.stage(output.record)
            hasAny = true
        }
        if hasAny {
            market.commit()
            lastMarketSequence = engine.sequence
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Of a record with a whole header.
    @inline(__always)
    fileprivate var isFeedMessage: Bool {
        count >= 8 && loadUnaligned(fromByteOffset: 2, as: UInt16.self) == UInt16(TECTRA_FEED_MESSAGE)
    }
}
