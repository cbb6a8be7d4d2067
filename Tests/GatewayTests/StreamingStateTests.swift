import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Gateway

@Suite struct StreamingStateTests {
    /// A connection that has begun to stream the answer to `/a`.
    private func streaming(
        version: HTTPVersion = .http1_1,
        fields: HTTPHeaders = [:],
        limits: HTTPLimits = HTTPLimits(),
        held: Int = 0
    ) -> (StateDriver, steps: [String]) {
        var driver = StateDriver(limits: limits)
        driver.read("/a", version: version, fields: fields)
        _ = driver.steps()
        driver.answerWithStream(0, held: held)
        let steps = driver.steps()
        return (driver, steps)
    }

    @Test func `a page follows the head, and the next one when the others have had their turn`() {
        var (driver, steps) = streaming()
        #expect(steps == ["begin 200", "chunk"])
        #expect(driver.steps() == [])
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks"])
        #expect(driver.steps() == [])
    }

    @Test func `after every eighth page the other connections have their turn`() {
        var (driver, steps) = streaming()
        steps.removeFirst()
        for _ in 2...17 {
            driver.state.turnCame()
            steps += driver.steps()
        }
        let overAt = steps.indices.filter { steps[$0] == "chunk, others" }
        #expect(steps.count == 17)
        #expect(overAt == [7, 15])
    }

    @Test func `no page is made while the socket takes nothing`() {
        var (driver, _) = streaming()
        driver.state.writability(false, buffered: 100_000, now: driver.now)
        driver.state.turnCame()
        #expect(driver.steps() == [])
        driver.state.writability(true, buffered: 0, now: driver.now)
        #expect(driver.steps() == ["chunk"])
    }

    @Test func `writability alone does not cut the others' turn short`() {
        var (driver, _) = streaming()
        driver.state.writability(false, buffered: 100_000, now: driver.now)
        driver.state.writability(true, buffered: 0, now: driver.now)
        #expect(driver.steps() == [])
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
    }

    @Test func `the answers behind a stream wait for its end`() {
        var (driver, _) = streaming()
        driver.read("/b", "/c")
        #expect(driver.steps() == ["ask 1 /b", "ask 2 /c"])
        driver.answer(2)
        driver.answer(1)
        #expect(driver.steps() == [])
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks", "write 200", "write 200"])
    }

