import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct ConnectionStateMisuseTests {
    @Test func `an answer given twice, to nobody, or too late is ignored`() {
        var driver = StateDriver()
        driver.answer(0)
        driver.read("/a")
        _ = driver.steps()
        driver.answer(7)
        driver.answer(0)
        driver.answer(0)
        #expect(driver.steps() == ["write 200"])
        driver.answer(0)
        #expect(driver.steps() == [])
        #expect(driver.state.heldBytes == 0)
    }

    @Test func `an answer to a request that was not asked about is ignored`() {
        var driver = StateDriver(limits: HTTPLimits(maximumPipelinedRequests: 1))
        driver.read("/a", "/b")
        #expect(driver.steps() == ["ask 0 /a"])
        driver.answer(1)
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "ask 1 /b"])
    }

    @Test func `events after the end change nothing`() {
        var driver = StateDriver()
        _ = driver.state.gone()
        driver.read("/a")
        driver.answer(0)
        driver.state.refuse(.timedOut)
        driver.state.inputClosed()
        driver.state.drain(now: driver.now)
        driver.state.flushed(successfully: true, now: driver.now)
        driver.state.writability(false, buffered: 1, now: driver.now)
        #expect(driver.steps() == [])
        #expect(driver.state.deadline == nil)
        #expect(!driver.state.wantsInput)
    }

    @Test func `only the first fault is answered`() {
        var driver = StateDriver()
        driver.state.refuse(.unknownMethod)
        driver.state.refuse(.timedOut)
        driver.read("/a")
        #expect(driver.steps() == ["write 501 last"])
    }

    @Test func `a body without a head and an end without a request are ignored`() {
        var driver = StateDriver()
        driver.state.bodyArrived(ByteBuffer(string: "a"))
        driver.state.endArrived()
        #expect(driver.steps() == [])
    }

    @Test func `a fault behind requests not asked yet is answered after them`() {
        var driver = StateDriver(limits: HTTPLimits(maximumPipelinedRequests: 1))
        driver.read("/a", "/b")
        driver.state.refuse(.unknownMethod)
        #expect(driver.steps() == ["ask 0 /a"])
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "ask 1 /b"])
        driver.answer(1)
        #expect(driver.steps() == ["write 200", "write 501 last"])
    }

    @Test func `draining twice keeps the first time`() {
        var driver = StateDriver()
        driver.state.drain(now: driver.now)
        _ = driver.wait(.milliseconds(40))
        driver.state.drain(now: driver.now)
        _ = driver.wait(.milliseconds(10))
        #expect(driver.steps() == ["close"])
    }

    @Test func `an alarm that rings too early does nothing`() {
        var driver = StateDriver()
        #expect(driver.wait(.seconds(74)) == nil)
        #expect(driver.steps() == [])
    }

    @Test func `spaces around a field's value do not count`() throws {
        let connection = try EmbeddedConnection()
        let fields = ["Content-Length:  2  ", "X-Request-ID: \t abc \t", "Connection: close "]
        try connection.send("GET /1 HTTP/1.1\r\nHost:  a \r\n\(fields.joined(separator: "\r\n"))")
        try connection.send("\r\n\r\nab")
        let reply = try connection.replies().first
        #expect(reply?.body == "/1")
        #expect(reply?.field("x-request-id") == "abc")
        #expect(reply?.field("connection") == "close")
        let chunked = try EmbeddedConnection()
        try chunked.send(.get("/2", "Transfer-Encoding: chunked ", "Expect: 100-continue "))
        #expect(try chunked.received() == "HTTP/1.1 100 Continue\r\n\r\n")
    }
}
