import Testing

@testable import Roster

@Suite struct GroupDirectoryTests {
    @Test func `groups are found by name within their VDN and listed by name`() throws {
        let one = try #require(VDN(1))
        let two = try #require(VDN(2))
        let members = AgentIDSet(ranges: [101...110])
        let directory = GroupDirectory([
            one: [
                Group(name: "sales", source: .file, members: members),
                Group(name: "Süd/Nord", source: .file, members: members),
                Group(name: "billing", source: .file, members: members),
            ]
        ])
        #expect(directory.groups(in: one).map(\.name) == ["Süd/Nord", "billing", "sales"])
        #expect(directory.group(named: "Süd/Nord", in: one)?.ids.count == 10)
        #expect(directory.group(named: "sales", in: two) == nil)
        #expect(directory.groups(in: two).isEmpty)
    }

    @Test(arguments: [0, 5_001, -1, 70_000])
    func `a number beside 1-5000 is no VDN`(number: Int) {
        #expect(VDN(number) == nil)
    }
}
