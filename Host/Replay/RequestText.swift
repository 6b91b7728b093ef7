/// A strategy's request in words, for the one difference that is shown.
internal import PluginABI
internal import Records

enum RequestText {
    static func text(_ record: [UInt8]) -> String {
        record.withUnsafeBytes { bytes in
            let number = bytes.count >= 24 ? bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) : 0
            let cause = bytes.count >= 24 ? bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self) : 0
            return "\(what(bytes)) (its request \(number), caused by input \(cause))"
        }
    }

    /// What the journal has and what came now; the fields that differ when both are of one kind.
    static func contrast(_ journaled: [UInt8], _ replayed: [UInt8]) -> String {
        let (before, now) = (text(journaled), text(replayed))
        return before == now ? "\(before), with other bytes" : "\(before) then, \(now) now"
    }

    private static func what(_ bytes: UnsafeRawBufferPointer) -> String {
        if let submit = tectra_submit(copying: bytes) {
            let side = submit.side == UInt8(TECTRA_BUY) ? "buy" : "sell"
            let price = submit.price == Price.none ? "at market" : "at \(submit.price)e-9"
            return "submit \(submit.client_id), \(side) \(submit.quantity) of instrument \(submit.instrument) \(price)"
        }
        if let modify = tectra_modify(copying: bytes) {
            return "modify \(modify.client_id) to \(modify.quantity) at \(modify.price)e-9"
        }
        if let cancel = tectra_cancel(copying: bytes) { return "cancel \(cancel.client_id)" }
        if let signal = tectra_signal(copying: bytes) {
            return "signal of type \(signal.type) for instrument \(signal.instrument), confidence \(signal.confidence)"
        }
        if let timer = tectra_set_timer(copying: bytes) { return "timer \(timer.timer_id), due at \(timer.due)" }
        if let log = tectra_log(copying: bytes) {
            let line = withUnsafeBytes(of: log.text) { String(decoding: $0.prefix(Int(log.length)), as: UTF8.self) }
            return "log line \"\(line)\""
        }
        if let answer = tectra_configured(copying: bytes) {
            return "answer about \(answer.parameters) parameters, status \(answer.status)"
        }
        let template = bytes.count >= 4 ? bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self) : 0
        return "a request of template \(template)"
    }
}
