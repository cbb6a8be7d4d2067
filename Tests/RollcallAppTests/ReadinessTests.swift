import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct ReadinessTests {
    private let eight = Timestamp(milliseconds: 1_795_420_800_000)

    private func codes(_ readiness: Readiness) -> [String] { readiness.reasons.map(\.code) }

    @Test func `a rollcall whose calls may leave is ready`() {
        #expect(Readiness().reasons == [])
    }

    @Test(
        arguments: [
            (.cmsLockedOut, "cms-locked-out"), (.cmsUnavailable, "cms-unavailable"),
            (.cmsError, "cms-unavailable"), (.cmsMalformed, "cms-unavailable"),
            (.shuttingDown, "shutting-down"),
        ] as [(Trouble, String)]
    )
    func `whatever stops calls is a reason of a closed set`(trouble: Trouble, reason: String) {
        #expect(codes(Readiness(refusal: trouble)) == [reason])
    }

    @Test func `the start and the end are reasons, told once and beside the others`() {
        let stopping = "shutting-down"
        #expect(codes(Readiness(hasStarted: false)) == ["starting"])
        #expect(codes(Readiness(isStopping: true)) == [stopping])
        #expect(codes(Readiness(isStopping: true, refusal: .shuttingDown)) == [stopping])
        let both = Readiness(isStopping: true, refusal: .cmsLockedOut)
        #expect(codes(both) == [stopping, "cms-locked-out"])
    }

    @Test func `sources of groups that are waited for are a reason, and named`() {
        let readiness = Readiness(awaited: [.userGroups, .skillQueues])
        #expect(codes(readiness) == ["groups-not-learnt"])
        #expect(
            readiness.reasons.map(\.detail) == ["groups-not-learnt from userGroups, skillQueues"]
        )
    }

    @Test func `a reason tells since when it holds, and when the next probe leaves`() throws {
        var standing = CMSStanding()
        standing.note(.paused(.seconds(1)), at: eight)
        standing.note(.paused(.seconds(2)), at: eight.advanced(bySeconds: 1))
        let paused = Readiness(refusal: .cmsUnavailable, standing: standing)
        #expect(paused.reasons.map(\.detail) == ["cms-unavailable since 2026-11-23T08:00:00Z"])
        let record = LockOutRecord(step: 0, probeAt: eight, code: .unauthorized)
        standing.note(.lockedOut(CallFailure(.unauthorized), record), at: eight)
        let locked = Readiness(
            refusal: .cmsLockedOut,
            probeAt: eight.advanced(bySeconds: 60),
            standing: standing
        )
        #expect(
            locked.reasons.map(\.detail) == [
                "cms-locked-out since 2026-11-23T08:00:00Z, next probe at 2026-11-23T08:01:00Z"
            ]
        )
    }

    @Test func `a lock-out from before the start has no since, and a recovery ends all`() {
        let locked = Readiness(refusal: .cmsLockedOut)
        #expect(locked.reasons.map(\.detail) == ["cms-locked-out"])
        for end in [EngineEvent.recovered, .unlocked, .lockOutLifted] {
            var standing = CMSStanding()
            standing.note(.paused(.seconds(1)), at: eight)
            standing.note(end, at: eight)
            #expect(standing == CMSStanding())
        }
    }
}
