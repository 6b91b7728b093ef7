// Bytes become a record only when they are one, and money is exact.
import PluginABI
import Records
import Testing

@Suite struct RecordTests {
    @Test func aBlankRecordIsReadAgain() {
        var submit = tectra_submit.blank
        submit.client_id = 7
        submit.quantity = 100
        let bytes = withUnsafeBytes(of: submit) { Array($0) }
        #expect(submit.header.recordSize == tectra_submit.size && bytes.count == tectra_submit.size)
        let again = bytes.withUnsafeBytes { tectra_submit(copying: $0) }
        #expect(again?.client_id == 7 && again?.quantity == 100)
    }

    /// The header says what the bytes are: one byte of it changed, or one byte too few, and they are nothing.
    @Test func whatIsNotTheRecordIsNil() {
        let bytes = withUnsafeBytes(of: tectra_submit.blank) { Array($0) }
        for place in 0..<6 {
            var other = bytes
            other[place] ^= 1
            #expect(other.withUnsafeBytes { tectra_submit(copying: $0) } == nil, "byte \(place)")
        }
        #expect(bytes.dropLast().withUnsafeBytes { tectra_submit(copying: $0) } == nil)
        #expect(bytes.withUnsafeBytes { tectra_modify(copying: $0) } == nil)
        #expect([UInt8]().withUnsafeBytes { tectra_submit(copying: $0) } == nil)
    }

    @Test func productsAreExactAndSumsEndAtTheEdge() {
        #expect(notional(price: .max, quantity: .max) == Int128(Int64.max) * Int128(Int64.max))
        #expect(notional(price: .min, quantity: 2) == Int128(Int64.min) * 2)
        #expect(Int64(saturating: Int128(Int64.max) + 1) == .max)
        #expect(Int64(saturating: Int128(Int64.min) - 1) == .min)
        #expect(Int64(saturating: -5) == -5)
    }

    @Test func aSideIsOneOfTwo() {
        #expect((0...255).compactMap { Side(rawValue: UInt8($0)) } == [.buy, .sell])
        #expect(Side.allCases.allSatisfy { $0.opposite.opposite == $0 && $0.sign == -$0.opposite.sign })
    }
}
