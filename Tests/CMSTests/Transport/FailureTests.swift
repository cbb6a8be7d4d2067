import CMS
import JSONScanning
import Roster
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FailureTests {
    static func ownBody(_ status: Int) -> String {
        #"{"timestamp":1795420800000,"status":\#(status),"error":"E","#
            + #""message":"No message available","path":"\#(BatchRequest.path)"}"#
    }

    static let statuses: [(String, String, String, CallFailure)] = [
        (
            "401 Unauthorized", "", ownBody(401),
            .init(.unauthorized, detail: "HTTP 401, by the CMS")
        ),
        ("401 X", "", "", .init(.unauthorized, detail: "HTTP 401, not in the CMS's own form")),
        ("403 Forbidden", "", ownBody(403), .init(.addressLocked, detail: "HTTP 403, by the CMS")),
        (
            "403 Forbidden", "", "<html>denied</html>",
            .init(.forbidden, detail: "HTTP 403, not in the CMS's own form")
        ),
        (
            "403 Forbidden", "", ownBody(401),
            .init(.forbidden, detail: "HTTP 403, not in the CMS's own form")
        ),
        ("418 Teapot", "", "", .init(.wrongHost, detail: "HTTP 418")),
        (
            "429 Too Many", "Retry-After: 7\r\n", "{}",
            .init(.tooManyRequests, detail: "HTTP 429", retryAfter: 7)
        ),
        (
            "429 Too Many", "Retry-After: Mon, 23 Nov 2026 08:00:31 GMT\r\n", "",
            .init(.tooManyRequests, detail: "HTTP 429", retryAfter: 30)
        ),
        ("502 Bad Gateway", "", "<html>", .init(.serverError, detail: "HTTP 502")),
        (
            "503 Busy", "Retry-After: soon\r\n", "",
            .init(.serverError, detail: "HTTP 503")
        ),
        ("404 Not Found", "", ownBody(404), .init(.unexpectedStatus, detail: "HTTP 404")),
        (
            "302 Found", "Location: http://127.0.0.1:1/\r\n", "",
            .init(.unexpectedStatus, detail: "HTTP 302")
        ),
        ("204 No Content", "", "", .init(.unexpectedStatus, detail: "HTTP 204")),
    ]

    @Test(arguments: statuses)
    func `a status means what the contract says`(
        status: String,
        headers: String,
        body: String,
        failure: CallFailure
    ) async throws {
        let script = ServerScript.answer(status, headers: headers, body)
        #expect(try await failureOf(script) == failure)
    }

    @Test func `a 401 or 403 counts though its body is cut off, endless or silent`() async throws {
        let head = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 900000\r\n\r\n{\"timest"
        let long = String(repeating: " ", count: 200_000)
        for script in [
            ServerScript.replyAndClose(head), .reply(head), .reply(head + long),
            .replyAndClose(head + long),
        ] {
            let failure = try await failureOf(script) { $0.requestTimeout = .seconds(3) }
            #expect(failure?.code == .unauthorized)
        }
        let locked = "HTTP/1.1 403 F\r\nContent-Length: 9000\r\n\r\n" + Self.ownBody(403)
        #expect(try await failureOf(.replyAndClose(locked))?.code == .addressLocked)
    }

    @Test func `a business error is told by its code`() async throws {
        let body = #"{"resultCode":"0100002","resultDesc":"illegal parameter"}"#
        let failure = CallFailure(
            .illegalParameter,
            detail: "resultCode 0100002: illegal parameter"
        )
        #expect(try await failureOf(.ok(body)) == failure)
    }

    @Test(arguments: [
        ("", "empty"), ("<html></html>", "notJSON"), ("{\"resultCode\":", "truncated"),
        ("{\"resultCode\":\"0100000\",\"resultDesc\":\"ok\"}", "noRows"), ("{} x", "trailingBytes"),
    ])
    func `a body that cannot be used is refused with its fault`(
        body: String,
        fault: String
    ) async throws {
        try await ServerDouble.run([.ok(body)]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            #expect(try await calls.fetch().failure == CallFailure(.malformedBody, detail: fault))
            let expected = try #require(BodyFault(rawValue: fault))
            #expect(calls.recorder.timeless == [.bodyRefused(expected)])
            #expect(calls.recorder.ends == [.malformedBody])
        }
    }

    @Test func `bytes that are no HTTP are no answer`() async throws {
        #expect(
            try await failureOf(.replyAndClose("no such thing\r\n\r\n"))?.code == .unexpectedStatus
        )
    }

    @Test(arguments: [
        ServerScript.close,
        .replyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"resultCode\":"),
        .replyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res"),
        .replyAndClose("HTTP/1.1 20"),
    ])
    func `an answer cut off is a lost connection`(script: ServerScript) async throws {
        #expect(try await failureOf(script)?.code == .connectionLost)
    }

    @Test(arguments: [
        ServerScript.silence,
        .reply("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"resultCode\":"),
    ])
    func `an answer that does not end in time is timed out`(script: ServerScript) async throws {
        let failure = try await failureOf(script) { $0.requestTimeout = .seconds(1) }
        #expect(failure?.code == .timedOut)
    }

    @Test func `a body over the limit is refused, announced or not`() async throws {
        let body = Answers.success(rows: Answers.row())
        let chunk = "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
        for script in [
            ServerScript.ok(body),
            .reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)"),
        ] {
            let failure = try await failureOf(script) { $0.maximumBodyBytes = body.utf8.count - 1 }
            #expect(failure?.code == .bodyTooLarge)
        }
        try await ServerDouble.run([.ok(body)]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)") {
                $0.maximumBodyBytes = body.utf8.count
            }
            #expect(try await calls.fetch().get().reports.count == 1)
        }
    }

    @Test func `no detail is long or tells the secret`() async throws {
        for script in [ServerScript.close, .replyAndClose("junk\r\n\r\n"), .silence] {
            let failure = try await failureOf(script) { $0.requestTimeout = .seconds(1) }
            let detail = try #require(failure).detail
            #expect(!detail.isEmpty && detail.count <= 200)
            #expect(!detail.contains(Calls.credentials.secretKey))
        }
    }

    private func failureOf(
        _ script: ServerScript,
        change: (inout CMSSettings) -> Void = { _ in }
    ) async throws -> CallFailure? {
        try await ServerDouble.run([script]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)") {
                change(&$0)
            }
            return try await calls.fetch().failure
        }
    }
}
