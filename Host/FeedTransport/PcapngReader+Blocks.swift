/// What the blocks of a pcapng file say.

extension PcapngReader {
    /// An interface description block; a fault when it is none.
    mutating func describe(_ body: Body) -> CaptureFault? {
        guard let link = body.number(UInt16.self, at: 0), let snap = body.number(UInt32.self, at: 4) else {
            return CaptureFault(.blockBody, at: body.offset)
        }
        guard interfaces.count < Self.interfacesMax else {
            return CaptureFault(.tooManyInterfaces, at: body.offset)
        }
        var interface = Interface(linkType: UInt32(link), snapLength: snap)
        var place = 8
        while let code = body.number(UInt16.self, at: place), code != 0,
            let length = body.number(UInt16.self, at: place + 2),
            let value = body.bytes.slice(at: place + 4, count: Int(length))
        {
            switch (code, length) {
            case (9, 1): interface.ticksPerSecond = Self.ticksPerSecond(value[0])
            case (14, 8): interface.offsetSeconds = body.number(Int64.self, at: place + 4) ?? 0
            default: break
            }
            place += 4 + (Int(length) + 3) & ~3
        }
        interfaces.append(interface)
        return nil
    }

    /// if_tsresol: a negative power of 10, or of 2 when the top bit is set.
    private static func ticksPerSecond(_ resolution: UInt8) -> UInt64? {
        let exponent = Int(resolution & 0x7F)
        if resolution & 0x80 != 0 { return exponent < 64 ? 1 << UInt64(exponent) : nil }
        guard exponent <= 19 else { return nil }
        return (0..<exponent).reduce(UInt64(1)) { power, _ in power * 10 }
    }

    func enhancedPacket(_ body: Body) -> CaptureStep {
        guard let interface = body.number(UInt32.self, at: 0) else {
            return .fault(CaptureFault(.blockBody, at: body.offset))
        }
        return packet(body, interface: interface)
    }

    /// The packet block that came before the enhanced one differs in where the interface is.
    func oldPacket(_ body: Body) -> CaptureStep {
        guard let interface = body.number(UInt16.self, at: 0) else {
            return .fault(CaptureFault(.blockBody, at: body.offset))
        }
        return packet(body, interface: UInt32(interface))
    }

    private func packet(_ body: Body, interface number: UInt32) -> CaptureStep {
        guard let high = body.number(UInt32.self, at: 4), let low = body.number(UInt32.self, at: 8),
            let size = body.number(UInt32.self, at: 12), let wire = body.number(UInt32.self, at: 16),
            let packet = body.bytes.slice(at: 20, count: Int(size))
        else { return .fault(CaptureFault(.blockBody, at: body.offset)) }
        guard Int(number) < interfaces.count else { return .fault(CaptureFault(.noInterface, at: body.offset)) }
        let interface = interfaces[Int(number)]
        guard let ticksPerSecond = interface.ticksPerSecond,
            let time = CaptureTime.nanoseconds(
                UInt64(high) << 32 | UInt64(low), perSecond: ticksPerSecond, offset: interface.offsetSeconds)
        else { return .fault(CaptureFault(.time, at: body.offset + 4)) }
        return .frame(
            CaptureFrame(
                time: time, bytes: packet, wireBytes: max(Int(wire), packet.count), linkType: interface.linkType,
                offset: body.offset + 20))
    }

    /// Without a time, of the first interface, and as long as that one's snap length lets it be.
    func simplePacket(_ body: Body) -> CaptureStep {
        guard let wire = body.number(UInt32.self, at: 0) else {
            return .fault(CaptureFault(.blockBody, at: body.offset))
        }
        guard let interface = interfaces.first else { return .fault(CaptureFault(.noInterface, at: body.offset)) }
        let bound = interface.snapLength > 0 ? min(wire, interface.snapLength) : wire
        guard let packet = body.bytes.slice(at: 4, count: Int(bound)) else {
            return .fault(CaptureFault(.blockBody, at: body.offset))
        }
        return .frame(
            CaptureFrame(
                time: 0, bytes: packet, wireBytes: Int(wire), linkType: interface.linkType, offset: body.offset + 4))
    }
}
