import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Gateway

@Suite struct ConnectionStateTests {
    @Test func `a request is asked about, and its answer written`() {
        var driver = StateDriver()
        driver.read("/a")
        #expect(driver.steps() == ["ask 0 /a"])
        driver.answer(0)
        #expect(driver.steps() == ["write 200"])
        #expect(driver.steps() == [])
    }

    @Test func `an answer waits for the ones before it, whatever order they come in`() {
        var driver = StateDriver()
        driver.read("/a", "/b", "/c")
        #expect(driver.steps() == ["ask 0 /a", "ask 1 /b", "ask 2 /c"])
        driver.answer(2)
        driver.answer(1)
        #expect(driver.steps() == [])
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "write 200", "write 200"])
    }

    @Test func `every order of three answers is written as 0, 1, 2`() {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var driver = StateDriver()
            driver.read("/a", "/b", "/c")
            _ = driver.steps()
            var written = 0
            for (count, number) in order.enumerated() {
                driver.answer(UInt64(number))
                written += driver.steps().count
                let done = Set(order.prefix(count + 1))
                #expect(written == (0..<3).prefix { done.contains($0) }.count)
            }
        }
    }

    @Test func `no more is asked while many bytes are held for an earlier answer`() {
        var driver = StateDriver()
        driver.read("/a", "/b")
        _ = driver.steps()
        driver.answer(1, size: ConnectionState.maximumHeldBytes + 1)
        driver.read("/c")
        #expect(driver.steps() == [])
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "write 200", "ask 2 /c"])
    }

    @Test func `reading stops at the limit of requests and goes on below it`() {
        var driver = StateDriver(limits: HTTPLimits(maximumPipelinedRequests: 2))
        driver.read("/a")
        #expect(driver.state.wantsInput)
        driver.read("/b")
        _ = driver.steps()
        #expect(!driver.state.wantsInput)
        driver.answer(0)
        _ = driver.steps()
        #expect(driver.state.wantsInput)
    }

    @Test func `the time of a head stands still while it is not read`() {
        var driver = StateDriver(limits: HTTPLimits(maximumPipelinedRequests: 1))
        driver.read("/a")
        _ = driver.state.bytesArrive(areLineEndsOnly: false, now: driver.now)
        #expect(driver.steps() == ["ask 0 /a"])
        #expect(driver.state.deadline == nil)
        #expect(driver.wait(.hours(1)) == nil)
        driver.answer(0)
        #expect(driver.steps() == ["write 200"])
        #expect(driver.wait(.seconds(9)) == nil)
        #expect(driver.wait(.seconds(1)) == .head)
        #expect(driver.steps() == ["write 408 last"])
    }

    @Test func `after the last answer the connection lingers for the other end's`() {
        var driver = StateDriver()
        driver.read("/a", fields: ["Connection": "close"])
        _ = driver.steps()
        driver.answer(0)
        #expect(driver.steps() == ["write 200 last"])
        #expect(!driver.state.wantsInput)
        driver.state.flushed(successfully: true, now: driver.now)
        #expect(driver.steps() == [])
        #expect(driver.state.wantsInput)
        driver.state.inputClosed()
        #expect(driver.steps() == ["close"])
    }

    @Test func `lingering ends with its time`() {
        var driver = StateDriver()
        driver.state.refuse(.unknownMethod)
        #expect(driver.steps() == ["write 501 last"])
        driver.state.flushed(successfully: true, now: driver.now)
        let isForParser = driver.state.bytesArrive(areLineEndsOnly: false, now: driver.now)
        #expect(!isForParser)
        #expect(driver.wait(.milliseconds(999)) == nil)
        #expect(driver.steps() == [])
        _ = driver.wait(.milliseconds(1))
        #expect(driver.steps() == ["close"])
    }

    @Test func `an answer that could not be flushed closes at once`() {
        var driver = StateDriver()
        driver.state.refuse(.unknownMethod)
        _ = driver.steps()
        driver.state.flushed(successfully: false, now: driver.now)
        #expect(driver.steps() == ["close"])
    }

    @Test func `a client that takes something is given more time, one that does not is closed`() {
        var driver = StateDriver()
        driver.state.writability(false, buffered: 900_000, now: driver.now)
        #expect(driver.wait(.seconds(30), buffered: 780_000) == nil)
        #expect(driver.wait(.seconds(30), buffered: 680_000) == nil)
        #expect(driver.steps() == [])
        #expect(driver.wait(.seconds(30), buffered: 680_000) == .write)
        #expect(driver.steps() == ["close"])
    }

    @Test(arguments: [(900_000, 112_499), (100_000, 65_535), (900, 899), (900, 0)])
    func `a client that takes little of what is left is closed, too`(left: Int, taken: Int) {
        var driver = StateDriver()
        driver.state.writability(false, buffered: left, now: driver.now)
        #expect(driver.wait(.seconds(30), buffered: left - taken) == .write)
        #expect(driver.steps() == ["close"])
    }

    @Test func `what is written meanwhile does not count against a client`() {
        var driver = StateDriver()
        driver.read("/a")
        _ = driver.steps()
        driver.state.writability(false, buffered: 100_000, now: driver.now)
        driver.answer(0, size: 200_000)
        #expect(driver.steps() == ["write 200"])
        #expect(driver.wait(.seconds(30), buffered: 230_000) == nil)
        #expect(driver.wait(.seconds(30), buffered: 230_000) == .write)
    }

    @Test func `no more is asked while a large answer is expected`() {
        var driver = StateDriver()
        driver.read("/a", "/b")
        #expect(driver.ask(expecting: ConnectionState.maximumHeldBytes + 1) == "/a")
        #expect(driver.steps() == [])
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "ask 1 /b"])
        driver.answer(1)
        _ = driver.steps()
        #expect(driver.state.heldBytes == 0)
    }

    @Test func `a TLS handshake has the time of a head`() {
        var driver = StateDriver()
        driver.state.handshakeBegan(now: driver.now)
        #expect(driver.wait(.milliseconds(9_999)) == nil)
        var silent = driver
        #expect(silent.wait(.milliseconds(1)) == .head)
        #expect(silent.steps() == ["close"])
        driver.state.handshakeCompleted(now: driver.now)
        #expect(driver.wait(.milliseconds(74_999)) == nil)
        #expect(driver.wait(.milliseconds(1)) == .idle)
    }

    @Test func `a client that ends its sending within a request is told, then closed`() {
        var driver = StateDriver()
        driver.read("/a")
        _ = driver.steps()
        _ = driver.state.bytesArrive(areLineEndsOnly: false, now: driver.now)
        driver.state.inputClosed()
        driver.answer(0)
        #expect(driver.steps() == ["write 200", "write 400 last"])
    }

    @Test func `a client that ends its sending gets what was written, then is closed`() {
        var driver = StateDriver()
        driver.read("/a")
        _ = driver.steps()
        driver.answer(0, size: 1_000_000)
        #expect(driver.steps() == ["write 200"])
        driver.state.inputClosed()
        #expect(driver.steps() == ["finish"])
        #expect(driver.steps() == [])
        driver.state.flushed(successfully: true, now: driver.now)
        #expect(driver.steps() == ["close"])
    }

    @Test func `a stop leaves a slow client the time to take what was written`() {
        var driver = StateDriver()
        driver.read("/a")
        _ = driver.steps()
        driver.answer(0, size: 60_000)
        #expect(driver.steps() == ["write 200"])
        driver.state.drain(now: driver.now)
        #expect(driver.wait(.milliseconds(50), buffered: 20_000) == nil)
        #expect(driver.steps() == ["finish"])
        driver.state.stalledBytes = 20_000
        #expect(driver.wait(.milliseconds(29_999), buffered: 20_000) == nil)
        #expect(driver.steps() == [])
        var stalled = driver
        #expect(stalled.wait(.milliseconds(1), buffered: 20_000) == .write)
        #expect(stalled.steps() == ["close"])
        driver.state.flushed(successfully: true, now: driver.now)
        driver.state.inputClosed()
        #expect(driver.steps() == ["close"])
    }

    @Test func `an idle connection that a slow client still reads from ends behind its answers`() {
        var driver = StateDriver()
        #expect(driver.wait(.seconds(75), buffered: 1) == .idle)
        #expect(driver.steps() == ["finish"])
        var inHandshake = StateDriver()
        inHandshake.state.handshakeBegan(now: inHandshake.now)
        #expect(inHandshake.wait(.seconds(10), buffered: 1) == .head)
        #expect(inHandshake.steps() == ["close"])
    }

    @Test func `what a client took of the last answer counts, whenever the socket takes more`() {
        var driver = StateDriver()
        driver.state.writability(false, buffered: 900_000, now: driver.now)
        driver.state.inputClosed()
        #expect(driver.steps() == ["finish"])
        driver.state.stalledBytes = 900_000
        #expect(driver.wait(.seconds(29), buffered: 30_000) == nil)
        driver.state.writability(true, buffered: 30_000, now: driver.now)
        #expect(driver.wait(.seconds(1), buffered: 20_000) == nil)
        #expect(driver.steps() == [])
    }

    @Test func `a client that ends its sending and takes nothing is closed in time`() {
        var driver = StateDriver()
        driver.state.inputClosed()
        #expect(driver.steps() == ["finish"])
        driver.state.stalledBytes = 1_000
        #expect(driver.wait(.seconds(30), buffered: 1_000) == .write)
        #expect(driver.steps() == ["close"])
    }

    @Test func `whoever waits when the connection goes is told`() {
        var driver = StateDriver()
        driver.read("/a", "/b")
        _ = driver.steps()
        let withdrawn = Mutex(0)
        driver.state.waits(0, expectedBytes: 1) { withdrawn.withLock { $0 += 1 } }
        driver.state.waits(1, expectedBytes: 1) { withdrawn.withLock { $0 += 10 } }
        driver.answer(1)
        for withdraw in driver.state.gone() { withdraw() }
        #expect(withdrawn.withLock { $0 } == 1)
        #expect(driver.steps() == [])
    }
}
