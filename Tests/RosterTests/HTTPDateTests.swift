import Roster
import Testing

struct HTTPDateTests {
    // 2026-11-23T08:00:00Z
    private let now = Timestamp(milliseconds: 1_795_420_800_000)

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
            ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1), ("Mon, 23 Nov 2026 08:02:35 GMT", 1_795_420_955),
        ] as [(String, Int64)]
    )
    func `dates are written and read right over leap years and centuries`(
        text: String,
        seconds: Int64
    ) {
        let moment = Timestamp(milliseconds: seconds * 1_000)
        #expect(Timestamp(httpDate: text, now: now) == moment)
        #expect(moment.httpDate == text)
    }

    @Test func `a fraction of a second is left out`() {
        #expect(Timestamp(milliseconds: 999).httpDate == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(Timestamp(milliseconds: -1).httpDate == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test func `the two older forms are read too`() {
        let moment = Timestamp(milliseconds: 784_111_777_000)
        #expect(Timestamp(httpDate: "Sunday, 06-Nov-94 08:49:37 GMT", now: now) == moment)
        #expect(Timestamp(httpDate: "Sun Nov  6 08:49:37 1994", now: now) == moment)
    }

    @Test(arguments: [
        "", "soon", "Mon, 23 Nov 2026 08:00:30", "Mon, 31 Nov 2026 08:00:30 GMT",
        "Mon, 23 Nov 2026 24:00:00 GMT", "Mon, 29 Feb 2027 08:00:30 GMT",
    ])
    func `what is no date is nothing`(text: String) {
        #expect(Timestamp(httpDate: text, now: now) == nil)
    }
}
