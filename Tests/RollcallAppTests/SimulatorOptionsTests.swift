import CMSSimulator
import Roster
import Testing

@testable import RollcallApp

/// Which groups the options of `simulate-cms` ask for.
struct SimulatorOptionsTests {
    private func settings(
        _ change: (inout SimulateCMS.Options) -> Void
    ) throws -> SimulatorSettings {
        let fixture = SettingsFixture()
        let surroundings = CommandSurroundings(
            environment: fixture.environment,
            files: fixture.files,
            terminal: RecordedTerminal(),
            logSink: RecordedLog()
        )
        var options = SimulateCMS.Options()
        options.accessKey = "AK"
        options.secretKeyFile = "/run/secrets/rollcall"
        change(&options)
        return try SimulatorOptionsReader.settings(options, in: surroundings)
    }

    @Test func `without options the demo's groups are told`() throws {
        let settings = try settings { _ in }
        #expect(settings.groups == DemoRoster.simulatedGroups(seed: 1))
        #expect(settings.agents == DemoRoster.agents)
    }

    @Test func `agents that are given are cut into groups of 500, or one of all`() throws {
        let many = try settings { $0.agents = ["1000-2249"] }
        #expect(many.groups.groups.map(\.members.present.count) == [500, 500, 250])
        let few = try settings { $0.agents = ["1000-1009"] }
        #expect(few.groups.groups.map(\.members.present.count) == [10])
        #expect(few.groups.skills.count == 8)
    }

    @Test func `400 groups of 150 and one of 6000 can be had`() throws {
        let many = try settings {
            $0.groups = 400
            $0.groupSize = 150
        }
        #expect(many.groups.groups.count == 400)
        #expect(many.groups.groups.allSatisfy { $0.members.present.count == 150 })
        let large = try settings {
            $0.agents = ["1000-6999"]
            $0.groupSize = 6_000
        }
        #expect(large.groups.groups.map(\.members.present.count) == [6_000])
    }

    @Test func `no groups can be had, and another seed gives other ids`() throws {
        #expect(try settings { $0.groups = 0 }.groups.groups.isEmpty)
        let first = try settings { $0.seed = 1 }.groups.groups.map(\.id)
        let second = try settings { $0.seed = 2 }.groups.groups.map(\.id)
        #expect(Set(first).isDisjoint(with: second))
    }
}
