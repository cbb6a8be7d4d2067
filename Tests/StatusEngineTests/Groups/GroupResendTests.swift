import Roster
import Testing

@testable import StatusEngine

/// Calls about groups whose reused connection ended before a byte of the answer.
@Suite struct GroupResendTests {
    private let ended = CallFailure(.reusedConnectionEnded)

    @Test func `such a call is sent once more at once, and the reading goes on`() throws {
        var script = try Self.provenScript()
        try script.list([("7", "billing", 2)])
        let first = try #require(script.groupCalls.first)
        try script.endGroupCall(.failure(ended))
        let second = try #require(script.groupCalls.first)
        #expect(second.isResent && !first.isResent)
        #expect(second.query == first.query && second.id != first.id)
        #expect(script.events.contains(.groupCallResent(Script.vdn, .userGroups, ended)))
        #expect(!script.events.contains(.groupCallFailed(Script.vdn, .userGroups, ended)))
        try script.members(1_001...1_003)
        #expect(script.sizes(.userGroups) == ["billing": 3])
        #expect(script.reports.last?.isWhole == true)
        #expect(script.reports.last?.calls == 3)
        #expect(script.engine.callsInFlight == 0)
    }

    @Test func `what fails again is tried later, as after a lost connection`() throws {
        var script = try Self.provenScript()
        try script.list([("7", "billing", 2)])
        try script.endGroupCall(.failure(ended))
        try script.endGroupCall(.failure(ended))
        #expect(script.groupCalls.isEmpty)
        #expect(script.events.contains(.groupCallFailed(Script.vdn, .userGroups, ended)))
        script.pass(.seconds(2))
        #expect(script.groupCalls.map(\.isResent) == [false])
        try script.endGroupCall(.failure(ended))
        #expect(script.groupCalls.isEmpty)
    }

    @Test func `while calls signed so are unproven nothing is sent once more`() throws {
        var script = Script(Self.settings())
        try script.prove()
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        // A call without a body was never taken.
        try script.endGroupCall(.failure(ended))
        #expect(script.groupCalls.isEmpty)
    }

    @Test func `where the share of the quota allows no call now nothing is sent once more`() throws
    {
        var settings = Self.settings()
        settings.callQuota = CallQuota(calls: 8, window: .seconds(10))
        var script = Script(settings)
        try script.prove()
        try script.list([("7", "billing", 2)])
        try script.endGroupCall(.failure(ended))
        #expect(script.groupCalls.isEmpty)
    }

    @Test func `a source that was given up meanwhile is not asked once more`() throws {
        var script = try Self.provenScript()
        try script.list([("7", "billing", 2)])
        script.change(to: EngineSettings())
        try script.endGroupCall(.failure(ended))
        #expect(script.groupCalls.isEmpty)
        #expect(script.engine.callsInFlight == 0)
    }

    private static func settings() -> EngineSettings {
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = .seconds(300)
        return settings
    }

    /// One whose calls with and without a body have been taken, at the list of user groups.
    private static func provenScript() throws -> Script {
        var script = Script(settings())
        try script.prove()
        return script
    }
}
