/// An IPv4 address and a port, as people write them.
internal import CNet

public struct Endpoint: Hashable, Sendable, BitwiseCopyable {
    /// In host order: 127.0.0.1 is 0x7F00_0001.
    public var address: UInt32
    public var port: UInt16

    public init(address: UInt32, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// 127.0.0.1 with a port; 0 lets the system choose one.
    public static func loopback(_ port: UInt16 = 0) -> Endpoint { Endpoint(address: 0x7F00_0001, port: port) }

    /// Reads `a.b.c.d:port`; nil when it is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]), let address = Self.address(parts[0]) else { return nil }
        self.init(address: address, port: port)
    }

    /// Reads `a.b.c.d`; nil when it is anything else.
    public static func address(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard let byte = UInt8(part), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    /// 224.0.0.0 to 239.255.255.255.
    public var isMulticast: Bool { address >> 28 == 0xE }

    init(_ raw: tectra_endpoint) { self.init(address: raw.address, port: raw.port) }
    var raw: tectra_endpoint { tectra_endpoint(address: address, port: port) }
}

extension Endpoint: CustomStringConvertible {
    public var description: String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255):\(port)"
    }
}
