import NIOCore
import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

@Suite struct ConditionalAnswerTests {
    static let all: [(String, String?)] = [
        ("/agents/1031", nil), ("/agents", "ids=1031-1040"), ("/groups", nil),
        ("/groups", "source=file&name=bill"), ("/groups/billing", nil),
        ("/groups/billing/status", nil), ("/vdn/status", nil),
        ("/groups/billing/agents", nil), ("/groups/empty/agents", nil), ("/openapi.yaml", nil),
        ("/vdns/171/agents/1031", nil),
    ]

    private func tag(of response: Response) throws -> String {
        "W/\"\(try #require(response.caching?.tag).opaque)\""
    }

    private func head(of response: Response, isHead: Bool = false) -> String {
        let envelope = Exchange.Envelope(
            requestID: "5eed000000000001-1-1",
            isHead: isHead,
            startedAt: .now()
        )
        let writer = AnswerWriter(
            allocator: ByteBufferAllocator(),
            dates: DateCache(now: { testNow })
        )
        let written = writer.write(response, envelope: envelope, isLast: false)
        let text = String(buffer: written.first)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return text }
        return String(text[..<end.upperBound])
    }

    @Test(arguments: all)
    func `who has the content already gets a 304 without it`(
        _ path: String,
        _ query: String?
    ) throws {
        let whole = try responseAtOnce(path, query: query)
        let tag = try tag(of: whole)
        for condition in [tag, "\"other\", \(tag)", "*"] {
            let headers: HTTPHeaders = ["If-None-Match": condition]
            let response = try responseAtOnce(path, query: query, headers: headers)
            #expect(response.status == 304)
            #expect(response.contentType == nil)
            #expect(response.body.readableBytes == 0)
            #expect(response.caching == whole.caching)
            #expect(response.route == whole.route)
        }
        let other = try responseAtOnce(path, query: query, headers: ["If-None-Match": "\"other\""])
        #expect(other.status == 200)
        #expect(other.body == whole.body)
    }

    @Test func `a change is a 200 with another tag`() throws {
        let old = try responseAtOnce("/groups/billing/agents")
        let headers: HTTPHeaders = ["If-None-Match": try tag(of: old)]
        let changed = ScriptedSource([
            .answer { question in
                var answer = Answer.talking(question)
                answer.readings[1] = .observed(agent(1032, code: 1), .cached)
                return answer
            }
        ])
        let response = try responseAtOnce("/groups/billing/agents", headers: headers, changed)
        #expect(response.status == 200)
        #expect(try tag(of: response) != tag(of: old))
    }

    @Test func `a 304 has the fields of the 200 but those of its content`() throws {
        let whole = try responseAtOnce("/groups/billing/agents")
        let headers: HTTPHeaders = ["If-None-Match": try tag(of: whole)]
        let same = try responseAtOnce("/groups/billing/agents", headers: headers)
        let lines = { (text: String) in Set(text.split(separator: "\r\n").map(String.init)) }
        let gone = lines(head(of: whole)).subtracting(lines(head(of: same)))
        #expect(
            gone == [
                "HTTP/1.1 200 OK", "Content-Type: application/json",
                "Content-Length: \(whole.body.readableBytes)",
            ]
        )
        let added = lines(head(of: same)).subtracting(lines(head(of: whole)))
        #expect(added == ["HTTP/1.1 304 Not Modified"])
    }

    @Test(arguments: [
        (Freshness.cached, 260), (.revalidating, 260),
        (.stale(.cmsUnavailable), 260 + "; detail=cmsUnavailable".utf8.count),
    ])
    func `a poll of 5000 agents takes at most 260 bytes, one in trouble its reason more`(
        freshness: Freshness,
        most: Int
    ) throws {
        let source = ScriptedSource(
            [],
            thenAlways: .answer { question in
                let readings = question.ids.map { id in
                    Reading.observed(talkingAgent(id.number), freshness)
                }
                return Answer(readings: readings, at: testNow.advanced(bySeconds: 9))
            }
        )
        let query = "ids=1000-5999"
        let whole = try responseAtOnce("/agents", query: query, source)
        let headers: HTTPHeaders = ["If-None-Match": try tag(of: whole)]
        let same = try responseAtOnce("/agents", query: query, headers: headers, source)
        #expect(same.status == 304)
        #expect(head(of: same).utf8.count <= most)
    }

    @Test(arguments: all)
    func `HEAD has the fields of GET`(_ path: String, _ query: String?) throws {
        let response = try responseAtOnce(path, query: query)
        #expect(head(of: response, isHead: true) == head(of: response))
        #expect(head(of: response).contains("\r\nCache-Control: "))
        #expect(head(of: response).contains("\r\nETag: W/\""))
    }

    @Test func `a problem has no tag, and a condition does not change it`() throws {
        let missing = ScriptedSource.Line.answer { .missing($0, .notReported) }
        let headers: HTTPHeaders = ["If-None-Match": "*"]
        let source = ScriptedSource([missing])
        let response = try responseAtOnce("/agents/1031", headers: headers, source)
        #expect(response.status == 404)
        #expect(response.caching?.tag == nil)
        #expect(head(of: response).contains("\r\nCache-Control: no-store\r\n"))
        #expect(head(of: response).contains("\r\nCache-Status: rollcall; hit\r\n"))
        for path in ["/groups/none", "/agents/abc", "/nothing"] {
            let problem = try responseAtOnce(path, headers: headers, ScriptedSource([]))
            #expect([400, 404].contains(problem.status))
        }
    }

    @Test func `what only memory was asked for and it has not is 504`() throws {
        let source = ScriptedSource([.answer { .missing($0, .trouble(.notCached)) }])
        let headers: HTTPHeaders = ["Cache-Control": "only-if-cached"]
        let response = try responseAtOnce("/agents/1031", headers: headers, source)
        #expect(response.status == 504)
        #expect(bodyText(response).contains(#""code":"not-cached""#))
        #expect(head(of: response).contains("\r\nCache-Status: rollcall; detail=notCached\r\n"))
    }
}
