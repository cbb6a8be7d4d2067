internal import Roster
internal import StatusEngine

/// A list of agents that was asked for: who, and what of them is shown.
struct Listing: Sendable {
    /// The VDN the agents belong to.
    let vdn: VDN
    /// The agents, in the order of the answer; shared with whoever else holds the list.
    let ids: [AgentID]
    /// What of them is shown, and how.
    let options: ListOptions
    /// Who knows how they stand.
    let source: any StatusSource

    /// About what the answer takes while it is held, in bytes: a stream no more than a page.
    var expectedBytes: Int {
        switch options.format {
        case .json: StatusReply.listCapacity(ids.count)
        case .lines: AgentLines.pageBytes
        }
    }
}
