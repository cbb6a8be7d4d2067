import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct PreferencesTests {
    private func wait(_ lines: String...) -> Duration? {
        var headers: HTTPHeaders = ["Host": "a"]
        for line in lines { headers.add(name: "Prefer", value: line) }
        return Preferences(headers).wait
    }

    @Test func `nothing is preferred where nothing is said`() {
        #expect(wait() == nil)
        #expect(wait("") == nil)
        #expect(wait("respond-async, return=minimal; wait=3") == nil)
    }

    @Test(arguments: [
        ("wait=2", Duration.seconds(2)), ("WAIT=2", .seconds(2)), ("Wait = 2", .seconds(2)),
        ("wait=\"2\"", .seconds(2)), ("wait=0", .zero), ("wait=007", .seconds(7)),
        ("wait=2; foo=bar", .seconds(2)), ("wait=2;", .seconds(2)), (" wait=2 ", .seconds(2)),
        ("respond-async, wait=10", .seconds(10)), ("handling=lenient,wait=1,x", .seconds(1)),
        ("x=\"wait=5, wait=6\", wait=7", .seconds(7)),
        ("wait=0.5", .milliseconds(500)), ("wait=1.25", .milliseconds(1_250)),
        ("wait=0.000000001", .nanoseconds(1)), ("wait=0.0", .zero),
        ("wait=2.50", .milliseconds(2_500)),
    ])
    func `a wait is read`(_ line: String, _ expected: Duration) {
        #expect(wait(line) == expected)
    }

    @Test func `several lines are one list`() {
        #expect(wait("respond-async", "wait=4") == .seconds(4))
    }

    @Test func `the first of several waits counts, whatever it says`() {
        #expect(wait("wait=4, wait=5") == .seconds(4))
        #expect(wait("wait=5", "WAIT=4") == .seconds(5))
        #expect(wait("wait=soon, wait=5") == nil)
        #expect(wait("wait, wait=5") == nil)
    }

    @Test(arguments: [
        "wait", "wait=", "wait=\"\"", "wait=-1", "wait=+1", "wait=1s", "wait=1e3", "wait=0x1",
        "wait=.5",
        "wait=5.", "wait=.", "wait=1.2.3", "wait=0.0000000001", "wait=-0.5",
        "wait=\" 2\"", "wait=\"2 \"", "wait=٣", "wait=\"٣\"", "wait=inf", "wait=nan", "wait=1_000",
        "wait:2", "waits=2", "await=2", "x;wait=2", "wait=2 3", "wait=2=3", "wait 2",
    ])
    func `what is not a number of seconds is ignored`(_ line: String) {
        #expect(wait(line) == nil)
    }

    @Test func `a number of any length is held`() {
        let digits = String(repeating: "9", count: 30_000)
        #expect(wait("wait=\(digits)") == .seconds(1 << 31))
        #expect(wait("wait=\(digits).9") == .seconds(1 << 31) + .milliseconds(900))
        #expect(wait("wait=0.\(digits)") == nil)
    }

    @Test(arguments: [
        (Duration.zero, "0"), (.seconds(30), "30"), (.milliseconds(500), "0.5"),
        (.milliseconds(1_050), "1.05"), (.nanoseconds(1), "0.000000001"), (.seconds(-1), "0"),
        (.seconds(1 << 31), "2147483648"), (.nanoseconds(2_999_999_999), "2.999999999"),
    ])
    func `a duration is written as it would be read`(_ duration: Duration, _ text: String) {
        #expect(duration.decimalSeconds == text)
        #expect(Duration(decimalSeconds: text) == max(duration, .zero))
    }
}
