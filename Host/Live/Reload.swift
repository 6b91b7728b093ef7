/// A change of version under way, as the supervisor keeps it: where it is, who waits for it, and when
/// the shadow may take over. Pure: it looks at figures and says what is due.
internal import EngineLink
internal import Pipeline
internal import Workers

struct Reload {
    enum Phase: Equatable {
        /// The trading version was asked for its state.
        case cutting
        /// The new version is told its world and its state.
        case loading
        /// It takes part and catches up.
        case catching
        /// It runs in shadow.
        case shadow
        /// The boundary is journaled; the two are about to change places.
        case promoting
        /// The version that traded before sits in the second seat.
        case kept
        /// The engine thread was asked to let go of the second seat.
        case closing
    }

    let request: ReloadRequest
    /// Who waits for an answer; nil once it was given.
    var origin: LinkReturn?
    var phase = Phase.cutting
    /// What sits in the second seat.
    var seated: Incumbent
    let began: Int64
    /// Monotonic time by which the phase must be over; .max for those that may last.
    var deadline: Int64
    var cut = StateCut()
    var state: [UInt8] = []
    /// Bytes of the state that the new version was sent; -1 before the world it begins with is.
    var sent = -1
    var isLoadCommanded = false
    /// What the shadow must have handled to have caught up.
    var target: UInt64 = 0
    var boundary = PromotionRow()
    /// Begun when this one is closed.
    var next: (request: ReloadRequest, origin: LinkReturn?)?
    /// The strategy has lost its worker: what is seated takes the empty place.
    var isRestart = false
    /// An operator has asked for the promotion.
    var isPromotionAsked = false

    init(_ request: ReloadRequest, _ origin: LinkReturn?, _ seated: Incumbent, now: Int64) {
        self.request = request
        self.origin = origin
        self.seated = seated
        began = now
        deadline = now &+ 3_000_000_000
    }

    /// What is due of a shadow.
    enum Due: Equatable {
        case nothing
        case promotion
        case end(because: String)
    }

    /// - Parameters:
    ///   - handled: sequence of the last event that the shadow has handled.
    func due(handled: UInt64, _ figures: ShadowFigures) -> Due {
        if let most = request.differencesMax, figures.differences > most {
            return .end(
                because: "\(figures.differences) of its requests differ (\(figures.other) in words, \(figures.extra) "
                    + "only it asked, \(figures.missing) only the trading version); at most \(most) were allowed")
        }
        if isPromotionAsked { return .promotion }
        switch request.promotion {
        case .now: return .promotion
        case .after(let count): return handled &- target >= count && handled >= target ? .promotion : .nothing
        case .whenEqual(let count): return figures.run >= count ? .promotion : .nothing
        case .byHand: return .nothing
        }
    }

    var seatState: UInt64 {
        switch phase {
        case .cutting, .loading, .catching: SeatRow.loading
        case .shadow: SeatRow.shadow
        case .promoting: SeatRow.promoting
        case .kept: SeatRow.kept
        case .closing: SeatRow.empty
        }
    }
}
