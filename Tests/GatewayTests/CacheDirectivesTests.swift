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

    private func directives(_ line: String) -> CacheDirectives {
        CacheDirectives(["Cache-Control": line])
    }

    @Test(arguments: [
        ("max-stale", Duration.seconds(1 << 31)), ("max-stale=5", .seconds(5)),
        ("MAX-STALE=\"5\"", .seconds(5)), ("max-stale, max-stale=5", .seconds(5)),
        ("max-stale=7, max-stale=5", .seconds(5)), ("max-stale=0", .zero),
        ("max-stale=x, max-stale=5", .seconds(5)),
    ])
    func `how stale is good enough is read`(_ line: String, _ expected: Duration) {
        #expect(directives(line).maximumStale == expected)
    }

    @Test(arguments: ["max-stale=x", "max-stale=", "max-stale =5", "max-stale;x", "min-stale=5"])
    func `a malformed max-stale is ignored`(_ line: String) {
        #expect(directives(line).maximumStale == nil)
    }

    @Test func `only-if-cached is read where it stands alone`() {
        #expect(directives("only-if-cached").isOnlyCached)
        #expect(directives("no-store, Only-If-Cached, max-stale").isOnlyCached)
        for line in ["only-if-cached=1", "only-if-cached;x", "x=\"only-if-cached\"", "if-cached"] {
            #expect(!directives(line).isOnlyCached)
        }
        #expect(!CacheDirectives(["Pragma": "only-if-cached"]).isOnlyCached)
    }

    @Test(arguments: [
        ("min-fresh=1", Duration.seconds(1)), ("min-fresh=0", .seconds(2)),
        ("min-fresh=5", .zero), ("min-fresh=0, min-fresh=1", .seconds(1)),
        ("min-fresh=1, max-age=60", .seconds(1)), ("min-fresh=1, no-cache", .zero),
        ("min-fresh=x, max-age=1", .seconds(1)), ("max-age=60", .seconds(2)),
        ("max-age=60, max-stale", .seconds(60)), ("max-age=60, max-stale=5", .seconds(60)),
        ("max-age=1, max-stale=5", .seconds(1)), ("no-cache, max-stale", .zero),
    ])
    func `all directives together make one age`(_ line: String, _ expected: Duration) {
        #expect(directives(line).maximumAge(timeToLive: .seconds(2)) == expected)
    }

    @Test func `who says nothing of age takes what there is`() {
        for line in ["max-stale", "only-if-cached", "no-store", "min-fresh=x"] {
            #expect(directives(line).maximumAge(timeToLive: .seconds(2)) == nil)
        }
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
