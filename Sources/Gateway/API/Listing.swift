internal import Roster
internal import StatusEngine

/// A list of agents that was asked for: who, and what of them is shown.
struct Listing: Sendable {
    /// The VDN the agents belong to.
    let vdn: VDN
    /// The agents, in the order of the answer.
    let ids: [AgentID]
    /// Whether the ids are a group's list, which is there anyway.
    let isOfGroup: Bool
    /// What of them is shown, and how.
    let options: ListOptions
    /// Who knows how they stand.
    let source: any StatusSource

    /// What the ids take for this list alone while it waits, in bytes.
    private var idBytes: Int { isOfGroup ? 0 : ids.count * MemoryLayout<AgentID>.stride }

    /// About what the answer takes while it is held, in bytes: a stream a page and its ids.
    var expectedBytes: Int {
        switch options.format {
        case .json: StatusReply.listCapacity(ids.count)
        case .lines: AgentLines.pageBytes + idBytes
        }
    }
}
