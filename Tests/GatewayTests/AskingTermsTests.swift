import NIOHTTP1
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import Gateway

@Suite struct AskingTermsTests {
    private func applied(_ response: Response) -> [String] {
        response.fields.filter { $0.name == "Preference-Applied" }.map(\.value)
    }

    /// The first agent talking, the second not reported, for the others the time was too short.
    private static let partial = ScriptedSource.Line.answer { question in
        let readings = question.ids.enumerated()
            .map { index, id -> Reading in
                switch index {
                case 0: .observed(talkingAgent(id.number), .live)
                case 1: .missing(id, .notReported)
                default: .missing(id, .trouble(.deadlineExceeded))
                }
            }
        return Answer(readings: readings, at: testNow)
    }

    private static let late = ScriptedSource.Line.answer {
        .missing($0, .trouble(.deadlineExceeded))
    }

    static let asking: [(String, String?)] = [
        ("/agents/1031", nil), ("/agents", "ids=1031,1032"), ("/groups/billing/status", nil),
        ("/groups/billing/agents", nil), ("/vdns/170/agents/1031", nil),
    ]

    @Test(arguments: asking)
    func `the wait preferred is the question's, and is told`(
        _ path: String,
        _ query: String?
    ) throws {
        let source = ScriptedSource.allTalking
        let response = try responseAtOnce(path, query: query, headers: ["prefer": "wait=2"], source)
        #expect(response.status == 200)
        #expect(source.questions.map(\.wait) == [.seconds(2)])
        #expect(applied(response) == ["wait=2"])
    }

    @Test(arguments: [
        ("wait=0", Duration.zero, "wait=0"), ("wait=0.50", .milliseconds(500), "wait=0.5"),
        ("wait=20", .seconds(20), "wait=20"), ("wait=21", .milliseconds(20_500), "wait=20.5"),
        ("wait=99999999999999999999", .milliseconds(20_500), "wait=20.5"),
    ])
    func `a wait is cut to the longest, and what is applied is told`(
        _ preference: String,
        _ wait: Duration,
        _ told: String
    ) throws {
        let source = ScriptedSource.allTalking
        let response = try responseAtOnce("/agents/1031", headers: ["Prefer": preference], source)
        #expect(source.questions.map(\.wait) == [wait])
        #expect(applied(response) == [told])
    }

    @Test(arguments: ["wait=-1", "wait=soon", "wait", "respond-async", ""])
    func `without a wait that is understood the default applies, and nothing is told`(
        _ preference: String
    ) throws {
        let source = ScriptedSource.allTalking
        let response = try responseAtOnce("/agents/1031", headers: ["Prefer": preference], source)
        #expect(source.questions.map(\.wait) == [.seconds(3)])
        #expect(applied(response) == [])
    }

    @Test(arguments: [
        ("/groups", 200), ("/groups/billing", 200), ("/groups/empty/status", 200),
        ("/healthz", 200), ("/openapi.yaml", 200), ("/groups/none/status", 404),
        ("/agents/abc", 400), ("/nothing", 404),
    ])
    func `what needs no question applies no preference`(_ path: String, _ status: Int) throws {
        let headers: HTTPHeaders = ["Prefer": "wait=2", "Cache-Control": "no-cache"]
        let response = try responseAtOnce(path, headers: headers, ScriptedSource([]))
        #expect(response.status == status)
        #expect(applied(response) == [])
    }

    @Test(arguments: asking)
    func `the age wanted is the question's`(_ path: String, _ query: String?) throws {
        let source = ScriptedSource.allTalking
        for control in ["no-cache", "max-age=1", "no-store"] {
            _ = try responseAtOnce(path, query: query, headers: ["cache-control": control], source)
        }
        #expect(source.questions.map(\.maximumAge) == [.zero, .seconds(1), nil])
    }

    @Test(arguments: asking)
    func `how stale is good enough, and to ask for nothing, is the question's`(
        _ path: String,
        _ query: String?
    ) throws {
        let source = ScriptedSource.allTalking
        for control in ["max-stale=60, only-if-cached", "max-stale", "max-age=1"] {
            _ = try responseAtOnce(path, query: query, headers: ["Cache-Control": control], source)
        }
        let forEver = Duration.seconds(1 << 31)
        #expect(source.questions.map(\.maximumStale) == [.seconds(60), forEver, nil])
        #expect(source.questions.map(\.isOnlyCached) == [true, false, false])
    }

    @Test func `Pragma asks for a fresh look where there is no Cache-Control`() throws {
        let source = ScriptedSource.allTalking
        _ = try responseAtOnce("/agents/1031", headers: ["Pragma": "no-cache"], source)
        let both: HTTPHeaders = ["Pragma": "no-cache", "Cache-Control": "max-age=1"]
        _ = try responseAtOnce("/agents/1031", headers: both, source)
        #expect(source.questions.map(\.maximumAge) == [.zero, .seconds(1)])
    }

