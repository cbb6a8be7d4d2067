import Testing

@testable import Roster

@Suite struct TimestampParsingTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-23T08:00:00Z", 1_795_420_800_000),
        ("2026-11-23t08:00:00z", 1_795_420_800_000),
        ("2026-11-23T08:00:00.007Z", 1_795_420_800_007),
        ("2026-11-23T08:00:00.5Z", 1_795_420_800_500),
        ("2026-11-23T08:00:00.123999999999Z", 1_795_420_800_123),
        ("2026-11-23T09:30:00+01:30", 1_795_420_800_000),
        ("2026-11-22T23:00:00-09:00", 1_795_420_800_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `RFC 3339 is read to the millisecond`(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2026", "2026-11-23", "2026-11-23T08:00:00", "2026-11-23 08:00:00Z",
        "2026-11-23T08:00Z", "2026-11-23T08:00:00.Z", "2026-11-23T08:00:00,5Z",
        "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23T08:00:61Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z",
        "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-11-00T00:00:00Z",
        "2026-11-23T08:00:00+24:00", "2026-11-23T08:00:00+0100", "2026-11-23T08:00:00+01",
        "2026-11-23T08:00:00Z ", " 2026-11-23T08:00:00Z", "26-11-23T08:00:00Z",
        "+2026-11-23T08:00:00Z", "2026-11-23T08:00:00ZZ", "٢٠٢٦-11-23T08:00:00Z",
    ])
    func `any other text is none`(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `what is written is read back, for every day of eight centuries`() {
        for day in stride(from: -140_000 as Int64, to: 160_000, by: 7) {
            let seconds = day * 86_400 + Int64(day.magnitude * 7_919 % 86_400)
            let moment = Timestamp(milliseconds: seconds * 1_000 + 7)
            #expect(Timestamp(rfc3339: moment.descriptionWithMilliseconds) == moment)
        }
    }
}
