import Testing

@testable import Roster

@Suite struct AgentIDTests {
    @Test(arguments: [101, 59_999, 70_000, 999_999])
    func `the ends of both ranges are ids`(number: Int) throws {
        #expect(AgentID(number)?.number == UInt32(number))
        #expect(try AgentID(parsing: "\(number)").number == UInt32(number))
    }

    @Test(arguments: [0, 1, 100, 60_000, 69_999, 1_000_000, -101, Int.max, Int.min])
    func `numbers beside the ranges are none`(number: Int) {
        #expect(AgentID(number) == nil)
    }

    @Test(arguments: ["100", "60000", "69999", "1000000", "4294968327", "99999999999999999999"])
    func `a number beside the ranges is called out of range`(text: String) {
        #expect(throws: AgentIDError.outOfRange(text)) { try AgentID(parsing: text) }
    }

    @Test(arguments: [
        "", "abc", "007", "0101", "+101", "-101", " 101", "101 ", "1e3", "１０１", "10.1",
    ])
    func `any other text is called invalid`(text: String) {
        #expect(throws: AgentIDError.invalid(text)) { try AgentID(parsing: text) }
    }

    @Test func `a range names both its ends`() throws {
        #expect(try AgentIDItem(parsing: "2000-2999").range == 2_000...2_999)
        #expect(try AgentIDItem(parsing: "1031").range == 1_031...1_031)
    }

    @Test(arguments: ["2999-2000"])
    func `a reversed range is called so`(text: String) {
        #expect(throws: AgentIDError.reversedRange(text)) { try AgentIDItem(parsing: text) }
    }

    @Test func `a range over numbers that are no ids is out of range`() {
        #expect(throws: AgentIDError.outOfRange("59000-71000")) {
            try AgentIDItem(parsing: "59000-71000")
        }
    }

    @Test func `a set merges what overlaps or touches`() {
        let set = AgentIDSet(ranges: [300...400, 101...102, 103...110, 350...500, 700...700])
        #expect(set.ranges == [101...110, 300...500, 700...700])
        #expect(set.count == 10 + 201 + 1)
        #expect(set.texts == ["101-110", "300-500", "700"])
        #expect(set.ids.count == set.count)
        #expect(set.ids == set.ids.sorted())
    }

    @Test func `a set knows its members`() {
        let set = AgentIDSet(ranges: [101...110, 300...500, 700...700])
        for number in 90...800 {
            let expected =
                (101...110).contains(number) || (300...500).contains(number)
                || number == 700
            #expect(set.contains(AgentID(unchecked: UInt32(number))) == expected)
        }
        #expect(!AgentIDSet(ranges: []).contains(AgentID(unchecked: 101)))
    }
}