    @Test func `a stream waits for the answers before it`() {
        var driver = StateDriver()
        driver.read("/a", "/b")
        _ = driver.steps()
        driver.answerWithStream(1)
        #expect(driver.steps() == [])
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "begin 200", "chunk"])
    }

    @Test func `to HTTP 1.0 the end of the connection ends a stream`() {
        var (driver, steps) = streaming(version: .http1_0, fields: ["Connection": "keep-alive"])
        #expect(steps == ["begin 200 last", "page"])
        #expect(!driver.state.wantsInput)
        driver.state.streamEnded()
        #expect(driver.steps() == ["end last"])
        driver.state.flushed(successfully: true, now: driver.now)
        #expect(driver.state.output == .lingering(since: driver.now))
    }

    @Test func `requests that HTTP 1.0 sent behind a stream are given up`() {
        var driver = StateDriver()
        driver.read("/a", "/b", version: .http1_0, fields: ["Connection": "keep-alive"])
        #expect(driver.steps() == ["ask 0 /a", "ask 1 /b"])
        let withdrawn = Mutex(0)
        driver.state.waits(1, expectedBytes: 1) { withdrawn.withLock { $0 += 1 } }
        driver.answerWithStream(0)
        #expect(driver.steps() == ["begin 200 last", "withdraw", "page"])
        #expect(withdrawn.withLock { $0 } == 1)
        #expect(driver.state.gone().isEmpty)
    }

    @Test func `nothing follows the stream a client wanted to be the last`() {
        var (driver, steps) = streaming(fields: ["Connection": "close"])
        #expect(steps == ["begin 200 last", "chunk"])
        driver.read("/b")
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks last"])
    }

    @Test func `100 Continue does not come between the pages`() {
        var (driver, _) = streaming()
        _ = driver.state.bytesArrive(areLineEndsOnly: false, now: driver.now)
        let fields: HTTPHeaders = ["Expect": "100-continue", "Content-Length": "3"]
        driver.head("/b", method: .POST, fields: fields, ends: false)
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks", "continue"])
    }

    @Test func `HEAD has no stream`() {
        var driver = StateDriver()
        driver.read("/a", method: .HEAD)
        _ = driver.steps()
        driver.answerWithStream(0)
        #expect(driver.steps() == ["write 200"])
        #expect(driver.state.streaming == nil)
    }

    @Test func `a stream goes on when the server stops, and is then the last`() {
        var (driver, _) = streaming()
        driver.state.drain(now: driver.now)
        #expect(driver.wait(.hours(1)) == nil)
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks last"])
    }

    @Test func `a stream goes on when the client has stopped sending, and is then the last`() {
        var (driver, _) = streaming()
        driver.state.inputClosed()
        #expect(driver.steps() == [])
        driver.state.turnCame()
        #expect(driver.steps() == ["chunk"])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks last"])
        driver.state.flushed(successfully: true, now: driver.now)
        #expect(driver.steps() == ["close"])
    }

    @Test func `a connection that streams is not idle, and begins to be when it has ended`() {
        var (driver, _) = streaming()
        #expect(driver.wait(.hours(1)) == nil)
        #expect(driver.state.deadline == nil)
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks"])
        #expect(driver.wait(.seconds(74)) == nil)
        #expect(driver.wait(.seconds(1)) == .idle)
    }

    @Test func `a reader that takes too little of a stream is closed`() {
        var (driver, _) = streaming()
        driver.state.writability(false, buffered: 100_000, now: driver.now)
        #expect(driver.wait(.seconds(30), buffered: 30_000) == nil)
        #expect(driver.wait(.seconds(30), buffered: 1) == .write)
        #expect(driver.steps() == ["close"])
    }

    @Test func `what is wrong with the input is told after the stream`() {
        var (driver, _) = streaming()
        driver.state.refuse(.unknownMethod)
        #expect(driver.steps() == [])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks", "write 501 last"])
    }

    @Test func `turns and ends that nobody waits for change nothing`() {
        var (driver, _) = streaming()
        driver.state.turnCame()
        driver.state.streamEnded()
        #expect(driver.steps() == ["chunk"])
        driver.state.streamEnded()
        driver.state.turnCame()
        #expect(driver.steps() == ["end chunks"])
        driver.state.turnCame()
        driver.state.streamEnded()
        #expect(driver.steps() == [])
    }

    @Test func `a stream ends with its connection`() {
        var (driver, _) = streaming()
        _ = driver.state.gone()
        driver.state.turnCame()
        #expect(driver.steps() == [])
    }

    @Test func `what a stream holds counts while it waits, and until it ends`() {
        var driver = StateDriver()
        driver.read("/a", "/b")
        _ = driver.steps()
        driver.answerWithStream(1, held: 240_000)
        #expect(driver.state.heldBytes == 240_000)
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "begin 200", "chunk"])
        #expect(driver.state.heldBytes == 240_000)
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks"])
        #expect(driver.state.heldBytes == 0)
    }

    @Test func `streams that hold much keep back the questions behind them`() {
        var driver = StateDriver()
        driver.read("/a", "/b", "/c")
        #expect(driver.ask(expecting: 240_000) == "/a")
        driver.answerWithStream(0, held: 240_000)
        for _ in ["begin", "chunk"] { _ = driver.state.next(now: driver.now) }
        #expect(driver.ask(expecting: 240_000) == "/b")
        #expect(driver.steps() == [])
        driver.state.streamEnded()
        #expect(driver.steps() == ["end chunks", "ask 2 /c"])
    }

    @Test func `a stream that is the last holds what it holds until the connection is gone`() {
        let (driver, _) = streaming(fields: ["Connection": "close"], held: 7)
        var state = driver.state
        #expect(state.heldBytes == 7)
        _ = state.gone()
        #expect(state.heldBytes == 0)
    }

    @Test func `no more is read while large bodies wait for their question`() throws {
        var driver = StateDriver(limits: HTTPLimits(maximumPipelinedRequests: 32))
        driver.state.writability(false, buffered: 1, now: driver.now)
        _ = driver.state.bytesArrive(areLineEndsOnly: false, now: driver.now)
        driver.head("/a", ends: false)
        driver.state.bodyArrived(ByteBuffer(repeating: 0x20, count: 300_000))
        #expect(driver.state.bodyBytes == 300_000)
        driver.state.endArrived()
        #expect(driver.state.bodyBytes == 300_000)
        driver.state.unwritableSince = nil
        #expect(!driver.state.wantsInput)
        #expect(driver.steps() == ["ask 0 /a"])
        #expect(driver.state.bodyBytes == 0)
        #expect(driver.state.wantsInput)
    }
}
