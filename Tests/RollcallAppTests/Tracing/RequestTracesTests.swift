import Gateway
import NIOHTTP1
import Roster
import StatusEngine
import Testing
import Tracing

@testable import RollcallApp

struct RequestTracesTests {
    private static let incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    private let tracer = RecordedTracer()
    private let traces: RequestTraces

    init() { traces = RequestTraces(tracer) }

    private func request(_ headers: HTTPHeaders = [:]) -> Request {
        Request(id: "r-1", path: "/agents/1031", headers: headers)
    }

    private func call(_ number: UInt64, for askers: [AskerID]) throws -> StatusCall {
        let vdn = try #require(VDN(170))
        return StatusCall(id: CallID(number), vdn: vdn, agents: [], askers: askers)
    }

    private func answer(_ calls: UInt64..., status: Int = 200) -> Response {
        var response = Response(status: status, contentType: nil, route: .agent)
        response.provenance.cache = .miss
        response.provenance.calls = calls.map { CallID($0) }
        return response
    }

    @Test func `a request's span is below the one its fields name, and its answer knows the trace`()
    {
        let headers: HTTPHeaders = ["Traceparent": Self.incoming, "tracestate": "v=1"]
        let followed = traces.begin(request(headers))
        let response = traces.end(followed, answer())
        #expect(tracer.spans[0].parent?.spanID == "b7ad6b7169203331")
        #expect(tracer.spans[0].kind == .server)
        #expect(tracer.spans[0].operationName == "GET agent")
        #expect(tracer.spans[0].ends == 1)
        #expect(response.provenance.traceID == "0af7651916cd43dd8448eb211c80319c")
    }

    @Test func `a repeated traceparent begins a trace of our own`() {
        let headers = HTTPHeaders([("traceparent", Self.incoming), ("traceparent", Self.incoming)])
        _ = traces.begin(request(headers))
        #expect(tracer.spans[0].parent == nil)
    }

    @Test func `spaces around a traceparent are none of it, those within make it none`() {
        for (field, parent) in [
            ("\t\(Self.incoming)  ", "b7ad6b7169203331"), ("\(Self.incoming) x", nil),
        ] {
            _ = traces.begin(request(["traceparent": field]))
            #expect(tracer.spans.last?.parent?.spanID == parent)
        }
    }

    @Test func `several tracestate fields go on as one list, below the call's own span`() throws {
        let fields = [("traceparent", Self.incoming), ("tracestate", "a=1"), ("tracestate", "b=2")]
        let followed = traces.begin(request(HTTPHeaders(fields)))
        traces.begin(try call(1, for: [followed.asker]))
        let sent = traces.fields(of: CallID(1)).map { "\($0.name): \($0.value)" }
        let parent = "00-0af7651916cd43dd8448eb211c80319c-\(tracer.spans[1].id)-01"
        #expect(sent == ["traceparent: \(parent)", "tracestate: a=1,b=2"])
    }

    @Test func `a call is the child of whom it leaves for first, and linked with all it serves`()
        throws
    {
        let followed = (0..<200).map { _ in traces.begin(request()) }
        // Half of them came before it left, the others joined it on its way.
        traces.begin(try call(1, for: followed.prefix(100).map(\.asker)))
        for one in followed { _ = traces.end(one, answer(1)) }
        traces.settled(CallID(1))
        let spans = tracer.spans
        let callSpan = spans[200]
        #expect(callSpan.kind == .client)
        #expect(callSpan.parent?.spanID == spans[0].id)
        #expect(Set(callSpan.links) == Set(spans[1..<200].map(\.id)))
        #expect(callSpan.links.count == 199)
        #expect(spans[..<200].allSatisfy { $0.links == [callSpan.id] })
        #expect(spans.allSatisfy { $0.ends == 1 })
    }

    @Test func `a request that waits for several calls is linked to all, also those that ended`()
        throws
    {
        let followed = traces.begin(request())
        for number in 1...3 as ClosedRange<UInt64> {
            traces.begin(try call(number, for: [followed.asker]))
            if number < 3 { traces.settled(CallID(number)) }
        }
        _ = traces.end(followed, answer(1, 2, 3))
        #expect(tracer.spans[0].links == tracer.spans[1...].map(\.id))
    }

    @Test func `a call that failed says so, and one nobody asked for has a trace of its own`()
        throws
    {
        traces.begin(try call(1, for: []))
        traces.note(.failure(CallFailure(.timedOut)), of: CallID(1))
        traces.settled(CallID(1))
        #expect(tracer.spans[0].parent == nil)
        #expect(tracer.spans[0].status == SpanStatus(code: .error, message: "timedOut"))
        #expect(tracer.spans[0].ends == 1)
    }

    @Test func `nothing is remembered of requests that ended, and few calls`() throws {
        for number in 1...1_000 as ClosedRange<UInt64> {
            let followed = traces.begin(request())
            traces.begin(try call(number, for: [followed.asker]))
            if number % 2 == 0 {
                _ = traces.end(followed, answer(number))
            } else {
                traces.abandon(followed)
            }
            traces.settled(CallID(number))
            traces.settled(CallID(number))
        }
        #expect(traces.count == TraceBook.maximumEndedCalls)
        #expect(tracer.spans.allSatisfy { $0.ends == 1 })
    }

    @Test func `our own tracer keeps a trace, and records nothing`() {
        let own = RequestTraces(W3CTracer(random: RecordedTracer.counting()))
        let headers: HTTPHeaders = ["traceparent": Self.incoming]
        let followed = own.begin(request(headers))
        #expect(!followed.span.isRecording)
        let response = own.end(followed, answer())
        #expect(response.provenance.traceID == "0af7651916cd43dd8448eb211c80319c")
        let fresh = own.end(own.begin(request()), answer())
        // Numbers count up: 1 and 2 were the ids of spans, 3 and 4 make that of the trace.
        #expect(fresh.provenance.traceID == "00000000000000030000000000000004")
    }
}
