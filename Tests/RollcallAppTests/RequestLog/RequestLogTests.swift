import Gateway
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

struct RequestLogTests {
    private let written = RecordedLog()

    private func log(
        _ mode: RequestLogSettings.Mode,
        onDrop: @escaping @Sendable () -> Void = {}
    ) -> RequestLog {
        RequestLog(
            RequestLogSettings(mode: mode),
            sink: written,
            now: { HandClock().now },
            onDrop: onDrop
        )
    }

    @Test func `a backlog takes lines up to its size and hands them out in order`() {
        var backlog = LineBacklog(maximumBytes: 10)
        let added = ["1234", "5678", ""].map { backlog.add($0) }
        #expect(added.map(\.isKept) == [true, true, false])
        #expect(added.map(\.isFirst) == [true, false, false])
        let taken = [backlog.take(), backlog.take()]
        #expect(taken == [["1234", "5678"], []])
        let next = backlog.add("9")
        #expect(next.isKept && next.isFirst)
    }

    @Test(.timeLimit(.minutes(1)))
    func `lines are written by the service, and requests that are not picked have none`()
        async throws
    {
        let log = log(.all)
        let none = self.log(.none)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await log.run() }
            none.observe(.requestFinished(.of(.agent, id: "unwanted")))
            log.observe(.connectionOpened)
            log.observe(.requestFinished(.of(.agent, id: "wanted")))
            await written.line(with: "\"id\":\"wanted\"")
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        #expect(written.lines.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `lines that came before the service ran are written in their order`() async throws {
        let log = log(.all)
        for number in 0..<3 { log.observe(.requestFinished(.of(.agent, id: "r-\(number)"))) }
        #expect(written.lines == [])
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await log.run() }
            await written.line(with: "\"id\":\"r-2\"")
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        let ids = written.lines.joined(separator: "\n").split(separator: "\n")
            .map { $0.contains("r-0") ? 0 : $0.contains("r-1") ? 1 : 2 }
        #expect(ids == [0, 1, 2])
    }

    /// A log with nine pieces of lines that is to end already.
    private func endingLog(
        _ sink: any LogSink,
        now: @escaping @Sendable () -> Instant,
        onDrop: @escaping @Sendable () -> Void
    ) -> RequestLog {
        let log = RequestLog(
            RequestLogSettings(mode: .all),
            sink: sink,
            now: { Moment(instant: now(), wall: Timestamp(milliseconds: 1_795_420_800_000)) },
            onDrop: onDrop
        )
        for _ in 0..<9 * RequestLog.pieceLines { log.observe(.requestFinished(.of(.agent))) }
        log.finish()
        return log
    }

    @Test(.timeLimit(.minutes(1)))
    func `lines that nobody reads at the end are dropped and counted after one wait`() async throws
    {
        let dropped = Mutex(0)
        let output = ScriptedOutput(room: 0)
        let sink = StandardErrorSink(output, now: { output.now })
        let log = endingLog(sink, now: { output.now }, onDrop: { dropped.withLock { $0 += 1 } })
        try await log.run()
        #expect(dropped.withLock { $0 } == 9 * RequestLog.pieceLines)
        #expect(output.waited == WritePatience.whole)
    }

    @Test(.timeLimit(.minutes(1)))
    func `lines that are read too slowly at the end are dropped when its time is over`()
        async throws
    {
        let dropped = Mutex(0)
        let clock = HandClock()
        let sink = SlowSink(on: clock)
        let log = endingLog(
            sink,
            now: { clock.now.instant },
            onDrop: { dropped.withLock { $0 += 1 } }
        )
        try await log.run()
        #expect(sink.written == 2)
        #expect(dropped.withLock { $0 } == 7 * RequestLog.pieceLines)
    }

    @Test func `lines nobody writes are dropped beyond the backlog, and each is counted`() {
        let dropped = Mutex(0)
        let log = log(.all) { dropped.withLock { $0 += 1 } }
        let line = RequestLine(.of(.agent), at: Timestamp(milliseconds: 1_795_420_800_000)).json
        let fitting = RequestLog.maximumBacklogBytes / (line.utf8.count + 1)
        for _ in 0..<fitting + 5 { log.observe(.requestFinished(.of(.agent))) }
        #expect(dropped.withLock { $0 } == 5)
    }
}
