import Roster
import Testing

@testable import Gateway

@Suite struct AccessScopeTests {
    private func scope(vdns: Set<Int>? = nil, groups: Set<String>? = nil) throws -> AccessScope {
        let served = try testVDNs()
        let directory = GroupDirectory([
            served[0]: [
                Group(name: "billing", source: .file, members: AgentIDSet(ranges: [1031...1033])),
                Group(name: "support", source: .file, members: AgentIDSet(ranges: [2000...2009])),
            ],
            served[1]: [
                Group(name: "billing", source: .file, members: AgentIDSet(ranges: [4000...4001]))
            ],
        ])
        return AccessScope(
            vdns: vdns.map { Set($0.compactMap { VDN($0) }) },
            groups: groups,
            directory: directory,
            served: served
        )
    }

    private func agents(_ place: Int, _ numbers: UInt32...) throws -> Reach {
        .agents(try testVDNs()[place], numbers.map { AgentID(unchecked: $0) })
    }

    @Test func `without a scope everything may be asked`() throws {
        let vdns = try testVDNs()
        for scope in [AccessScope.everything, try scope()] {
            #expect(scope.objection(to: try agents(1, 999_999)) == nil)
            #expect(scope.objection(to: .group(vdns[0], "nowhere")) == nil)
            #expect(scope.covers(groupNamed: "support"))
        }
    }

    @Test func `a scope of VDNs refuses all of the others`() throws {
        let (scope, vdns) = (try scope(vdns: [171]), try testVDNs())
        for reach in [Reach.names(vdns[0]), .group(vdns[0], "billing"), try agents(0, 1031)] {
            let objection = scope.objection(to: reach)
            #expect(objection?.code == .forbidden)
            #expect(objection?.detail.contains("VDN 170") == true)
        }
        #expect(scope.objection(to: .everybody(vdns[0]))?.code == .forbidden)
        #expect(scope.objection(to: .everybody(vdns[1])) == nil)
        #expect(scope.objection(to: .names(vdns[1])) == nil)
        #expect(scope.objection(to: .none) == nil)
    }

    @Test func `a scope of groups refuses the routes of others, known or not, alike`() throws {
        let (scope, vdn) = (try scope(groups: ["billing"]), try testVDNs()[0])
        #expect(scope.objection(to: .group(vdn, "billing")) == nil)
        for name in ["support", "nowhere"] {
            #expect(scope.objection(to: .group(vdn, name))?.code == .forbidden)
        }
    }

    @Test func `a scope of groups does not cover a whole VDN, not even where they are all it has`()
        throws
    {
        let vdn = try testVDNs()[0]
        let objection = try scope(groups: ["billing", "support"]).objection(to: .everybody(vdn))
        #expect(objection?.code == .forbidden)
        #expect(objection?.detail.contains("covers groups of VDN 170") == true)
        #expect(try scope().objection(to: .everybody(vdn)) == nil)
    }

    @Test func `a scope of groups covers their members, and names the first agent outside`() throws
    {
        let scope = try scope(groups: ["billing"])
        #expect(scope.objection(to: try agents(0, 1031, 1033)) == nil)
        let objection = scope.objection(to: try agents(0, 1031, 2000, 1034))
        #expect(objection?.detail == "This key does not cover agent 2000.")
    }

    @Test func `a member of a group in one VDN is none in another`() throws {
        let scope = try scope(groups: ["billing"])
        #expect(scope.objection(to: try agents(1, 4000)) == nil)
        #expect(scope.objection(to: try agents(1, 1031)) != nil)
        #expect(scope.objection(to: try agents(0, 4000)) != nil)
    }

    @Test func `with both scopes both hold`() throws {
        let scope = try scope(vdns: [170], groups: ["billing"])
        #expect(scope.objection(to: try agents(0, 1031)) == nil)
        #expect(scope.objection(to: try agents(1, 4000)) != nil)
        #expect(scope.objection(to: try agents(0, 2000)) != nil)
    }

    @Test func `a scope without groups is the same over whatever groups there are`() throws {
        #expect(try scope() == .everything)
        #expect(try scope(groups: ["billing"]) != .everything)
    }

    @Test func `only the groups covered are shown`() throws {
        let groups = ["billing", "support"]
            .map { Group(name: $0, source: .file, members: AgentIDSet(ranges: [])) }
        #expect(try scope(groups: ["billing"]).visible(groups).map(\.name) == ["billing"])
        #expect(try scope().visible(groups).count == 2)
    }
}
