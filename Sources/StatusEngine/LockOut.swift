package import Roster

/// A lock-out as it outlives a restart.
package struct LockOutRecord: Hashable, Sendable {
    /// Which back-off step is being waited for, counting from 0.
    package var step: Int
    /// When the next call may probe.
    package var probeAt: Timestamp
    /// What the CMS answered.
    package var code: CallFailure.Code

    /// Creates a record.
    package init(step: Int, probeAt: Timestamp, code: CallFailure.Code) {
        self.step = step
        self.probeAt = probeAt
        self.code = code
    }
}

/// The time in which the CMS refuses our signature or address: one probe a step, 1 to 30 minutes,
/// since repeating a bad signature is what locks the address (contract section 1).
struct LockOut: Sendable {
    private static let steps: [Duration] = [1, 2, 4, 8, 16, 30].map { .seconds($0 * 60) }
    /// How much later than a call about agents one about groups may probe.
    private static let groupStandBack: Duration = .seconds(60)

    let step: Int
    let probeAt: Instant
    /// When the next call about groups may probe.
    private(set) var groupProbeAt: Instant
    let code: CallFailure.Code

    /// Begins, or goes to the step after the one in force.
    init(after previous: LockOut?, code: CallFailure.Code, at now: Instant) {
        self.init(step: previous.map { $0.step + 1 } ?? 0, code, at: now)
    }

    /// Waits for the same step once more.
    init(repeating other: LockOut, at now: Instant) {
        self.init(step: other.step, other.code, at: now)
    }

    private init(step: Int, _ code: CallFailure.Code, at now: Instant) {
        self.step = step
        self.code = code
        probeAt = now + Self.steps[min(step, Self.steps.count - 1)]
        groupProbeAt = probeAt + Self.groupStandBack
    }

    /// Goes on after a restart; a probe is never put off for longer than the longest step.
    init(_ record: LockOutRecord, at now: Moment) {
        let left = Duration.milliseconds(
            max(0, record.probeAt.milliseconds.subtractingSaturated(now.wall.milliseconds))
        )
        step = max(0, min(record.step, Self.steps.count))
        probeAt = now.instant + min(left, Self.steps[Self.steps.count - 1])
        groupProbeAt = probeAt + Self.groupStandBack
        code = record.code
    }

    /// A probe about groups failed for another reason: the next one waits for the step once more, and
    /// calls about agents do not.
    mutating func groupProbeFailed(at now: Instant) {
        groupProbeAt = LockOut(repeating: self, at: now).groupProbeAt
    }

    /// What has to outlive a restart; what is less than a millisecond is rounded up, so that no
    /// probe is early for it.
    func record(at now: Moment) -> LockOutRecord {
        let left = ((probeAt - now.instant).nanoseconds + 999_999) / 1_000_000
        return LockOutRecord(
            step: step,
            probeAt: Timestamp(milliseconds: now.wall.milliseconds + left),
            code: code
        )
    }
}

extension Int64 {
    fileprivate func subtractingSaturated(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        guard overflow else { return difference }
        return self < 0 ? .min : .max
    }
}
