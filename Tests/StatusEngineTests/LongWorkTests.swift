import Testing

@testable import StatusEngine

@Suite struct LongWorkTests {
    /// A core on which giving way takes a given time.
    private final class Core {
        var now = Instant(nanoseconds: 0)
        var slice: Duration
        var timesGiven = 0

        init(slice: Duration) { self.slice = slice }

        /// Long work on this core.
        func work() -> LongWork {
            LongWork(
                yield: { [self] in
                    timesGiven += 1
                    now = now + slice
                },
                now: { [self] in now }
            )
        }
    }

    @Test func `on an idle core it gives way each time`() {
        let core = Core(slice: .zero)
        var work = core.work()
        for _ in 0..<5 {
            core.now = core.now + .microseconds(50)
            work.giveWay()
        }
        #expect(core.timesGiven == 5)
    }

    @Test func `what waited for others then goes on for as long`() {
        let core = Core(slice: .milliseconds(20))
        var work = core.work()
        work.giveWay()
        core.now = core.now + .nanoseconds(19_999_999)
        work.giveWay()
        #expect(core.timesGiven == 1)
        core.now = core.now + .nanoseconds(1)
        work.giveWay()
        #expect(core.timesGiven == 2)
    }

    @Test(arguments: [30, 300, 999])
    func `requests, and other work that gives way, are no reason to go on for long`(_ took: Int) {
        let core = Core(slice: .microseconds(took))
        var work = core.work()
        for _ in 0..<5 {
            core.now = core.now + .microseconds(50)
            work.giveWay()
        }
        #expect(core.timesGiven == 5)
    }

    @Test(arguments: [1, 7, 26, 100])
    func `on a busy core work takes twice as long and a slice, and no more`(slice: Int) {
        let core = Core(slice: .milliseconds(slice))
        var work = core.work()
        for _ in 0..<400 {
            core.now = core.now + .microseconds(50)
            work.giveWay()
        }
        let taken = core.now - Instant(nanoseconds: 0)
        #expect(taken <= .milliseconds(20) * 2 + .milliseconds(slice))
        #expect(core.timesGiven > 0)
    }
}
