import Roster
import Testing

@testable import StatusEngine

/// What operators are told of a source of groups.
@Suite struct GroupSourceGaugesTests {
    @Test func `the age of members is that of the groups the CMS lists`() throws {
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = .seconds(60)
        var script = Script(settings)
        try script.readAll(
            [("7", "billing", 2), ("8", "sales", 2)],
            members: [1_001...1_003, 1_004...1_005]
        )
        script.pass(.seconds(70))
        try script.list([("8", "sales", 2)])
        script.pass(.seconds(5))
        try script.members(1_004...1_005)
        let gauges = try #require(GroupSourceGauges.all(of: script.engine).first)
        #expect(gauges.groups == 2)
        #expect(gauges.oldest == script.now.wall)
    }
}
