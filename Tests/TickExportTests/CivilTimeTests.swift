// Times to text and back, over four centuries.
import Foundation
import TestSupport
import Testing
import TickExport

@Suite struct CivilTimeTests {
    @Test func textIsReadBack() {
        var random = SplitMix64.printed()
        for _ in 0..<2_000 {
            let time = Int64(bitPattern: random.next()) / 2
            #expect(CivilTime.parse(CivilTime.text(time)) == time, "\(time)")
        }
        #expect(CivilTime.text(0) == "1970-01-01T00:00:00.000000000Z")
        #expect(CivilTime.text(-1) == "1969-12-31T23:59:59.999999999Z")
    }

    @Test func datesAreFoundationsDates() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: Int64(-90_000), to: 80_000, by: 97) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let text = CivilTime.text(day: day).split(separator: "-").compactMap { Int($0) }
            #expect(text == [parts.year, parts.month, parts.day])
        }
    }

    @Test func whatIsNoTimeIsRefused() {
        for text in [
            "", "2026-13-01", "2026-02-30", "2026-1-1T", "2026-01-01T25:00:00", "2026-01-01T10:00",
            "2026-01-01T10:00:00.", "2026-01-01T10:00:00.1234567890", "26-01-01x", "x", "2026-01-01T10:00:61",
            "99999999999999999999", "1500-01-01",
        ] {
            #expect(CivilTime.parse(text) == nil, "\(text)")
        }
        let midnight: Int64 = 1_795_651_200_000_000_000
        #expect(CivilTime.parse("2026-11-26") == midnight)
        #expect(CivilTime.parse("2026-11-26T09:30:00.5") == midnight + 34_200_500_000_000)
        #expect(CivilTime.parse("17") == 17)
    }
}
