import CMS
import JSONScanning
import StatusEngine
import Testing

struct UserGroupRowTests {
    @Test func `the contract's row is read, and nothing of it is odd`() throws {
        let response = try read(GroupAnswers.group)
        let id = "159253664765739060254053779940"
        #expect(try response.page == .userGroups([.init(id: id, name: "billing", type: 2)]))
        #expect(response.met.isEmpty)
    }

    @Test func `an id of thirty digits sent as a number keeps every digit`() throws {
        let response = try read(row(id: "159253664765739060254053779941"))
        #expect(try groups(response).map(\.id) == ["159253664765739060254053779941"])
        #expect(response.met == ["textAsNumber": 1])
    }

    @Test(arguments: [
        ("1.5e29", "numberNotWhole"), ("\"\"", "wrongType"), ("\"a\"", "wrongType"),
        ("\"-7\"", "wrongType"), ("\"1 2\"", "wrongType"), ("\"٣\"", "wrongType"),
        ("[1]", "wrongType"), ("{}", "wrongType"), ("true", "wrongType"), ("null", "missingField"),
        ("\"\(String(repeating: "1", count: 65))\"", "wrongType"),
    ])
    func `a row whose id is none is dropped and counted, and its neighbours stay`(
        id: String,
        kind: String
    ) throws {
        let response = try read(row(id: id), row(id: "\"8\""))
        #expect(try groups(response).map(\.id) == ["8"])
        // A whole number names another group than any we could know; all else may name any.
        let isNumber = id == "\"-7\"" || id.utf8.count > 60
        #expect(response.met == (isNumber ? [kind: 1] : [kind: 1, "rowWithoutID": 1]))
        guard case .userGroups(_, let unreadable) = try response.page else { return }
        #expect(unreadable == (isNumber ? 0 : 1))
    }

    @Test(arguments: GroupAnswers.queries)
    func `an answer all of whose rows are unreadable is none`(query: GroupQuery) {
        for rows in ["null", "{}", "[],7", #"{"id":1.0,"workNo":"x","agentNo":true,"skillId":{}}"#]
        {
            #expect(GroupAnswers.fault(GroupAnswers.success(rows), query) == .noReadableRow)
        }
    }

    @Test func `a page that goes on with a list may end with an unreadable row`() throws {
        let query = GroupQuery.userGroupMembers(group: "7", offset: 99)
        let response = try GroupAnswers.read(GroupAnswers.success("null"), query)
        #expect(try response.page == .userGroupMembers([nil], unreadable: 1))
    }

    @Test(
        arguments: [
            ("2", 2, [:]), ("3", 3, [:]), ("77", 77, [:]), ("\"3\"", 3, ["numberAsString": 1]),
        ] as [(String, Int, [String: Int])]
    )
    func `a type is read as a number or a text, listed in the contract or not`(
        type: String,
        number: Int,
        met: [String: Int]
    ) throws {
        let response = try read(row(type: type))
        #expect(try groups(response).map(\.type) == [number])
        #expect(response.met == met)
    }

    @Test(arguments: [
        ("null", "missingField"), ("\"x\"", "wrongType"), ("2.0", "numberNotWhole"),
        ("-2", "numberOutOfRange"), ("1\(String(repeating: "0", count: 400))", "numberOutOfRange"),
    ])
    func `a row without a type is dropped and counted`(type: String, kind: String) throws {
        let response = try read(row(type: type), row(id: "\"8\""))
        #expect(try groups(response).map(\.id) == ["8"])
        #expect(response.met == [kind: 1, "unreadableRow": 1])
    }

    @Test(arguments: [
        ("\"  billing \"", "  billing "), ("\"\"", ""), ("\" \"", " "),
        (#""a\u0000b\n\u001b\u007f\u0085c""#, "abc"), (#""J\u00f6rg 𝄞\ud834\udd1e""#, "Jörg 𝄞𝄞"),
    ])
    func `a name is kept as it is, but for control characters`(
        name: String,
        kept: String
    ) throws {
        let response = try read(row(name: name))
        #expect(try groups(response).map(\.name) == [kept])
        #expect(response.met.isEmpty)
    }

    @Test func `a name sent as a number is its digits, and one that is no text drops the row`()
        throws
    {
        let response = try read(row(name: "7"), row(name: "[]"))
        #expect(try groups(response).map(\.name) == ["7"])
        #expect(response.met == ["textAsNumber": 1, "wrongType": 1, "unreadableRow": 1])
    }

    @Test func `several groups may have one name, and none has another's id`() throws {
        let rows = [
            row(id: "\"1\""), row(id: "\"2\""), row(id: "\"1\""), row(id: "\"2\"", type: "3"),
        ]
        let response = try GroupAnswers.read(
            GroupAnswers.success(rows.joined(separator: ",")),
            .userGroups
        )
        let expected = ["1", "2"].map { GroupPage.UserGroup(id: $0, name: "n", type: 2) }
        #expect(try groups(response) == expected)
        #expect(response.met == ["duplicateRow": 1, "disagreeingDuplicate": 1])
    }

    @Test func `an element that is no object is a row without anything`() throws {
        let response = try read("null", "7", "[{}]", row())
        #expect(try groups(response).count == 1)
        #expect(response.met == ["missingField": 3, "rowWithoutID": 3])
    }

    @Test func `a field that stands twice is counted and the last one counts`() throws {
        let response = try read(#"{"id":"1","id":"2","groupName":"n","groupType":2}"#)
        #expect(try groups(response).map(\.id) == ["2"])
        #expect(response.met == ["duplicateField": 1])
    }

    @Test func `unknown fields are counted once, and names with escapes are the same names`() throws
    {
        let odd = #"{"\u0069d":"1","groupName":"n","groupType":2,"x":[{}],"y":1}"#
        let response = try read(odd, odd.replacing(#":"1""#, with: #":"2""#))
        #expect(try groups(response).map(\.id) == ["1", "2"])
        #expect(response.met == ["unknownField": 1])
    }

    private func row(id: String = "\"7\"", name: String = "\"n\"", type: String = "2") -> String {
        "{\"groupName\":\(name),\"groupType\":\(type),\"id\":\(id),\"remark\":null}"
    }

    private func read(_ rows: String...) throws -> GroupResponse {
        try GroupAnswers.read(GroupAnswers.success(rows.joined(separator: ",")), .userGroups)
    }

    private func groups(_ response: GroupResponse) throws -> [GroupPage.UserGroup] {
        if case .userGroups(let groups, _) = try response.page { groups } else { [] }
    }
}
