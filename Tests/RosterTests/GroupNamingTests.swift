import Roster
import Testing

/// Names of groups from several sources, and what of a VDN a directory knows.
@Suite struct GroupNamingTests {
    @Test func `groups of all sources stand side by side under their prefixes`() {
        let directory = directory(
            file: [group("billing", 1_001...1_002)],
            [.userGroups: [learnt("7", "sales")], .skillQueues: [learnt("1", "voice")]],
            prefixes: [.skillQueues: "queue:"]
        )
        #expect(names(directory) == ["billing", "queue:voice", "sales"])
        #expect(directory.collisions(in: vdn).isEmpty)
    }

    @Test func `of one name the earlier source keeps it and the later gets its id behind it`() {
        let directory = directory(
            file: [group("billing", 1_001...1_002)],
            [
                .signedInAgents: [learnt("3", "billing")], .userGroups: [learnt("7", "billing")],
                .skillQueues: [learnt("1", "billing")],
            ]
        )
        #expect(names(directory) == ["billing", "billing~1", "billing~3", "billing~7"])
        #expect(directory.group(named: "billing", in: vdn)?.source == .file)
        #expect(directory.group(named: "billing~7", in: vdn)?.source == .userGroups)
        let told = directory.collisions(in: vdn).map { "\($0.source.rawValue) \($0.given)" }
        #expect(
            told == ["userGroups billing~7", "skillQueues billing~1", "signedInAgents billing~3"]
        )
    }

    @Test func `of two groups of one source the one with the lower id keeps the name`() {
        let directory = directory([.userGroups: [learnt("7", "sales"), learnt("9", "sales")]])
        #expect(names(directory) == ["sales", "sales~9"])
    }

    @Test func `a name made up does not take the place of a real one`() {
        let directory = directory(
            file: [group("sales~9", 1_001...1_001)],
            [.userGroups: [learnt("7", "sales"), learnt("9", "sales")]]
        )
        #expect(names(directory) == ["sales", "sales~9", "sales~9~9"])
    }

    @Test func `a group that is listed has its name before it has been read`() {
        let known = LearntGroups(
            groups: [.userGroups: [learnt("7", "sales"), learnt("12", "sales")]],
            unread: [
                .userGroups: [
                    UnreadGroup(id: "5", name: "sales"), UnreadGroup(id: "8", name: "sales"),
                ]
            ]
        )
        let directory = GroupDirectory(
            file: GroupDirectory([:]),
            learnt: [vdn: known],
            prefixes: [.userGroups: "cms:"]
        )
        #expect(names(directory) == ["cms:sales~12", "cms:sales~7"])
        #expect(directory.group(named: "cms:sales", in: vdn) == nil)
        #expect(directory.awaited(for: "cms:sales", in: vdn) == [.userGroups])
        #expect(directory.awaited(for: "cms:sales~8", in: vdn) == [.userGroups])
        #expect(directory.awaited(for: "sales", in: vdn) == [])
        #expect(directory.awaited(in: vdn) == [])
        #expect(directory.lacking(in: vdn) == [.userGroups])
    }

    @Test func `a group without a name goes by its id`() {
        let directory = directory(
            [.userGroups: [learnt("7", "")]],
            prefixes: [.userGroups: "cms:"]
        )
        #expect(names(directory) == ["cms:7"])
    }

    @Test func `a VDN of which nothing was learnt has its groups of the file`() {
        let directory = GroupDirectory(
            file: GroupDirectory([vdn: [group("billing", 1_001...1_001)]]),
            learnt: [:],
            prefixes: [:]
        )
        #expect(names(directory) == ["billing"])
    }

    @Test func `everybody is whoever is in a group or has a name, once`() {
        var known = LearntGroups(groups: [.userGroups: [learnt("7", "sales")]])
        known.names = AgentNames([agent(1_002): "Ann", agent(5_000): "Bob"])
        known.awaited = [.skillQueues]
        let directory = GroupDirectory(
            file: GroupDirectory([vdn: [group("billing", 1_001...1_002)]]),
            learnt: [vdn: known],
            prefixes: [:]
        )
        #expect(directory.everybody(in: vdn).map(\.number) == [1_001, 1_002, 2_001, 5_000])
        #expect(directory.names(in: vdn)?[agent(5_000)] == "Bob")
        #expect(directory.awaited(in: vdn) == [.skillQueues])
    }

    @Test func `a name of an agent is kept up to its limit, whole characters only`() {
        var names = AgentNames()
        names[agent(1_001)] = String(repeating: "ü", count: 200)
        #expect(names[agent(1_001)] == String(repeating: "ü", count: 127))
        names[agent(1_001)] = nil
        #expect(names.count == 0)
    }

    private let vdn = VDN(170) ?? preconditionVDN()

    private func directory(
        file: [Group] = [],
        _ groups: [Group.Source: [LearntGroup]],
        prefixes: [Group.Source: String] = [:]
    ) -> GroupDirectory {
        GroupDirectory(
            file: GroupDirectory([vdn: file]),
            learnt: [vdn: LearntGroups(groups: groups)],
            prefixes: prefixes
        )
    }

    private func names(_ directory: GroupDirectory) -> [String] {
        directory.groups(in: vdn).map(\.name)
    }

    private func group(_ name: String, _ members: ClosedRange<UInt32>) -> Group {
        Group(name: name, source: .file, members: AgentIDSet(ranges: [members]))
    }

    private func learnt(_ id: String, _ name: String) -> LearntGroup {
        LearntGroup(
            id: id,
            name: name,
            members: AgentIDSet([agent(2_001)]),
            membership: Membership(observedAt: Timestamp(milliseconds: 0))
        )
    }

    private func agent(_ number: UInt32) -> AgentID { AgentID(unchecked: number) }
}

private func preconditionVDN() -> VDN { preconditionFailure("170 is a VDN") }
