import CMS
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

/// Refusals, a firewall, restarts and a full disk in any order, through engine and file.
struct LockOutOrderTests {
    /// What the CMS, or something before it, makes of calls.
    private enum Mood: CaseIterable {
        case refuses
        case isForbidden
        case isGone
    }

    private struct World {
        let fixture = StateFixture()
        var random: SplitMix64
        var engine: StatusEngine
        var keeper: LockOutKeeper
        var now = HandClock().now
        var mood = Mood.refuses
        var refusedAt: Instant?
        var refusals = 0

        init(seed: UInt64) throws {
            random = SplitMix64(seed: seed)
            engine = try Self.engine()
            keeper = try fixture.lockOutKeeper()
            #expect(keeper.restored(at: now.wall) == nil)
        }

        private static func engine() throws -> StatusEngine {
            let vdn = try #require(VDN(170))
            return StatusEngine(settings: EngineSettings(), vdns: [vdn], seed: 1)
        }

        mutating func restart() throws {
            engine = try Self.engine()
            keeper = try fixture.lockOutKeeper()
            if let record = keeper.restored(at: now.wall) { engine.restore(record, at: now) }
        }

        mutating func pass(_ seconds: Int64) {
            now.instant = now.instant + .seconds(seconds)
            now.wall = now.wall.advanced(bySeconds: seconds)
        }

        mutating func ask() throws {
            let question = Question(
                vdn: try #require(VDN(170)),
                ids: [AgentID(unchecked: 1_031)],
                wait: .seconds(5)
            )
            perform(engine.ask(question, at: now).actions)
            pass(1)
            perform(engine.advance(to: now))
        }

        private mutating func perform(_ actions: EngineActions) {
            for event in actions.events { keeper.observe(event) }
            for call in actions.calls { perform(engine.callEnded(call.id, end(), at: now)) }
        }

        private mutating func end() -> CallOutcome {
            switch mood {
            case .isForbidden: return .failure(CallFailure(.forbidden))
            case .isGone: return .failure(CallFailure(.connectFailed))
            case .refuses:
                if let refusedAt { #expect(now.instant - refusedAt >= .seconds(60)) }
                refusedAt = now.instant
                refusals += 1
                return .failure(CallFailure(.unauthorized))
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a refused signature is not sent again for a minute, whatever comes between`(
        seed: UInt64
    ) throws {
        var world = try World(seed: seed)
        for _ in 0..<80 {
            switch Int.random(in: 0..<8, using: &world.random) {
            case 0: try world.restart()
            case 1: world.mood = Mood.allCases.randomElement(using: &world.random) ?? .refuses
            case 2: world.fixture.files.isFull.toggle()
            case 3: world.pass(Int64.random(in: 0...90, using: &world.random))
            default: try world.ask()
            }
        }
        #expect(world.fixture.log.lines.allSatisfy { !$0.contains("could not be written") })
    }
}
