internal import Roster
internal import StatusEngine

/// Whether requests should come here.
enum Readiness {
    /// Why they should not; empty when they should.
    ///
    /// A CMS that is away is no reason: stale answers are still given.
    static func reasons(isStopping: Bool, _ gauges: EngineGauges) -> [String] {
        var reasons: [String] = []
        if isStopping { reasons.append("rollcall is stopping") }
        if gauges.refusal == .cmsLockedOut {
            reasons.append("the CMS refuses our signature or address")
        }
        return reasons
    }
}
