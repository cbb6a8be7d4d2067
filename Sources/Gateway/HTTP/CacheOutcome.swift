internal import StatusEngine

/// How a question was answered, as a label of metrics and log.
package enum CacheOutcome: String, CaseIterable, Hashable, Sendable {
    /// From memory, all of it young enough.
    case hit
    /// From memory, some of it older than the time to live.
    case stale
    /// By calls made for it alone when it came, or after a wait for them in vain.
    case miss
    /// By a call that was on its way, or gathering, for somebody else already.
    case collapsed
    /// Not in full: of some agent neither memory nor the CMS had anything to say.
    case failed

    /// Judges an answer: one that waited is no hit, whether or not the call it waited for left, as
    /// `Cache-Status` has it too.
    init(_ answer: Answer) {
        self =
            if answer.summary.failed > 0 {
                .failed
            } else if answer.forwarded != nil || !answer.calls.isEmpty {
                answer.isCollapsed ? .collapsed : .miss
            } else {
                answer.summary.aged > 0 ? .stale : .hit
            }
    }
}
