/// One of the two instruments of the pair.
import TectraStrategy

struct Leg {
    /// nil until its first tick.
    var instrument: InstrumentID?
    /// The last tradable top; nil while it can not be traded.
    var top: TopOfBook?
    var holding = TargetPosition(position: 0)

    /// Works toward the target while there is somebody to trade with.
    mutating func work(_ host: Host) {
        guard let instrument, let top else { return }
        holding.work(instrument, top, host)
    }
}
