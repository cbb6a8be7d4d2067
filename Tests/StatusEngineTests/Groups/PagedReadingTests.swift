import Roster
import Testing

@testable import StatusEngine

/// Reading a list that comes in pages and may change meanwhile.
@Suite struct PagedReadingTests {
    @Test func `a list is read page by page until a page has free places`() {
        var reading = PagedReading(expecting: 0)
        #expect(read(&reading, from: Array(1...250)) == .whole)
        #expect(reading.members.map(\.number) == Array(1...250))
        #expect(reading.restarts == 0)
    }

    @Test(arguments: [0, 1, 99, 100, 101, 199, 200, 6_000])
    func `every list is read to its end`(count: Int) {
        var reading = PagedReading(expecting: count)
        #expect(read(&reading, from: Array(0..<count)) == .whole)
        #expect(reading.members.count == count)
    }

    @Test func `a page begins with the last row of the one before`() {
        var reading = PagedReading(expecting: 0)
        _ = reading.take(page(Array(1...250), at: 0))
        #expect(reading.offset == 99)
    }

    @Test func `a row that moves in from the front is noticed by the row that comes twice`() {
        var reading = PagedReading(expecting: 0)
        _ = reading.take(page(Array(1...250), at: reading.offset))
        let progress = reading.take(page([900] + Array(1...250), at: reading.offset))
        #expect(progress == .unfinished)
        #expect(reading.offset == 0)
        #expect(reading.restarts == 1)
        #expect(read(&reading, from: [900] + Array(1...250)) == .whole)
        #expect(reading.members.count == 251)
    }

    @Test func `a row that leaves at the front is noticed, though none comes twice`() {
        var reading = PagedReading(expecting: 0)
        _ = reading.take(page(Array(1...250), at: reading.offset))
        _ = reading.take(page(Array(2...250), at: reading.offset))
        #expect(reading.restarts == 1)
    }

    @Test func `an agent met on an earlier page is noticed`() {
        var reading = PagedReading(expecting: 0)
        _ = reading.take(page(Array(1...150), at: 0))
        _ = reading.take(members([100, 101, 1]))
        #expect(reading.restarts == 1)
    }

    @Test func `a page that is shorter than the list is no end where more agents were known`() {
        var reading = PagedReading(expecting: 250)
        let list = Array(1...250)
        #expect(reading.take(members(Array(list[0..<60]))) == .unfinished)
        #expect(reading.offset == 59)
        #expect(read(&reading, from: list) == .whole)
        #expect(reading.members.map(\.number) == list)
        #expect(reading.restarts == 0)
    }

    @Test func `a list that has become shorter is believed once its end is confirmed twice`() {
        var reading = PagedReading(expecting: 250)
        #expect(reading.take(members([1, 2, 3])) == .unfinished)
        #expect(reading.offset == 2)
        #expect(reading.take(members([3])) == .unfinished)
        #expect(reading.take(members([3])) == .whole)
        #expect(reading.members.map(\.number) == [1, 2, 3])
    }

    @Test func `a list that has become empty is believed once it has been empty thrice`() {
        var reading = PagedReading(expecting: 5)
        #expect(reading.take([]) == .unfinished)
        #expect(reading.offset == 0)
        #expect(reading.take([]) == .unfinished)
        #expect(reading.take([]) == .whole)
    }

    @Test func `a total that changes from page to page is noticed`() {
        var reading = PagedReading(expecting: 0)
        _ = reading.take(page(Array(1...150), at: 0), total: 150)
        _ = reading.take(page(Array(1...150), at: 99), total: 151)
        #expect(reading.restarts == 1)
    }

    @Test func `a total that fits makes a shorter list believed at once`() {
        var reading = PagedReading(expecting: 250)
        #expect(reading.take(members([1, 2, 3]), total: 3) == .whole)
    }

    @Test func `a total that does not fit the rows is noticed`() {
        var reading = PagedReading(expecting: 0)
        #expect(reading.take(members([1, 2, 3]), total: 4) == .unfinished)
        #expect(reading.restarts == 1)
    }

    @Test func `a list that shifts each time is taken as it comes`() {
        var reading = PagedReading(expecting: 0)
        var list = Array(1...250)
        var progress = PagedReading.Progress.unfinished
        for _ in 0..<20 where progress == .unfinished {
            progress = reading.take(page(list, at: reading.offset))
            list.insert(list[list.count - 1] + 1, at: 0)
        }
        #expect(progress == .unsettled)
        #expect(reading.restarts == 2)
        #expect(reading.members.map(\.number).contains(250))
    }

    @Test func `a CMS that always gives the same page does not keep us reading`() {
        var reading = PagedReading(expecting: 0)
        var calls = 0
        var progress = PagedReading.Progress.unfinished
        while progress == .unfinished, calls < 50 {
            progress = reading.take(page(Array(1...100), at: 0))
            calls += 1
        }
        #expect(progress == .unsettled)
        #expect(calls == 6)
    }

    @Test func `a CMS that gives nobody we know of does not keep us reading`() {
        var reading = PagedReading(expecting: 0)
        var calls = 0
        var progress = PagedReading.Progress.unfinished
        while progress == .unfinished, calls < 50 {
            progress = reading.take(Array(repeating: nil, count: 100))
            calls += 1
        }
        #expect(progress == .unsettled)
    }

    @Test func `a CMS that knows no pages is understood`() {
        var reading = PagedReading(expecting: 0)
        #expect(reading.take(members(Array(1...300))) == .whole)
        #expect(reading.members.count == 300)
    }

    @Test func `rows that name no agent take their places and bring nobody`() {
        var reading = PagedReading(expecting: 0)
        let rows = [nil] + page(Array(1...98), at: 0) + [nil]
        #expect(reading.take(rows) == .unfinished)
        #expect(reading.take([nil] + members([99])) == .whole)
        #expect(reading.members.count == 99)
    }

    /// Reads a list that does not change to its end.
    private func read(_ reading: inout PagedReading, from list: [Int]) -> PagedReading.Progress {
        var progress = PagedReading.Progress.unfinished
        while progress == .unfinished { progress = reading.take(page(list, at: reading.offset)) }
        return progress
    }

    private func page(_ list: [Int], at offset: Int) -> [GroupPage.Member?] {
        members(Array(list.dropFirst(offset).prefix(GroupQuery.pageLimit)))
    }

    private func members(_ numbers: [Int]) -> [GroupPage.Member?] {
        numbers.map { GroupPage.Member(agent: AgentID(unchecked: UInt32($0)), name: nil) }
    }
}

extension GroupPage.Member {
    fileprivate var number: Int { Int(agent.number) }
}
