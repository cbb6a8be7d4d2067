import Testing

@testable import Roster

/// The search for a text in the names of groups.
@Suite struct GroupSearchTests {
    private func group(_ name: String) -> Group {
        Group(name: name, source: .file, members: AgentIDSet(ranges: []))
    }

    @Test(arguments: ["billing", "b", "ill", "g", "lling"])
    func `a text is found wherever it stands in a name`(_ part: String) {
        #expect(group("Billing").isNamed(with: part))
    }

    @Test func `a text that begins in vain is found where it begins again`() {
        #expect(group("aaab").isNamed(with: "aab"))
        #expect(group("Süd Süden").isNamed(with: "süde"))
        #expect(!group("aaab").isNamed(with: "abb"))
    }

    @Test(arguments: ["billings", "bi ling", "x", "illg"])
    func `a text that is not in a name is not found`(_ part: String) {
        #expect(!group("billing").isNamed(with: part))
    }

    @Test func `the name is in lower case before anybody asks`() {
        #expect(group("ZÜRICH").lowercasedName == "zürich")
        #expect(group("zürich").lowercasedName == "zürich")
    }
}
