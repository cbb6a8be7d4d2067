internal import CMSSimulator
internal import NIOCore
internal import NIOEmbedded
internal import NIOHTTP1
internal import Roster
internal import Testing

/// One connection, its time moved by hand.
struct ConnectionTests {
    private let channel = EmbeddedChannel()
    private let simulator: Simulator

    init() throws {
        var faults = SimulatorFaults()
        faults.latencyMilliseconds = 100
        simulator = Simulator(settings: try Caller.settings(faults: faults))
        try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(HTTPRequestDecoder()),
            SimulatorConnection(
                simulator: simulator,
                maximumBodyBytes: 100_000,
                now: { Caller.now }
            ),
        ])
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    private func call(_ id: Int) throws {
        try channel.writeInbound(ByteBuffer(string: Caller().call([id]).wire))
    }

    private func sent() throws -> String? {
        try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
    }

    private func pass(milliseconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(milliseconds))
    }

    private func stop() {
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    @Test func `an answer leaves when its latency has passed and not before`() throws {
        try call(1_031)
        pass(milliseconds: 99)
        #expect(try sent() == nil)
        pass(milliseconds: 1)
        #expect(try sent()?.contains("\"agentId\":1031") == true)
        #expect(try sent() == nil)
    }

    @Test func `answers come in the order asked and each waits for the one before`() throws {
        for id in 1_000..<1_008 { try call(id) }
        for id in 1_000..<1_008 {
            pass(milliseconds: 100)
            #expect(try sent()?.contains("\"agentId\":\(id)") == true)
            #expect(try sent() == nil)
        }
        #expect(simulator.counters.mostCallsAtOnce == 1)
    }

    @Test func `a stop lets a delayed answer leave and closes behind it`() throws {
        try call(1_031)
        try call(1_032)
        stop()
        #expect(channel.isActive)
        pass(milliseconds: 100)
        let answer = try #require(try sent())
        #expect(answer.contains("\r\nConnection: close\r\n"))
        #expect(answer.contains("\"agentId\":1031"))
        #expect(try sent() == nil)
        #expect(!channel.isActive)
    }

    @Test func `a stop closes an idle connection and one that hangs at once`() throws {
        var faults = SimulatorFaults()
        faults.failure = .hang
        simulator.faults = faults
        try call(1_031)
        #expect(channel.isActive)
        stop()
        #expect(!channel.isActive)
        let idle = try ConnectionTests()
        idle.stop()
        #expect(!idle.channel.isActive)
    }

    @Test func `a caller who hangs up is not answered and no longer counts as under way`() throws {
        try call(1_031)
        channel.close(promise: nil)
        pass(milliseconds: 200)
        #expect(try sent() == nil)
        _ = simulator.answer(to: Caller().call([1_031]))
        #expect(simulator.counters.mostCallsAtOnce == 1)
    }

    @Test func `too many requests behind an unanswered one close the connection`() throws {
        for _ in 0..<65 { try call(1_031) }
        #expect(channel.isActive)
        try call(1_031)
        #expect(!channel.isActive)
    }

    @Test func `a body that grows past the limit in pieces is refused`() throws {
        let chunk = "c350\r\n\(String(repeating: "a", count: 50_000))\r\n"
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for piece in [head, chunk, chunk] {
            try channel.writeInbound(ByteBuffer(string: piece))
            #expect(channel.isActive)
        }
        try channel.writeInbound(ByteBuffer(string: chunk))
        #expect(try sent()?.hasPrefix("HTTP/1.1 413 ") == true)
        #expect(!channel.isActive)
    }
}
