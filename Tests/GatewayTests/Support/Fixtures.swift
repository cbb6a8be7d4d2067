import NIOCore
import Roster
import Testing

@testable import Gateway

/// 2026-11-23T08:02:35.400Z, the moment of all tests.
let testNow = Timestamp(milliseconds: 1_795_420_955_400)

/// VDN 170, the default one, and 171.
func testVDNs() throws -> [VDN] {
    try [#require(VDN(170)), #require(VDN(171))]
}

/// The agent of design section 4: talking for 93 s.
func talkingAgent(_ number: UInt32 = 1031) -> Agent {
    Agent(
        AgentReport(
            id: AgentID(unchecked: number),
            stateCode: 5,
            stateSeconds: 93,
            previousStateCode: 4,
            previousStateSeconds: 6,
            signedInAt: Timestamp(milliseconds: 1_795_413_600_000),
            releasedCalls: 2,
            privateCalls: 0
        ),
        askedAt: testNow,
        observedAt: testNow,
        previous: nil
    )
}

/// An agent in a state for some seconds, with nothing else known.
func agent(_ number: UInt32, code: Int32, seconds: Int64? = 10) -> Agent {
    let id = AgentID(unchecked: number)
    let report = AgentReport(id: id, stateCode: code, stateSeconds: seconds)
    return Agent(report, askedAt: testNow, observedAt: testNow, previous: nil)
}

/// The text of an answer's body.
func bodyText(_ response: Response) -> String {
    String(buffer: response.body)
}

/// The pages of an answer's stream, as text.
func pageTexts(_ response: Response) -> [String] {
    var stream = response.stream
    var pages: [String] = []
    while let page = stream?.next() { pages.append(String(buffer: page)) }
    return pages
}
