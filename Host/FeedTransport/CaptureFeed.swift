/// A recorded feed: the two lines of a capture file through the sequencer, with the capture's own
/// times. Nobody can be asked for what is missing.

public struct CaptureFeed: ~Copyable {
    /// What a capture held, by kind. Every number only rises.
    public struct Counters: Hashable, Sendable, BitwiseCopyable {
        public var packets: UInt64 = 0
        /// Datagrams of one of the lines.
        public var datagrams: UInt64 = 0
        /// Sound packets of something else.
        public var others: UInt64 = 0
        /// Capture faults and refused MoldUDP64 packets.
        public var faults: UInt64 = 0

        public init() {}
    }

    /// A fault and where in the file it is.
    public struct Fault: Hashable, Sendable, CustomStringConvertible {
        public let offset: Int
        public let description: String
    }

    private let file: MappedFile
    private var reader: CaptureReader
    private var sequencer: MoldSequencer
    private let lineA: Endpoint?
    private let lineB: Endpoint?
    private var isAtEnd = false
    public private(set) var counters = Counters()
    /// The first of the faults; `counters` has how many there are.
    public private(set) var faults: [Fault] = []
    /// Byte from which on nothing could be read, when that was before the end of the file.
    public private(set) var stopped: Int?
    /// When the packet was captured that the last event came from: nanoseconds since the Unix epoch.
    public private(set) var time: Int64 = 0

    static let faultsMax = 64

    /// Opens a capture. The file is mapped, not read.
    ///
    /// - Parameters:
    ///   - lineA: where line A was sent; nil takes every UDP datagram for line A that is not of line B.
    ///   - lineB: where line B was sent, when there is one.
    public init(
        _ path: String, lineA: Endpoint? = nil, lineB: Endpoint? = nil, limits: SequencerLimits = SequencerLimits()
    ) throws(CaptureFeedError) {
        let file = try Self.map(path)
        reader = try Self.read(file.bytes, path)
        self.file = file
        self.lineA = lineA
        self.lineB = lineB
        var limits = limits
        limits.requestAttemptsMax = 0
        sequencer = MoldSequencer(limits)
        faults.reserveCapacity(Self.faultsMax)
    }

    private static func map(_ path: String) throws(CaptureFeedError) -> MappedFile {
        do throws(TransportError) { return try MappedFile(path) } catch { throw .file(error) }
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(CaptureFeedError) -> CaptureReader
    {
        do throws(CaptureFault) { return try CaptureReader(bytes) } catch { throw .capture(path: path, fault: error) }
    }

    public var session: MoldSession? { sequencer.session }
    /// Number of the next message.
    public var nextSequence: UInt64 { sequencer.nextSequence }
    public var totals: SequencerCounters { sequencer.totals }
    public func counters(of line: FeedLine) -> LineCounters { sequencer.counters(of: line) }

    /// The next event; `.idle` at the end of the file.
    public mutating func next() -> FeedEvent {
        while true {
            switch sequencer.next() {
            case .idle: break
            case let event: return event
            }
            guard !isAtEnd else { return .idle }
            take(reader.next())
        }
    }

    private mutating func take(_ step: CaptureStep) {
        switch step {
        case .frame(let frame):
            counters.packets &+= 1
            do throws(CaptureFault) {
                guard let datagram = try CapturedDatagram(frame) else {
                    counters.others &+= 1
                    return
                }
                take(datagram)
            } catch {
                note(error.offset, "\(error)")
            }
        case .fault(let fault):
            note(fault.offset, "\(fault)")
            if fault.kind.endsReading { stopped = fault.offset }
        case .end:
            isAtEnd = true
            // What is still missing will not come: let every wait run out.
            while sequencer.deadline < .max {
                let deadline = sequencer.deadline
                guard sequencer.nextRequest(at: deadline) == nil, sequencer.deadline > deadline else { break }
            }
        }
    }

    private mutating func take(_ datagram: CapturedDatagram) {
        let line: FeedLine
        switch datagram.destination {
        case lineB: line = .b
        case lineA ?? datagram.destination: line = .a
        default:
            counters.others &+= 1
            return
        }
        counters.datagrams &+= 1
        time = max(time, datagram.time)
        if case .refused(let fault) = sequencer.receive(datagram.payload, on: line, at: time) {
            note(datagram.offset &+ fault.offset, "\(fault), whose payload begins at byte \(datagram.offset)")
        }
        if sequencer.isRecovering { _ = sequencer.nextRequest(at: time) }
    }

    private mutating func note(_ offset: Int, _ text: String) {
        counters.faults &+= 1
        if faults.count < Self.faultsMax { faults.append(Fault(offset: offset, description: text)) }
    }
}

/// Why a capture can not be read at all.
public enum CaptureFeedError: Error, Hashable, Sendable, CustomStringConvertible {
    case file(TransportError)
    case capture(path: String, fault: CaptureFault)

    public var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .capture(let path, let fault): "\(path): \(fault)"
        }
    }
}
