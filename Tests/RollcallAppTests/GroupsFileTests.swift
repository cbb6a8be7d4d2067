import Roster
import Testing

@testable import RollcallApp

struct GroupsFileTests {
    @Test func `a name used twice is told though the VDNs are wrong`() {
        let text = """
            a: {agents: [101]}
            b: {name: a, agents: [102]}
            "": {agents: [103]}
            """
        let file = GroupsFile(Array(text.utf8), path: "groups.yaml", vdns: [])
        let problems = file.problems.map(\.description)
        #expect(problems.count == 2, "\(problems)")
        #expect(problems.first?.contains("\"a\" is already the name of a group of") == true)
        #expect(problems.last?.hasPrefix("groups file (") == true)
    }

    private func file(_ text: String) -> GroupsFile {
        GroupsFile(Array(text.utf8), path: "groups.yaml", vdns: [170, 171].compactMap { VDN($0) })
    }

    @Test func `groups have names, members and a VDN`() throws {
        let file = file(
            """
            billing: {agents: [1031, 2000-2999]}
            Büro №7/Süd: {agents: ["70000"]}
            billing of 171: {name: billing, vdn: 171, agents: [101-103]}
            """
        )
        #expect(file.problems == [])
        let (first, second) = try (#require(VDN(170)), #require(VDN(171)))
        #expect(file.groups[first]?.map(\.name) == ["billing", "Büro №7/Süd"])
        #expect(file.groups[first]?.first?.ids.count == 1_001)
        #expect(file.groups[second]?.map(\.name) == ["billing"])
    }

    @Test(arguments: [
        ("a: {agents: [100]}", "\"100\" lies outside the agent ids"),
        ("a: {agents: [60000]}", "\"60000\" lies outside"),
        ("a: {agents: [101-70000]}", "\"101-70000\" lies outside"),
        ("a: {agents: [200-101]}", "\"200-101\" is a range that ends before it starts"),
        ("a: {agents: [bob]}", "\"bob\" is neither an agent id nor a range"),
        ("a: {agents: [007]}", "\"007\" is neither"),
        ("a: {agents: [[101]]}", "neither a number nor a range"),
        ("a: {agents: []}", "has no agents"),
        ("a: {}", "has no list of agents"),
        ("a: {agents: 101}", "has no list of agents"),
        ("a: [101]", "is not a group"),
        ("a:", "is not a group"),
        ("a: {agents: [101], vdn: 172}", "\"172\" is not a VDN that is served; served: 170, 171"),
        ("a: {agents: [101], vdm: 171}", "did you mean vdn?"),
        ("'': {agents: [101]}", "has an empty name"),
        ("a: {agents: [101], name: ''}", "has an empty name"),
        ("a: {agents: [101]}\nb: {name: a, agents: [102]}", "\"a\" is already the name of a group"),
        ("a: {agents: [101]}\na: {agents: [102]}", "names \"a\" more than once"),
        ("- a", "is not a list of names"), ("a: [", "is not YAML"),
    ])
    func `misuse is told with group, value and what is allowed`(text: String, complaint: String) {
        let problems = file(text).problems.map(\.description)
        #expect(problems.contains { $0.contains(complaint) }, "\(problems)")
    }

    @Test func `a name may have 255 bytes and no more`() {
        let name = String(repeating: "ü", count: 127) + "x"
        #expect(file("\(name): {agents: [101]}").problems == [])
        let problems = file("\(name)x: {agents: [101]}").problems
        #expect(problems.count == 1)
        #expect(problems.first?.complaint == "is too long a name")
    }

    @Test func `all misuse is told at once`() {
        #expect(file("a: {agents: [1, 2, x]}\nb: {agents: []}").problems.count == 4)
    }

    @Test func `the file named in the settings is read, next to the configuration`() throws {
        var fixture = SettingsFixture()
        fixture.yaml += "\ngroups: {file: groups.yaml}"
        fixture.files.files["/etc/groups.yaml"] = FileContents(
            bytes: Array("billing: {agents: [1031, 2000-2999]}".utf8),
            permissions: 0o644
        )
        let loaded = try fixture.load()
        let vdn = try #require(VDN(170))
        #expect(loaded.settings.groups.group(named: "billing", in: vdn)?.ids.count == 1_001)
        #expect(SettingsListing(loaded).description.contains("group billing of VDN 170: 1001"))
    }
}
