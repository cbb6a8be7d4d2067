import CMS
import JSONScanning
import Roster
import Testing

@testable import RollcallApp

struct CMSLogTests {
    private let log = RecordedLog()

    @Test func `each kind of departure is told once, with how often and with whom first`() throws {
        let cmsLog = CMSLog(log.logger())
        let agent = try #require(AgentID(1_031))
        for _ in 0..<100 {
            cmsLog.observe(.anomaly(.unknownState, count: 7, first: agent))
            cmsLog.observe(.anomaly(.byteOrderMark, count: 1))
        }
        #expect(log.lines.count == 2)
        let first = log.lines.first ?? ""
        #expect(first.contains(" warning An answer of the CMS departs from its contract"))
        #expect(
            first.contains(
                "cms.anomaly.count=7 cms.anomaly.first_agent=1031 cms.anomaly.kind=unknownState"
            )
        )
        #expect(log.lines.last?.contains("first_agent") == false)
    }

    @Test func `other events have no line`() {
        let cmsLog = CMSLog(log.logger())
        cmsLog.observe(.clockSkew(seconds: 754))
        cmsLog.observe(.bodyRefused(.truncated))
        #expect(log.lines == [])
    }
}
