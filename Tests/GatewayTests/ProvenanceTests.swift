import Roster
import StatusEngine
import Testing

@testable import Gateway

@Suite struct ProvenanceTests {
    private func outcome(
        _ readings: [Reading],
        calls: [UInt64] = [],
        isCollapsed: Bool = false
    ) -> CacheOutcome? {
        let answer = Answer(
            readings: readings,
            at: testNow,
            calls: calls.map { CallID($0) },
            isCollapsed: isCollapsed
        )
        return Provenance(answer).cache
    }

    private let id = AgentID(unchecked: 1031)

    @Test func `what memory had young enough is a hit, also that an agent is not reported`() {
        #expect(outcome([.observed(talkingAgent(), .cached)]) == .hit)
        #expect(outcome([.missing(id, .notReported)]) == .hit)
    }

    @Test func `one older agent makes an answer from memory stale, in trouble or not`() {
        for freshness in [Freshness.revalidating, .stale(.cmsError)] {
            let aged = Reading.observed(talkingAgent(1032), freshness)
            #expect(outcome([.observed(talkingAgent(), .cached), aged]) == .stale)
        }
    }

    @Test func `an answer that waited is a miss, or collapsed where others had asked before`() {
        let live = [Reading.observed(talkingAgent(), .live)]
        #expect(outcome(live, calls: [4]) == .miss)
        #expect(outcome(live, calls: [4], isCollapsed: true) == .collapsed)
    }

    @Test func `a wait for a call that was given up counts as what Cache-Status says of it`() throws
    {
        let old = Reading.observed(talkingAgent(), .stale(.deadlineExceeded))
        let answer = Answer(readings: [old], at: testNow, forwarded: .stale)
        let status = CachePolicy(GatewaySettings(vdns: try testVDNs())).fields(for: answer)
            .status
        #expect(status?.outcome == .forwarded(.stale))
        #expect(Provenance(answer).cache == .miss)
    }

    @Test func `an agent of which nothing can be said makes the answer a failed one`() {
        let lost = Reading.missing(id, .trouble(.cmsUnavailable))
        #expect(outcome([.observed(talkingAgent(), .cached), lost], calls: [4]) == .failed)
    }

    @Test func `a tally counts each reading once`() {
        let tally = AnswerSummary([
            .observed(talkingAgent(1), .live), .observed(talkingAgent(2), .cached),
            .observed(talkingAgent(3), .revalidating), .missing(id, .notReported),
            .observed(talkingAgent(4), .stale(.cmsError)),
            .missing(id, .trouble(.overloaded)), .missing(id, .trouble(.overloaded)),
        ])
        #expect([tally.live, tally.cached, tally.revalidating, tally.stale] == [1, 1, 1, 1])
        #expect(tally.notReported == 1)
        #expect(tally.failed == 2)
    }

    @Test func `an answer knows its calls, and a problem its code as well`() throws {
        let source = ScriptedSource([
            .answer { question in
                var answer = Answer.missing(question, .trouble(.cmsError))
                answer.calls = [CallID(12)]
                return answer
            }
        ])
        let response = try responseAtOnce("/agents/1031", source)
        #expect(response.provenance.problem == .cmsError)
        #expect(response.provenance.cache == .failed)
        #expect(response.provenance.calls == [CallID(12)])
    }

    @Test func `an answer that asked for no agent has no outcome`() throws {
        #expect(try responseAtOnce("/groups").provenance == Provenance())
        #expect(try responseAtOnce("/agents/x").provenance.cache == nil)
        #expect(try responseAtOnce("/agents/x").provenance.problem == .invalidAgentID)
    }

    @Test func `a question names who asks where the request does`() throws {
        let source = ScriptedSource.allTalking
        var request = Request(id: "r-1", path: "/agents/1031")
        request.asker = AskerID(5)
        _ = try testAPI(source).respond(to: request) { _ in }
        #expect(source.questions.map(\.asker) == [AskerID(5)])
    }
}
