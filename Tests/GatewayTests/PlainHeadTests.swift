import NIOCore
import NIOEmbedded
import NIOHTTP1
import StatusEngine
import Testing

@testable import Gateway

@Suite struct PlainHeadTests {
    private static func read(_ text: String, limits: HTTPLimits = HTTPLimits()) -> RequestHead? {
        let buffer = ByteBuffer(string: text)
        let bytes = buffer.readableBytesUInt8Span
        return PlainHead(bytes, limits: limits).map { RequestHead($0, in: bytes) }
    }

    @Test func `method, target and fields are read`() throws {
        let text =
            "HEAD /agents?ids=1,2?3 HTTP/1.1\r\nHost: a:80\r\nPrefer:  wait=1\r\nX_1:b c\r\n\r\n"
        let head = try #require(Self.read(text))
        #expect(head.method == .HEAD)
        #expect(head.target == RequestTarget(path: "/agents", query: "ids=1,2?3"))
        #expect(Array(head.headers).map(\.name) == ["Host", "Prefer", "X_1"])
        #expect(Array(head.headers).map(\.value) == ["a:80", "wait=1", "b c"])
        #expect(head.names.present == [.host, .prefer])
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a HTTP/1.1\r\nhost: [::1]:80\r\n\r\n",
        "GET /? HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1\r\nConnection: Keep-Alive\r\nHost: a\r\nTE: trailers\r\n\r\n",
        "GET /%41;!$~ HTTP/1.1\r\nHost: a\r\nX-Request-Id: 7\r\nX-Request-Id: 8\r\n\r\n",
    ])
    func `what most clients send is plain`(_ text: String) {
        #expect(Self.read(text) != nil)
    }

    @Test(arguments: [
        "", "GET", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r", "GET / HTTP/1.1\r\nHost: a\r\n\r\nG",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "get / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\n\r\n", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n", "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /ä HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
    func `another request line is left to the parser`(_ text: String) {
        #expect(Self.read(text) == nil)
    }

    @Test(arguments: [
        "", "Host: a\r\nHost: a\r\n", "Host: a b\r\n", "Host:\r\n", "Host: a\r\n: b\r\n",
        "Host: a\r\nX : b\r\n", "Host: a\r\nX: b\r\n c\r\n", "Host: a\r\nX: b \r\n",
        "Host: a\r\nX:\tb\r\n", "Host: a\r\nX: b\u{0}\r\n", "Host: a\r\nX: ä\r\n",
        "Host: a\r\nX: b\rc\r\n", "Host: a\r\nX: b\n", "Host: a\r\nX.Y: b\r\n",
        "Host: a\r\nContent-Length: 0\r\n", "Host: a\r\nTransfer-Encoding: chunked\r\n",
        "Host: a\r\nExpect: 100-continue\r\n", "Host: a\r\nUpgrade: h2c\r\n",
        "Host: a\r\nConnection: close\r\n", "Host: a\r\nConnection: keep-alive, X\r\n",
        "Host: a\r\nConnection: keep-alive\r\nConnection: keep-alive\r\n",
    ])
    func `fields out of the common are left to the parser`(_ fields: String) {
        #expect(Self.read("GET / HTTP/1.1\r\n\(fields)\r\n") == nil)
    }

    @Test func `what is larger than allowed is left to the parser`() {
        let text = "GET /abc HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\n"
        #expect(Self.read(text, limits: HTTPLimits(maximumHeadBytes: 36)) != nil)
        #expect(Self.read(text, limits: HTTPLimits(maximumHeadBytes: 35)) == nil)
        #expect(Self.read(text, limits: HTTPLimits(maximumHeaderCount: 2)) != nil)
        #expect(Self.read(text, limits: HTTPLimits(maximumHeaderCount: 1)) == nil)
        #expect(Self.read(text, limits: HTTPLimits(maximumTargetBytes: 4)) != nil)
        #expect(Self.read(text, limits: HTTPLimits(maximumTargetBytes: 3)) == nil)
    }

    @Test func `a head is read up to the length at which places can be noted`() {
        let limits = HTTPLimits(maximumHeadBytes: 1 << 20)
        let rest = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".utf8.count
        for (length, isPlain) in [(PlainHead.maximumBytes, true), (1 << 16, false)] {
            let value = String(repeating: "x", count: length - rest)
            let text = "GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n"
            #expect(text.utf8.count == length)
            let head = Self.read(text, limits: limits)
            #expect(head?.headers["x"] == (isPlain ? [value] : nil))
        }
    }

    @Test func `as many fields are read as there is room to note their places`() {
        let most = PlainHead.maximumFields
        let fields = (1..<most).map { "X: \($0)\r\n" }.joined()
        let head = Self.read("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        #expect(head?.headers.count == most)
        #expect(head?.headers["x"].last == "\(most - 1)")
        #expect(Self.read("GET / HTTP/1.1\r\nHost: a\r\n\(fields)X: 0\r\n\r\n") == nil)
    }
}

// MARK: - Beside the parser

extension PlainHeadTests {
    /// What the parser makes of a text, where that is one request without a body.
    private static func parsed(_ text: String) throws -> RequestHead? {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
        )
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        try channel.writeInbound(ByteBuffer(string: text))
        guard case .head(let head)? = try channel.readInbound(as: HTTPServerRequestPart.self),
            case .end(nil)? = try channel.readInbound(as: HTTPServerRequestPart.self),
            try channel.readInbound(as: HTTPServerRequestPart.self) == nil
        else { return nil }
        return try RequestHead(head, FieldNames(head.headers), limits: HTTPLimits())
    }

    private static func lines(_ headers: HTTPHeaders) -> [String] {
        headers.map { "\($0.name)=\(HTTPHeaders.trim($0.value[...]))" }
    }

    @Test(arguments: 0..<40)
    func `what is read is what the parser reads, whatever is sent`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var plain = 0
        for _ in 0..<500 {
            let text = Self.anything(&random)
            guard let taken = Self.read(text) else { continue }
            plain += 1
            let parsed = try #require(try Self.parsed(text), "\(text.debugDescription)")
            #expect(taken.method == parsed.method, "\(text.debugDescription)")
            #expect(taken.target == parsed.target, "\(text.debugDescription)")
            #expect(taken.version == parsed.version, "\(text.debugDescription)")
            #expect(taken.names == parsed.names, "\(text.debugDescription)")
            #expect(Self.lines(taken.headers) == Self.lines(parsed.headers))
            #expect(parsed.keepsAlive && !parsed.expectsContinue && !parsed.hasContentLength)
        }
        #expect(plain > 50)
    }

    private static let names = [
        "Accept", "X-Request-Id", "Connection", "Cache-Control", "Host", "Content-Length",
        "Proxy-Connection", "Keep-Alive", "If-None-Match", "TE", "x_y",
    ]
    private static let values = [
        "a", "keep-alive", "*/*", "\"a\", \"b\"", "max-age=0", "0", "a b", "close",
    ]

    private static func pick(_ texts: [String], _ random: inout SplitMix64) -> String {
        texts[Int.random(in: texts.indices, using: &random)]
    }

    /// A request of common pieces, in which now and then a byte is another, is missing or is twice.
    private static func anything(_ random: inout SplitMix64) -> String {
        let method = pick(["GET", "GET", "GET", "HEAD", "POST", "get"], &random)
        let targets = ["/", "/agents/1031", "/a?b=c&d", "/?", "//a/../b", "*", "http://a/b"]
        let target = pick(targets, &random)
        var text = "\(method) \(target) HTTP/1.1\r\nHost: a\r\n"
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            text += "\(pick(names, &random)): \(pick(values, &random))\r\n"
        }
        var bytes = Array((text + "\r\n").utf8)
        if Int.random(in: 0..<2, using: &random) == 0 {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...0x7F, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(bytes[place], at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
