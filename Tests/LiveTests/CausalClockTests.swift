// From tick to order: only the market's inputs count, and only as long as they are remembered.
import Testing

@testable import Live

@Suite struct CausalClockTests {
    @Test func onlyWhatWasNotedHasATime() {
        var clock = CausalClock()
        clock.note(5, at: 100)
        clock.note(7, at: 300)
        let times = [5, 6, 7, 0, .max].map { clock.time(of: $0) }
        #expect(times == [100, nil, 300, nil, nil], "6 was an operator's command, and the rest a worker made up")
        // 65,536 inputs later the place is another's, or still the old one's; neither answers for the other.
        let early = clock.time(of: 5 + 65_536)
        clock.note(5 + 65_536, at: 900)
        let (late, gone) = (clock.time(of: 5 + 65_536), clock.time(of: 5))
        #expect(early == nil && late == 900 && gone == nil)
    }
}
