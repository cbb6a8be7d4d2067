import StatusEngine
import Testing

@testable import Gateway

@Suite struct RateLimiterTests {
    private let start = Instant(nanoseconds: 1_000)
    private let limit = RateLimit(requests: 10, windowSeconds: 5, burst: 3)

    private func admitted(_ verdicts: [RateVerdict]) -> [Bool] { verdicts.map(\.isAdmitted) }

    @Test func `a burst passes, and what comes behind it waits for the next token`() {
        var bucket = TokenBucket(limit, at: start)
        let verdicts = (0..<4).map { _ in bucket.take(1, at: start) }
        #expect(admitted(verdicts) == [true, true, true, false])
        #expect(verdicts.map(\.remaining) == [2, 1, 0, 0])
        #expect(verdicts.map(\.secondsUntilFull) == [1, 1, 2, 2])
        #expect(verdicts[3].retryAfter == 1)
        #expect(!bucket.take(1, at: start + .milliseconds(499)).isAdmitted)
        #expect(bucket.take(1, at: start + .milliseconds(500)).isAdmitted)
    }

    @Test func `a refused request costs nothing`() {
        var bucket = TokenBucket(limit, at: start)
        for _ in 0..<100 { _ = bucket.take(1, at: start) }
        #expect(bucket.take(1, at: start + .milliseconds(500)).isAdmitted)
    }

    @Test func `in any window no more than the quota and a burst pass, and the quota does`() {
        var bucket = TokenBucket(limit, at: start)
        var passed = 0
        for step in 0..<5_000 where bucket.take(1, at: start + .milliseconds(step)).isAdmitted {
            passed += 1
        }
        #expect(passed == 3 + 9)
    }

    @Test func `odd rates lose nothing over a long time`() {
        let odd = RateLimit(requests: 7, windowSeconds: 3, burst: 1)
        var bucket = TokenBucket(odd, at: start)
        var passed = 0
        for step in 0..<30_000 where bucket.take(1, at: start + .milliseconds(step)).isAdmitted {
            passed += 1
        }
        // 7 in 3 s are 70 in 30 s, less what a step of 1 ms rounds away.
        #expect((69...70).contains(passed))
    }

    @Test func `a silent client has a full burst and no more, however long it was silent`() {
        var bucket = TokenBucket(limit, at: start)
        let later = start + .seconds(86_400 * 365 * 200)
        #expect(
            admitted((0..<4).map { _ in bucket.take(1, at: later) }) == [true, true, true, false]
        )
    }

    @Test func `the largest limits do not overflow`() {
        let most = RateLimit(requests: .max, windowSeconds: .max, burst: .max)
        #expect((most.requests, most.windowSeconds) == (1_000_000, 3_600))
        var bucket = TokenBucket(most, at: Instant(nanoseconds: 0))
        #expect(bucket.take(1_000_000, at: Instant(nanoseconds: 0)).remaining == 0)
        #expect(bucket.take(.max, at: Instant(nanoseconds: .max)).isAdmitted)
        let least = RateLimit(requests: 1, windowSeconds: 3_600, burst: 1_000_000)
        bucket = TokenBucket(least, at: start)
        #expect(bucket.take(1_000_000, at: start).secondsUntilFull == 3_600_000_000)
    }

    @Test func `a clock that goes back gives nothing and takes nothing`() {
        var bucket = TokenBucket(limit, at: start + .seconds(1))
        #expect(bucket.take(3, at: start + .seconds(1)).isAdmitted)
        #expect(!bucket.take(1, at: start).isAdmitted)
        #expect(!bucket.take(1, at: start + .seconds(1)).isAdmitted)
    }

    @Test func `a request dearer than a full bucket passes when it is full`() {
        var bucket = TokenBucket(limit, at: start)
        #expect(bucket.take(10, at: start).isAdmitted)
        let verdict = bucket.take(10, at: start)
        #expect(!verdict.isAdmitted)
        #expect(verdict.retryAfter == 2)
        #expect(bucket.take(10, at: start + .seconds(2)).isAdmitted)
    }

    @Test func `the fields say policy and what is left as structured fields`() {
        var bucket = TokenBucket(limit, at: start)
        let fields = bucket.take(1, at: start).fields.map { "\($0.name): \($0.value)" }
        #expect(
            fields == [
                "RateLimit-Policy: \"client\";q=10;w=5", "RateLimit: \"client\";r=2;t=1",
            ]
        )
    }

    @Test func `each client has a bucket of its own`() {
        var limiter = RateLimiter()
        let one = RateLimit(requests: 1, windowSeconds: 60)
        for client in [Client.key("a"), .key("b"), Client(at: "192.0.2.1"), .unknown] {
            #expect(limiter.ask(client, cost: 1, under: one, at: start).isAdmitted)
            #expect(!limiter.ask(client, cost: 1, under: one, at: start).isAdmitted)
        }
        let neighbours = [Client(at: "2001:db8::1"), Client(at: "2001:db8::2")]
        let verdicts = neighbours.map { limiter.ask($0, cost: 1, under: one, at: start) }
        #expect(admitted(verdicts) == [true, false])
    }

    @Test func `whoever was silent longest is forgotten, and memory stays bounded`() {
        var limiter = RateLimiter(maximumClients: 3)
        let one = RateLimit(requests: 1, windowSeconds: 3_600)
        func ask(_ name: String) -> Bool {
            limiter.ask(.key(name), cost: 1, under: one, at: start).isAdmitted
        }
        #expect(["a", "b", "c"].map(ask) == [true, true, true])
        #expect(!ask("a"))
        #expect(ask("d"), "takes the place of b")
        #expect(["a", "c", "d"].map(ask) == [false, false, false])
        #expect(ask("b"), "begins anew")
        for number in 0..<10_000 { _ = ask("\(number)") }
        #expect(["9997", "9998", "9999"].map(ask) == [false, false, false])
        #expect(ask("9996"), "was forgotten")
    }

    @Test func `one place is enough for one client at a time`() {
        var limiter = RateLimiter(maximumClients: 1)
        for name in ["a", "b", "a"] {
            #expect(limiter.ask(.key(name), cost: 1, under: limit, at: start).remaining == 2)
        }
    }

    @Test func `another limit begins with a full bucket`() {
        var limiter = RateLimiter()
        let one = RateLimit(requests: 1, windowSeconds: 3_600)
        #expect(limiter.ask(.unknown, cost: 1, under: one, at: start).isAdmitted)
        #expect(limiter.ask(.unknown, cost: 1, under: limit, at: start).remaining == 2)
    }

    @Test func `places are counted by client and given back`() {
        var places = WaitingPlaces()
        let one = [Client.unknown, .unknown, .key("a")].map { places.take(for: $0, upTo: 1) }
        #expect(one == [true, false, true])
        places.giveBack(for: .unknown)
        let again = places.take(for: .unknown, upTo: 1)
        #expect(again)
        places.giveBack(for: .unknown)
        places.giveBack(for: .unknown)
        places.giveBack(for: .key("a"))
        let last = [Client.unknown, .unknown, .key("a")].map { places.take(for: $0, upTo: 1) }
        #expect(last == [true, false, true])
    }
}
