import Roster
import Testing

@testable import RollcallApp

struct ReadinessTests {
    @Test func `a rollcall whose calls may leave is ready`() {
        #expect(Readiness.reasons(isStopping: false, refusal: nil) == [])
    }

    @Test(
        arguments: [
            (.cmsLockedOut, "cms-locked-out"), (.cmsUnavailable, "cms-unavailable"),
            (.cmsError, "cms-unavailable"), (.cmsMalformed, "cms-unavailable"),
            (.shuttingDown, "shutting-down"),
        ] as [(Trouble, String)]
    )
    func `whatever stops calls is a reason of a closed set`(trouble: Trouble, reason: String) {
        #expect(Readiness.reasons(isStopping: false, refusal: trouble) == [reason])
    }

    @Test func `the end is a reason, told once and beside the others`() {
        let stopping = "shutting-down"
        #expect(Readiness.reasons(isStopping: true, refusal: nil) == [stopping])
        #expect(Readiness.reasons(isStopping: true, refusal: .shuttingDown) == [stopping])
        let both = Readiness.reasons(isStopping: true, refusal: .cmsLockedOut)
        #expect(both == [stopping, "cms-locked-out"])
    }
}
