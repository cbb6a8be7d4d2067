import Foundation
import Testing

@testable import Roster

@Suite struct TimestampTests {
    @Test func `the text is RFC 3339 in UTC`() {
        let moment = Timestamp(milliseconds: 1_795_420_800_007)
        #expect(moment.description == "2026-11-23T08:00:00Z")
        #expect(moment.descriptionWithMilliseconds == "2026-11-23T08:00:00.007Z")
    }

    @Test func `every day of four centuries has Foundation's date`() {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -40_000 as Int64, to: 110_000, by: 7) {
            let seconds = day * 86_400 + Int64(day.magnitude * 7_919 % 86_400)
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(Timestamp(milliseconds: seconds * 1_000).description == expected)
        }
    }

    @Test func `moments before 1970 round down`() {
        #expect(Timestamp(milliseconds: -1).seconds == -1)
        #expect(
            Timestamp(milliseconds: -1).descriptionWithMilliseconds == "1969-12-31T23:59:59.999Z"
        )
        #expect(Timestamp(milliseconds: -1_000).wholeSeconds.milliseconds == -1_000)
    }

    @Test func `arithmetic at the ends of the scale stays there`() {
        #expect(Timestamp(milliseconds: 0).advanced(bySeconds: .max).milliseconds == .max)
        #expect(Timestamp(milliseconds: 0).advanced(bySeconds: .min).milliseconds == .min)
        #expect(Timestamp(milliseconds: .min).wholeSeconds.seconds < 0)
    }
}