    @Test func `an answer that comes later tells what was applied too`() throws {
        let source = ScriptedSource([.wait])
        let delivered = Mutex<[Response]>([])
        let request = Request(id: "r-1", path: "/agents/1031", headers: ["Prefer": "wait=0.5"])
        let responded = try testAPI(source)
            .respond(to: request) { response in
                delivered.withLock { $0.append(response) }
            }
        guard case .later = responded, let question = source.questions.first else {
            Issue.record("not waiting")
            return
        }
        source.deliver(.missing(question, .trouble(.deadlineExceeded)), to: 1)
        let response = try #require(delivered.withLock { $0 }.first)
        #expect(response.status == 504)
        #expect(bodyText(response).contains(#""code":"deadline-exceeded""#))
        #expect(applied(response) == ["wait=0.5"])
    }

    @Test func `an agent without an observation at the deadline is 504`() throws {
        for path in ["/agents/1031", "/vdns/171/agents/1031"] {
            let source = ScriptedSource([Self.late])
            let response = try responseAtOnce(path, headers: ["Prefer": "wait=0"], source)
            #expect(response.status == 504)
            #expect(response.contentType == "application/problem+json")
            #expect(!response.fields.contains { $0.name == "Retry-After" })
            #expect(applied(response) == ["wait=0"])
        }
    }

    @Test func `an agent known from before is answered at the deadline, stale with its reason`()
        throws
    {
        let source = ScriptedSource([
            .answer { question in
                let agent = talkingAgent(question.ids[0].number)
                let reading = Reading.observed(agent, .stale(.deadlineExceeded))
                return Answer(readings: [reading], at: testNow)
            }
        ])
        let response = try responseAtOnce("/agents/1031", headers: ["Prefer": "wait=0"], source)
        #expect(response.status == 200)
        let end = #""freshness":"stale","staleReason":"deadlineExceeded"}"#
        #expect(bodyText(response).hasSuffix(end))
    }

    @Test(arguments: [("/agents", "ids=1031-1033"), ("/groups/billing/agents", nil)])
    func `a list at the deadline holds what there is, each id with its reason`(
        _ path: String,
        _ query: String?
    ) throws {
        let source = ScriptedSource([Self.partial])
        let response = try responseAtOnce(path, query: query, headers: ["Prefer": "wait=1"], source)
        #expect(response.status == 200)
        #expect(applied(response) == ["wait=1"])
        let body = bodyText(response)
        #expect(body.contains(#""freshness":"fresh"}"#))
        #expect(body.contains(missing(1032, "notReported")))
        #expect(body.contains(missing(1033, "deadlineExceeded")))
        #expect(body.hasSuffix(#""complete":false,"stale":0,"missing":2}"#))
    }

    private func missing(_ id: Int, _ reason: String) -> String {
        #"{"id":\#(id),"state":null,"freshness":"missing","reason":"\#(reason)"}"#
    }

    @Test func `a roll-up at the deadline counts what there is, and says it is not complete`()
        throws
    {
        let source = ScriptedSource([Self.partial])
        let response = try responseAtOnce("/groups/billing/status", source)
        #expect(response.status == 200)
        let body = bodyText(response)
        #expect(body.hasPrefix(#"{"group":"billing","agents":3,"reported":1,"#))
        #expect(body.contains(#""complete":false,"stale":0,"missing":2,"#))
    }

    @Test(arguments: [
        ("/agents", "ids=1031,1032"), ("/groups/billing/agents", nil),
        ("/groups/billing/status", nil),
    ])
    func `a list of which nothing is known at the deadline is 504`(
        _ path: String,
        _ query: String?
    ) throws {
        let source = ScriptedSource([Self.late])
        let response = try responseAtOnce(path, query: query, headers: ["Prefer": "wait=0"], source)
        #expect(response.status == 504)
        #expect(bodyText(response).contains(#""code":"deadline-exceeded""#))
    }

    @Test func `the contract tells of both wishes on every route that asks, and on no other`()
        throws
    {
        let contract = bodyText(try responseAtOnce("/openapi.yaml", ScriptedSource([])))
        #expect(contract.contains("\n    PreferenceApplied:\n"))
        for parameter in ["Prefer", "CacheControl", "Pragma"] {
            let reference = "        - $ref: '#/components/parameters/\(parameter)'\n"
            // GET and HEAD of five paths, POST of one, in the default VDN and in one named.
            #expect(contract.split(separator: reference).count - 1 == 22)
        }
    }
}
