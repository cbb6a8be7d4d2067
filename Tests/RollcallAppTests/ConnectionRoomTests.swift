import Gateway
import NIOPosix
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

/// Limits that are as they are told, and may refuse to be raised.
private final class ScriptedDescriptors: DescriptorLimiting {
    private let limit: Mutex<DescriptorLimit>
    private let canBeRaised: Bool

    init(soft: UInt64, hard: UInt64, canBeRaised: Bool = true) {
        limit = Mutex(DescriptorLimit(soft: soft, hard: hard))
        self.canBeRaised = canBeRaised
    }

    var descriptorLimit: DescriptorLimit? { limit.withLock { $0 } }

    func setSoftLimit(_ new: DescriptorLimit) {
        guard canBeRaised else { return }
        limit.withLock { $0 = new }
    }
}

struct ConnectionRoomTests {
    private func room(
        _ wanted: Int,
        limit: UInt64,
        calls: Int = 4,
        loops: Int = 4
    ) -> ConnectionRoom {
        ConnectionRoom(wanted: wanted, limit: limit, eventLoops: loops, cmsCalls: calls)
    }

    @Test func `where there are descriptors enough, as many are served as are wanted`() {
        #expect(room(4_096, limit: 65_536).connections == 4_096)
        #expect(room(4_096, limit: .max).connections == 4_096)
    }

    @Test func `otherwise a reserve is kept for operators, calls, names and files`() {
        let small = room(4_096, limit: 1_024)
        #expect(small.reserve == 244)
        #expect(small.connections == 780)
        #expect(room(780, limit: 1_024).connections == 780)
        #expect(room(779, limit: 1_024).connections == 779)
    }

    @Test func `more calls and more event loops take more of it`() {
        #expect(room(4_096, limit: 1_024, calls: 64).connections == 660)
        #expect(room(4_096, limit: 2_048, loops: 256).connections == 1_048)
    }

    @Test func `however few there are, some are left for clients`() {
        #expect(room(4_096, limit: 256).connections == 64)
        #expect(room(4_096, limit: 0).connections == 1)
    }

    @Test func `the limit in force is raised to what it may be`() throws {
        let low = try #require(ScriptedDescriptors(soft: 1_024, hard: 20_000).raise())
        #expect(low.before.soft == 1_024)
        #expect(low.after.soft == 20_000)
        let refused = ScriptedDescriptors(soft: 1_024, hard: 20_000, canBeRaised: false)
        #expect(try #require(refused.raise()).after.soft == 1_024)
        let high = try #require(ScriptedDescriptors(soft: 20_000, hard: 20_000).raise())
        #expect(high.before == high.after)
    }

    @Test func `this process has a limit, and raising it to what it may be is no failure`() throws {
        let (before, after) = try #require(ProcessDescriptors().raise())
        #expect(after.soft >= before.soft)
        #expect(after.hard == before.hard)
    }

    private func lines(_ descriptors: ScriptedDescriptors) throws -> (served: Int, log: [String]) {
        let log = RecordedLog()
        var surroundings = Application.Surroundings(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: log.logger(),
            clock: HandClock(),
            seed: 1,
            endsOnSignals: false
        )
        surroundings.descriptors = descriptors
        return (surroundings.connections(try Whole.settings(cmsPort: 1)), log.lines)
    }

    @Test func `the start tells both limits, and warns only where the setting is too high`() throws
    {
        let plenty = try lines(ScriptedDescriptors(soft: 1_024, hard: 65_536))
        #expect(plenty.served == 4_096)
        #expect(plenty.log.count == 1)
        #expect(plenty.log[0].contains(" info "))
        for told in [
            "descriptors.limit=65536", "descriptors.hard=65536", "descriptors.before=1024",
        ] {
            #expect(plenty.log[0].contains(told))
        }
        let few = try lines(ScriptedDescriptors(soft: 1_024, hard: 1_024))
        #expect(few.served < 1_024)
        #expect(few.log.count == 2)
        #expect(few.log[1].contains(" warning "))
        for told in [
            "limits.maximum_connections=4096", "connections.served=\(few.served)",
            "descriptors.limit=1024",
        ] {
            #expect(few.log[1].contains(told))
        }
    }
}
