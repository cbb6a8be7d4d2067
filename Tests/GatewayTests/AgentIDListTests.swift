import Roster
import Testing

@testable import Gateway

@Suite struct AgentIDListTests {
    private func ids(_ text: String) throws(Problem) -> [AgentID] {
        try AgentIDList(parsing: text, limit: 60_000).ids
    }

    @Test(arguments: [
        ("2000-2002,1031", [2_000, 2_001, 2_002, 1_031]),
        ("2000-2002,2001-2003,2000", [2_000, 2_001, 2_002, 2_003]),
        ("999999,101,999999,101", [999_999, 101]),
        ("1063,1000,1064,1063-1064", [1_063, 1_000, 1_064]),
    ])
    func `ids are distinct, in the order first named`(text: String, numbers: [UInt32]) throws {
        #expect(try ids(text).map(\.number) == numbers)
    }

    @Test func `sixty thousand ids from the last to the first are taken as they stand`() throws {
        let numbers = (70_000..<130_000).reversed()
        let text = numbers.map(String.init).joined(separator: ",")
        #expect(try ids(text).map(\.number) == numbers.map { UInt32($0) })
    }

    @Test func `repetitions take no memory`() throws {
        let text = Array(repeating: "1031", count: 60_000).joined(separator: ",")
        let list = try ids(text)
        #expect(list.map(\.number) == [1_031])
        #expect(list.capacity < 64)
    }
}
