import Roster
import Testing

@testable import StatusEngine

@Suite struct GroupBookTests {
    private static let ids = ["7", "9", "10", "99", "100", "159253664765739060254053779940"]

    @Test func `every group is found by its id, whatever order the CMS lists them in`() {
        var book = GroupBook()
        _ = book.list(Self.listed(Self.ids.reversed()), grace: .zero, at: Self.start)
        #expect(book.records.map(\.id) == Self.ids)
        #expect(Self.ids.map { book.place(of: $0) } == Array(Self.ids.indices))
    }

    @Test func `a group the CMS does not list is not found`() {
        var book = GroupBook()
        #expect(book.place(of: "7") == nil)
        _ = book.list(Self.listed(Self.ids), grace: .zero, at: Self.start)
        for id in ["", "1", "8", "11", "999", "159253664765739060254053779941"] {
            #expect(book.place(of: id) == nil, "\(id)")
        }
    }

    @Test func `groups of before a restart are found, in whatever order they were kept`() {
        var book = GroupBook()
        let known = Self.ids.reversed()
            .map { id in
                LearntGroup(
                    id: id,
                    name: "group \(id)",
                    members: AgentIDSet(ranges: []),
                    membership: .settled
                )
            }
        book.restore(known, names: AgentNames(), isWhole: true)
        #expect(Self.ids.map { book.place(of: $0) } == Array(Self.ids.indices))
    }

    private static let start = Instant(nanoseconds: 0)

    private static func listed(_ ids: some Sequence<String>) -> [(id: String, name: String)] {
        ids.map { ($0, "group \($0)") }
    }
}
