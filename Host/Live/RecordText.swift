/// Texts in the fixed fields of records: UTF-8, zero-padded, cut to fit with a final zero.
internal import PluginABI
internal import Records

extension UnsafeMutableRawBufferPointer {
    /// Writes a text into a field, zeros behind it.
    func put(_ text: String) {
        initializeMemory(as: UInt8.self, repeating: 0)
        for (index, byte) in text.utf8.prefix(Swift.max(0, count - 1)).enumerated() { self[index] = byte }
    }
}

extension tectra_kill_switch {
    mutating func setOperator(_ text: String) { withUnsafeMutableBytes(of: &operator_name) { $0.put(text) } }
    mutating func setText(_ text: String) { withUnsafeMutableBytes(of: &self.text) { $0.put(text) } }
}

extension tectra_subscribe {
    init(_ strategy: UInt8, to symbol: String) {
        self = .blank
        self.strategy = strategy
        withUnsafeMutableBytes(of: &self.symbol) { $0.put(symbol) }
    }
}
