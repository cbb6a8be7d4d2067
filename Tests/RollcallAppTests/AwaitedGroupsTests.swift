import Roster
import StatusEngine
import Testing

@testable import RollcallApp

/// For how long sources of groups keep requests away.
struct AwaitedGroupsTests {
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let both: [Group.Source] = [.userGroups, .skillQueues]

    @Test func `each source that is on at the start is waited for until it has been read once`() {
        var awaited = AwaitedGroups(both, from: start)
        #expect(awaited.awaited(of: both, at: start) == both)
        #expect(awaited.awaited(of: [.skillQueues], at: start) == [.skillQueues])
        #expect(awaited.awaited(of: [], at: start) == [])
    }

    @Test func `a source that is switched on later, or again, is not waited for`() {
        var awaited = AwaitedGroups([.userGroups], from: start)
        #expect(awaited.awaited(of: both, at: start) == [.userGroups])
        #expect(awaited.awaited(of: [.skillQueues], at: start) == [])
        #expect(awaited.awaited(of: both, at: start) == [])
    }

    @Test func `no source is waited for longer than two minutes`() {
        var awaited = AwaitedGroups(both, from: start)
        let end = start + .seconds(120)
        #expect(awaited.awaited(of: both, at: end - .nanoseconds(1)) == both)
        #expect(awaited.awaited(of: both, at: end) == [])
    }
}
