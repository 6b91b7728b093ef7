// Runs a compiled filter on a made-up call, as the kernel would: so every rule can be tried with
// every argument, without a process dying for each.
import Sandbox

/// A call as the kernel describes it to a filter (struct seccomp_data).
struct DescribedCall {
    static let nativeArchitecture: UInt32 = {
        #if arch(x86_64)
        0xC000_003E
        #else
        0xC000_00B7
        #endif
    }()
    static let i386: UInt32 = 0x4000_0003

    var number: UInt32
    var architecture = nativeArchitecture
    var arguments: [UInt64] = [0, 0, 0, 0, 0, 0]

    /// The 32-bit word at a byte offset of seccomp_data.
    func word(at offset: UInt32) -> UInt32? {
        switch offset {
        case 0: return number
        case 4: return architecture
        case 8, 12: return 0
        default:
            guard offset >= 16, offset < 64, offset % 4 == 0 else { return nil }
            let argument = arguments[Int((offset - 16) / 8)]
            return UInt32(truncatingIfNeeded: offset % 8 == 0 ? argument : argument >> 32)
        }
    }
}

enum FilterEvaluator {
    struct Unknown: Error { let code: UInt16 }

    /// The filter's SECCOMP_RET_… value.
    static func run(_ program: FilterProgram, on call: DescribedCall) throws -> UInt32 {
        var accumulator: UInt32 = 0
        var at = 0
        while true {
            let base = at * 8
            let bytes = program.instructions
            let code = UInt16(bytes[base]) | UInt16(bytes[base + 1]) << 8
            let constant = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[base + 4 + $1]) << (8 * UInt32($1)) }
            let (yes, no) = (Int(bytes[base + 2]), Int(bytes[base + 3]))
            at += 1
            switch code {
            case 0x20:
                guard let word = call.word(at: constant) else { throw Unknown(code: code) }
                accumulator = word
            case 0x54: accumulator &= constant
            case 0x05: at += Int(constant)
            case 0x15: at += accumulator == constant ? yes : no
            case 0x25: at += accumulator > constant ? yes : no
            case 0x35: at += accumulator >= constant ? yes : no
            case 0x45: at += accumulator & constant != 0 ? yes : no
            case 0x06: return constant
            default: throw Unknown(code: code)
            }
        }
    }
}
