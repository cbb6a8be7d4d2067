import Roster
import Testing

@testable import CMS

struct RetryAfterTests {
    // 2026-11-23T08:00:00Z
    let now = Timestamp(milliseconds: 1_795_420_800_000)

    @Test(
        arguments: [
            ("0", 0), ("7", 7), (" 120 \t", 120), ("86401", 86_400),
            ("99999999999999999999999", 86_400), ("Mon, 23 Nov 2026 08:00:30 GMT", 30),
            ("Monday, 23-Nov-26 08:01:00 GMT", 60), ("Mon Nov 23 08:00:01 2026", 1),
            ("Sun Nov  1 08:00:01 2026", 0), ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 0),
        ] as [(String, Int64)]
    )
    func `seconds and the three kinds of date are understood`(text: String, seconds: Int64) {
        #expect(RetryAfter.seconds(text, now: now) == seconds)
    }

    @Test(arguments: [
        "", " ", "soon", "-1", "+1", "1.5", "1s", "0x10", "Mon, 23 Nov 2026 08:00:30",
        "Mon, 23 Nov 2026 08:00:30 CET", "Mon, 31 Nov 2026 08:00:30 GMT",
        "Mon, 23 Nov 2026 24:00:00 GMT", "Mon, 23 Nov 2026 8:00:00 GMT", "23 Nov 2026", "٧",
        "Mon, 23 Xxx 2026 08:00:30 GMT", "Mon, 29 Feb 2027 08:00:30 GMT",
    ])
    func `anything else is nothing`(text: String) {
        #expect(RetryAfter.seconds(text, now: now) == nil)
    }
}
