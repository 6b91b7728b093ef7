/// Parameters between their records and the host's own type.
public import PluginABI
internal import Records

extension ParameterValue {
    /// Name and value of a record that may come from anywhere.
    ///
    /// - Returns: nil when its kind is none, its name empty, or its number not finite.
    public static func named(_ record: tectra_parameter) -> (name: String, value: ParameterValue)? {
        let name = withUnsafeBytes(of: record.name) { text($0) }
        guard !name.isEmpty else { return nil }
        switch Int(record.kind) {
        case TECTRA_INTEGER: return (name, .integer(record.integer))
        case TECTRA_NUMBER: return record.number.isFinite ? (name, .number(record.number)) : nil
        case TECTRA_TEXT: return (name, .text(withUnsafeBytes(of: record.text) { text($0) }))
        default: return nil
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
