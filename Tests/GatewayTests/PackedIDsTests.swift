import NIOCore
import Roster
import StatusEngine
import Testing

@testable import Gateway

@Suite struct PackedIDsTests {
    private func ids(_ numbers: some Sequence<UInt32>) -> [AgentID] {
        numbers.map(AgentID.init(unchecked:))
    }

    private func unpacked(_ ids: [AgentID], by count: Int) -> [AgentID] {
        var packed = PackedIDs(ids)
        var all: [AgentID] = []
        while case let some = packed.next(count), !some.isEmpty { all += some }
        return all
    }

    @Test(arguments: [
        [], [101], [101, 999_999, 101], [70_000, 70_063, 70_000, 70_064, 69_999],
        [100_000, 108_191, 100_000, 108_192, 100_000, 91_808, 999_999, 102],
    ])
    func `what comes out is what went in, in its order`(numbers: [UInt32]) {
        for count in 1...3 { #expect(unpacked(ids(numbers), by: count) == ids(numbers)) }
    }

    @Test func `a million ids in any order come out as they went in, three bytes each at most`() {
        var random = SplitMix64(seed: 7)
        let scattered = ids((101...999_999).shuffled(using: &random))
        #expect(unpacked(scattered, by: 1_000) == scattered)
        #expect(PackedIDs(scattered).size <= 3 * scattered.count)
    }

    @Test func `a neighbour takes one byte, who is near two`() {
        #expect(PackedIDs(ids(100_000...100_999)).size == 3 + 999)
        #expect(PackedIDs(ids([100_000, 100_063, 100_000])).size == 3 + 1 + 1)
        #expect(PackedIDs(ids([100_000, 100_064, 100_000])).size == 3 + 2 + 1)
        #expect(PackedIDs(ids([100_000, 108_191, 100_000])).size == 3 + 2 + 2)
    }

    @Test func `sixty thousand scattered ids leave a stream its room within 256 KiB`() {
        var random = SplitMix64(seed: 7)
        let scattered = ids((100_000...999_999).shuffled(using: &random).prefix(60_000))
        let waiting = ConnectionHandler.streamBacklog.high + 2 * AgentLines.pageBytes
        #expect(PackedIDs(scattered).size + waiting < 256 * 1_024)
    }
}
