/// What goes wrong on demand; which call and which row it hits follows from the seed and the
/// number of the call alone.
///
/// A rate is a share from 0 to 1. Faults concern calls whose signature is good: those about groups
/// too, except for faults of rows, of which only extra fields and numbers as strings concern them.
/// The faults whose names begin with `group` or speak of pages concern no others.
package struct SimulatorFaults: Hashable, Sendable, Encodable {
    /// Every answer comes so much later, in milliseconds.
    package var latencyMilliseconds = 0
    /// And up to so much later still, in milliseconds.
    package var jitterMilliseconds = 0
    /// How failing calls fail; without it by HTTP 500.
    package var failure: SimulatorFailure?
    /// The share of calls that fail; unset: all of them when `failure` is set, or else none.
    package var errorRate: Double?
    /// The share of calls whose body breaks off before the length announced.
    package var cutOffRate = 0.0
    /// Every so many calls end with a burst of 429; 0 is never.
    package var throttleEvery = 0
    /// How many calls at their end the burst takes.
    package var throttleLength = 0
    /// What a 429 gives as `Retry-After`, in seconds.
    package var retryAfterSeconds = 1
    /// The share of rows that `resultDatas` tells otherwise than `resultDesc`.
    package var disagreementRate = 0.0
    /// The share of rows with fields nobody has heard of.
    package var extraFieldRate = 0.0
    /// The share of rows in a state the contract does not list.
    package var unknownStateRate = 0.0
    /// The share of rows whose numbers come as strings.
    package var stringNumberRate = 0.0
    /// The share of rows left out.
    package var omittedRowRate = 0.0
    /// The share of rows followed by the row of an agent that was not asked for.
    package var foreignRowRate = 0.0
    /// A call that holds one of these ids is refused as a whole (0100002).
    package var poisonIDs: Set<Int64> = []
    /// How far the `Date` header lies from the truth, in seconds.
    package var dateOffsetSeconds = 0
    /// Every answer about groups comes so much later still, in milliseconds.
    package var groupLatencyMilliseconds = 0
    /// How failing calls about groups fail, beside those `failure` hits; without it by HTTP 500.
    package var groupFailure: SimulatorFailure?
    /// The share of calls about groups that fail; unset: all of them when `groupFailure` is set, or
    /// else none.
    package var groupErrorRate: Double?
    /// The share of pages of members or agents after which their order shifts: one moves to the
    /// front, leaves or comes back, so that the next page repeats an agent or skips one.
    package var shiftRate = 0.0
    /// The share of pages that have fewer rows than were asked for and are left, one at least.
    package var shortPageRate = 0.0
    /// Every page is the first one.
    package var ignoresOffset = false
    /// User groups are told under their old name `description` alone, without `resultDesc`.
    package var groupDescriptionOnly = false
    /// A body that is not wrapped as `{"queryParam":{…}}` is refused (0100002).
    package var requiresQueryParam = false

    /// No faults.
    package init() {}

    /// The share of calls that fail, with what `failure` says about it taken in.
    package var effectiveErrorRate: Double {
        errorRate ?? (failure == nil ? 0 : 1)
    }

    /// The share of calls about groups that fail, with what `groupFailure` says about it taken in.
    package var effectiveGroupErrorRate: Double {
        groupErrorRate ?? (groupFailure == nil ? 0 : 1)
    }
}
