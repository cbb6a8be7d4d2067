import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct ReadinessTests {
    private static let eight = Timestamp(milliseconds: 1_795_420_800_000)
    private static let record = LockOutRecord(
        step: 0,
        probeAt: eight.advanced(bySeconds: 60),
        code: .unauthorized
    )
    private static let lockedOut = EngineEvent.lockedOut(CallFailure(.unauthorized), record)
    private static let vdn = Whole.vdns[0]
    private static let success = EngineEvent.callSucceeded(
        vdn,
        ids: 1,
        notReported: 0,
        foreignRows: 0
    )

    private func standing(
        after events: EngineEvent...,
        restored: Int = 0,
        isLockedOut: Bool = false
    ) -> CMSStanding {
        var standing = CMSStanding()
        standing.restored(observations: restored, isLockedOut: isLockedOut, at: Self.eight)
        for (seconds, event) in events.enumerated() {
            standing.note(event, at: Self.eight.advanced(bySeconds: Int64(seconds)))
        }
        return standing
    }

    private func codes(_ readiness: Readiness) -> [String] {
        readiness.report.reasons.map(\.code)
    }

    private func degraded(_ readiness: Readiness) -> [String] {
        readiness.report.degraded.map { "\($0.reason) since \($0.since)" }
    }

    @Test func `a rollcall whose calls may leave is ready, and nothing of it is degraded`() {
        #expect(Readiness().report == ReadinessReport())
    }

    @Test(arguments: [Trouble.cmsUnavailable, .cmsError, .cmsMalformed, .deadlineExceeded])
    func `a CMS that fails keeps no requests away, and since when it fails is told`(
        trouble: Trouble
    ) {
        let failing = standing(after: .paused(.seconds(1)), .paused(.seconds(2)))
        let readiness = Readiness(refusal: trouble, standing: failing)
        #expect(codes(readiness) == [])
        #expect(degraded(readiness) == ["cmsUnavailable since 2026-11-23T08:00:00Z"])
    }

    @Test func `between two probes of a failing CMS it is still degraded, until a call succeeds`() {
        var failing = standing(after: .paused(.seconds(1)))
        #expect(degraded(Readiness(standing: failing)).count == 1)
        failing.note(.recovered, at: Self.eight)
        #expect(degraded(Readiness(standing: failing)) == [])
    }

    @Test func `a lock-out after calls were taken keeps no requests away`() {
        for event in [Self.success, Self.groupsRead, Self.takenApart] {
            let standing = standing(after: event, Self.lockedOut)
            let readiness = Readiness(
                refusal: .cmsLockedOut,
                lockOut: Self.record,
                standing: standing
            )
            #expect(codes(readiness) == [])
            #expect(degraded(readiness) == ["cmsLockedOut since 2026-11-23T08:00:01Z"])
        }
    }

    private static let groupsRead = EngineEvent.groupsRefreshed(
        vdn,
        .userGroups,
        GroupRefreshReport()
    )
    private static let takenApart = EngineEvent.callFailed(
        vdn,
        CallFailure(.illegalParameter)
    )

    @Test func `a lock-out before any call was taken keeps requests away, and tells of its probe`()
    {
        let readiness = Readiness(
            refusal: .cmsLockedOut,
            lockOut: Self.record,
            standing: standing(after: Self.lockedOut)
        )
        #expect(
            readiness.report.reasons.map(\.detail) == [
                "never-accepted since 2026-11-23T08:00:00Z, next probe at 2026-11-23T08:01:00Z"
            ]
        )
    }

    @Test func `other failures than a refusal never count as not accepted`() {
        let failed = EngineEvent.callFailed(Self.vdn, CallFailure(.connectFailed))
        let standing = standing(after: failed, .paused(.seconds(1)))
        #expect(codes(Readiness(refusal: .cmsUnavailable, standing: standing)) == [])
    }

    @Test func `with restored observations a lock-out from before the start keeps nobody away`() {
        let readiness = Readiness(
            refusal: .cmsLockedOut,
            lockOut: Self.record,
            standing: standing(restored: 1, isLockedOut: true)
        )
        #expect(codes(readiness) == [])
        #expect(degraded(readiness) == ["cmsLockedOut since 2026-11-23T08:00:00Z"])
        let empty = Readiness(
            refusal: .cmsLockedOut,
            lockOut: Self.record,
            standing: standing(restored: 0, isLockedOut: true)
        )
        #expect(codes(empty) == ["never-accepted"])
    }

    @Test func `the start and the end are reasons, told once and beside the others`() {
        #expect(codes(Readiness(hasStarted: false)) == ["starting"])
        #expect(codes(Readiness(isStopping: true)) == ["stopping"])
        #expect(codes(Readiness(isStopping: true, refusal: .shuttingDown)) == ["stopping"])
        let both = Readiness(isStopping: true, refusal: .cmsLockedOut, lockOut: Self.record)
        #expect(codes(both) == ["stopping", "never-accepted"])
    }

    @Test func `sources of groups that are waited for are a reason, and named`() {
        let readiness = Readiness(awaited: [.userGroups, .skillQueues])
        #expect(codes(readiness) == ["groups-not-read"])
        #expect(
            readiness.report.reasons.map(\.detail) == [
                "groups-not-read from userGroups, skillQueues"
            ]
        )
    }

    @Test func `a probe is wanted where requests are kept away and it may leave`() {
        let refused = standing(after: Self.lockedOut)
        #expect(Readiness(lockOut: Self.record, standing: refused).wantsProbe)
        #expect(
            !Readiness(refusal: .cmsLockedOut, lockOut: Self.record, standing: refused).wantsProbe
        )
        let taken = standing(after: Self.success, Self.lockedOut)
        #expect(!Readiness(lockOut: Self.record, standing: taken).wantsProbe)
        #expect(!Readiness().wantsProbe)
        let stopping = Readiness(isStopping: true, lockOut: Self.record, standing: refused)
        #expect(!stopping.wantsProbe)
    }

    @Test func `over all there is, requests are kept away for four reasons and no other`() {
        let refusals = [nil] + Trouble.allCases
        var seen: Set<String> = []
        for bits in 0..<64 {
            let isUp = (0..<6).map { bits >> $0 & 1 == 1 }
            for refusal in refusals {
                var standing = standing(restored: isUp[0] ? 1 : 0, isLockedOut: isUp[1])
                if isUp[2] { standing.note(Self.success, at: Self.eight) }
                let readiness = Readiness(
                    hasStarted: isUp[3],
                    isStopping: isUp[4],
                    refusal: refusal,
                    lockOut: isUp[1] ? Self.record : nil,
                    awaited: isUp[5] ? [.userGroups] : [],
                    standing: standing
                )
                var expected: Set<String> = []
                if !isUp[3] { expected.insert("starting") }
                if isUp[4] || refusal == .shuttingDown { expected.insert("stopping") }
                if isUp[5] { expected.insert("groups-not-read") }
                if isUp[1], !isUp[2], !isUp[0] { expected.insert("never-accepted") }
                #expect(Set(codes(readiness)) == expected)
                #expect(codes(readiness).count == expected.count)
                #expect(readiness.report.degraded.count <= 1)
                seen.formUnion(readiness.report.degraded.map(\.reason))
            }
        }
        #expect(seen == ["cmsUnavailable", "cmsLockedOut"])
    }
}
