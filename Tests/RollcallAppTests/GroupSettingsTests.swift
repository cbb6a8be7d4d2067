import CMS
import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

/// Where groups come from, as settings.
struct GroupSettingsTests {
    private func settings(_ lines: String) throws -> Settings {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        return try fixture.load().settings
    }

    @Test func `nothing is learnt unless it is asked for`() throws {
        let settings = try settings("")
        #expect(settings.engine.groups.intervals.isEmpty)
        #expect(!settings.gateway.showsGroupsOfAgents)
        #expect(settings.cms.wrappedCalls.isEmpty)
    }

    @Test func `each source is on by itself, with an interval and a prefix of its own`() throws {
        let settings = try settings(
            """
            groups:
              userGroups: {enabled: true, qualityCheckers: true}
              skillQueues: {enabled: true, refreshInterval: 10m, prefix: "q/"}
              signedInAgents: {enabled: true}
              graceTime: 2h
              callSharePercent: 50
              agentNames: false
              inAgents: true
              queryParam: [skills, userGroupMembers]
            """
        )
        let groups = settings.engine.groups
        #expect(
            groups.intervals == [
                .userGroups: .seconds(300), .skillQueues: .seconds(600),
                .signedInAgents: .seconds(30),
            ]
        )
        #expect(groups.includesQualityCheckers)
        #expect(groups.graceTime == .seconds(7_200))
        #expect(groups.callSharePercent == 50)
        #expect(!groups.keepsNames)
        #expect(settings.gateway.showsGroupsOfAgents)
        #expect(settings.cms.wrappedCalls == [.skills, .userGroupMembers])
        #expect(
            settings.groupSettings.prefixes == [.skillQueues: "q/", .signedInAgents: "signed-in:"]
        )
    }

    @Test func `a call that cannot be wrapped is a problem that names those that can`() {
        let problems = SettingsFixture.problems(with: "groups: {queryParam: [skill]}")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("groups.queryParam") == true)
        #expect(problems.first?.contains("userGroupMembers, skills, signedInAgents") == true)
    }

    @Test func `a key may be limited to a group that is learnt later, but only then`() throws {
        let keys = "wall: {sha256: \(String(repeating: "0", count: 64)), groups: [billing]}"
        for isLearning in [true, false] {
            var fixture = SettingsFixture()
            fixture.files.files["/etc/keys.yaml"] = FileContents(bytes: Array(keys.utf8))
            fixture.yaml += "\naccess: {keysFile: /etc/keys.yaml}"
            fixture.yaml += "\ngroups: {userGroups: {enabled: \(isLearning)}}"
            let problems = fixture.problems()
            #expect(problems.isEmpty == isLearning, "\(problems)")
        }
    }
}
