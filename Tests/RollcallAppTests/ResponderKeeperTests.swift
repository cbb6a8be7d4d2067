import Gateway
import Logging
import Roster
import Synchronization
import Testing

@testable import RollcallApp

/// The groups and keys that answers go by, as groups are learnt.
struct ResponderKeeperTests {
    private struct NoAnswers: Responder {
        func respond(
            to request: Request,
            deliver: @escaping @Sendable (Response) -> Void
        ) -> Responded {
            Issue.record("asked")
            return .later(expectedBytes: 0) {}
        }
    }

    /// What is known of groups, and the settings responders were made from.
    private final class Desk: Sendable {
        let learnt = Mutex<[VDN: LearntGroups]>([:])
        let made = Mutex<[Settings]>([])
        let log = RecordedLog()

        func keeper(_ settings: Settings, logger: Logger? = nil) -> ResponderKeeper {
            ResponderKeeper(
                settings,
                logger: logger ?? log.logger(),
                learnt: { self.learnt.withLock(\.self) },
                make: { settings in
                    self.made.withLock { $0.append(settings) }
                    return NoAnswers()
                }
            )
        }

        var last: Settings? { made.withLock(\.last) }
    }

    /// Reads each line at once, and does something then.
    private struct ReadLog: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        let onLine: @Sendable () -> Void

        init(onLine: @escaping @Sendable () -> Void) { self.onLine = onLine }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { onLine() }
    }

    private let desk = Desk()

    private func vdn() throws -> VDN { try #require(VDN(170)) }

    private func learn(_ groups: [(id: String, name: String)]) throws {
        let known = groups.map { id, name in
            LearntGroup(
                id: id,
                name: name,
                members: AgentIDSet([AgentID(unchecked: 1_031)]),
                membership: Membership(observedAt: Timestamp(milliseconds: 0))
            )
        }
        let vdn = try vdn()
        desk.learnt.withLock { $0 = [vdn: LearntGroups(groups: [.userGroups: known])] }
    }

    private func settings(_ lines: String = "") throws -> Settings {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        return try fixture.load().settings
    }

    @Test func `what is learnt is answered by from then on, under its prefix`() throws {
        let lines = "groups: {userGroups: {enabled: true, prefix: \"cms:\"}}"
        let keeper = desk.keeper(try settings(lines))
        try learn([("7", "billing")])
        keeper.groupsChanged()
        #expect(desk.last?.groups.groups(in: try vdn()).map(\.name) == ["cms:billing"])
    }

    @Test func `other settings do not lose what was learnt`() throws {
        let keeper = desk.keeper(try settings())
        try learn([("7", "billing")])
        keeper.change(to: try settings("groups: {userGroups: {enabled: true, prefix: \"x:\"}}"))
        #expect(desk.last?.groups.groups(in: try vdn()).map(\.name) == ["x:billing"])
    }

    @Test func `a name that is taken is told of once`() throws {
        let keeper = desk.keeper(try settings())
        try learn([("7", "billing"), ("8", "billing")])
        for _ in 1...3 { keeper.groupsChanged() }
        let told = desk.log.lines.filter { $0.contains("group.given=billing~8") }
        #expect(told.count == 1)
    }

    @Test func `of many names that are taken at once a few are told of, and how many more`() throws
    {
        let keeper = desk.keeper(try settings())
        try learn((1...1_000).map { ("\($0)", "billing") })
        keeper.groupsChanged()
        #expect(desk.log.lines.count { $0.contains("group.given=billing~") } == 10)
        #expect(desk.log.lines.count == 11)
        #expect(desk.log.lines.last?.contains("groups.more=989") == true)
        keeper.groupsChanged()
        #expect(desk.log.lines.count == 11)
    }

    @Test func `whoever reads of names may bring about the next change meanwhile`() throws {
        let readers = Mutex<[ResponderKeeper]>([])
        let desk = desk
        let logger = Logger(label: "test") { _ in
            ReadLog { readers.withLock(\.self).forEach { $0.groupsChanged() } }
        }
        let keeper = desk.keeper(try settings(), logger: logger)
        readers.withLock { $0 = [keeper] }
        try learn([("7", "billing"), ("8", "billing")])
        keeper.groupsChanged()
        #expect(desk.made.withLock(\.count) == 3)
    }

    @Test func `the scope of a key is over the groups as they are`() throws {
        var settings = try settings()
        let digest = KeyDigest(of: "key")
        let scope = AccessScope(
            vdns: nil,
            groups: ["billing"],
            directory: settings.groups,
            served: settings.gateway.vdns
        )
        settings.access.keys = APIKeys([APIKey(name: "wall", digest: digest, scope: scope)])
        let keeper = desk.keeper(settings)
        try learn([("7", "billing")])
        keeper.groupsChanged()
        let complete = try #require(desk.last)
        let expected = AccessScope(
            vdns: nil,
            groups: ["billing"],
            directory: complete.groups,
            served: complete.gateway.vdns
        )
        #expect(complete.access.keys?.all.first?.scope == expected)
        #expect(expected != scope)
    }
}
