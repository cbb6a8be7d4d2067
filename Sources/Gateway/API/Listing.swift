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
    /// The names of the VDN's agents; nothing where none are kept.
    var names: AgentNames?
    /// Who knows how they stand.
    let source: any StatusSource

    /// The bytes the ids take for this list alone; 0 if they are a group's.
    var idBytes: Int { isOfGroup ? 0 : ids.count * MemoryLayout<AgentID>.stride }

    /// About what the answer takes while it is held, in bytes: a stream a page and its ids.
    var expectedBytes: Int {
        switch options.format {
        case .json: StatusReply.listCapacity(ids.count, named: names != nil)
        case .lines: AgentLines.pageBytes + idBytes
        }
    }

    /// What is said of each agent's name, looked up once for tag and text; none where none are kept.
    func shownNames(of readings: [Reading]) -> [ShownName] {
        guard names != nil else { return [] }
        return readings.map { reading in
            guard options.shows(reading) else { return .leftOut }
            return ShownName(of: reading, among: names, options.fields)
        }
    }
}
