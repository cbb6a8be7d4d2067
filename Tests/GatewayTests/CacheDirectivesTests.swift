import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct CacheDirectivesTests {
    private func maximumAge(_ fields: (String, String)...) -> Duration? {
        CacheDirectives(HTTPHeaders([("Host", "a")] + fields)).maximumAge
    }

    private func maximumAge(_ line: String) -> Duration? {
        maximumAge(("Cache-Control", line))
    }

    @Test func `no age is wanted where nothing is said`() {
        #expect(maximumAge() == nil)
        #expect(maximumAge("") == nil)
    }

    @Test(arguments: [
        ("no-cache", Duration.zero), ("No-Cache", .zero), ("max-age=0", .zero),
        ("max-age=5", .seconds(5)), ("MAX-AGE=5", .seconds(5)), ("max-age=\"5\"", .seconds(5)),
        ("max-age=05", .seconds(5)), ("private=\"max-age=1\", max-age=5", .seconds(5)),
        ("no-store, max-age=5 , no-transform", .seconds(5)),
    ])
    func `a directive is read`(_ line: String, _ expected: Duration) {
        #expect(maximumAge(line) == expected)
    }

    @Test func `the smallest age counts, and no-cache is the smallest`() {
        #expect(maximumAge("max-age=9, max-age=3, max-age=5") == .seconds(3))
        #expect(maximumAge("max-age=9, no-cache") == .zero)
        #expect(
            maximumAge(("Cache-Control", "max-age=9"), ("cache-control", "max-age=3"))
                == .seconds(3)
        )
        #expect(maximumAge("max-age=x, max-age=5") == .seconds(5))
    }

    @Test(arguments: [
        "no-store", "only-if-cached", "max-stale=5", "min-fresh=5", "s-maxage=5",
        "stale-if-error=5",
        "no-cachet", "x-no-cache", "max-age", "max-age=", "max-age=\"\"", "max-age=-1",
        "max-age=+1",
        "max-age=1.5", "max-age=5s", "max-age=0x1", "max-age =5", "max-age= 5", "max-age=5;x",
        "max-age=5 5", "max-age=٣", "max-age:5", "no-cache=\"Set-Cookie\"", "no-cache=",
        "no-cache;x",
        "\"no-cache\"", "no-cache x", "x=\"no-cache, max-age=1\"", "x=\"a, no-cache",
    ])
    func `other directives and malformed ones are ignored`(_ line: String) {
        #expect(maximumAge(line) == nil)
    }

    @Test func `an age of any length is held`() {
        #expect(maximumAge("max-age=\(String(repeating: "9", count: 30_000))") == .seconds(1 << 31))
    }

    @Test func `Pragma counts only where there is no Cache-Control`() {
        #expect(maximumAge(("Pragma", "no-cache")) == .zero)
        #expect(maximumAge(("pragma", "x=1, No-Cache")) == .zero)
        #expect(maximumAge(("Pragma", "max-age=1")) == nil)
        #expect(maximumAge(("Pragma", "no-cache=1")) == nil)
        #expect(maximumAge(("Pragma", "no-cache"), ("Cache-Control", "max-age=7")) == .seconds(7))
        #expect(maximumAge(("Pragma", "no-cache"), ("Cache-Control", "no-store")) == nil)
        #expect(maximumAge(("Pragma", "no-cache"), ("Cache-Control", "")) == nil)
    }
}
