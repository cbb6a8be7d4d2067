internal import Roster

extension JSONWriter {
    /// About what one agent takes, in bytes.
    static let agentCapacity = 384

    /// Writes a reading as an element of a list (design section 4).
    mutating func reading(_ reading: Reading) {
        switch reading {
        case .observed(let agent, let freshness): self.agent(agent, freshness)
        case .missing(let id, let reason): missing(id, reason)
        }
    }

    /// Writes an agent (design section 4).
    mutating func agent(_ agent: Agent, _ freshness: Freshness) {
        let report = agent.report
        raw("{\"id\":")
        number(report.id.number)
        state(of: agent)
        previousState(of: report)
        raw(",\"signedInAt\":")
        moment(report.signedInAt)
        raw(",\"releasedCalls\":")
        number(report.releasedCalls)
        raw(",\"privateCalls\":")
        number(report.privateCalls)
        raw(",\"locationId\":")
        number(report.locationID)
        raw(",\"observedAt\":")
        moment(agent.observedAt)
        self.freshness(freshness)
        raw("}")
    }

    /// `stateSeconds` counts up to the observation, so that the three times always agree.
    private mutating func state(of agent: Agent) {
        raw(",\"state\":")
        plain(agent.report.state.name)
        raw(",\"stateCode\":")
        number(agent.report.stateCode)
        raw(",\"stateSince\":")
        moment(agent.stateSince)
        raw(",\"stateSeconds\":")
        number(max(0, agent.observedAt.seconds - agent.stateSince.seconds))
        raw(",\"reasonCode\":")
        number(agent.report.reasonCode)
    }

    private mutating func previousState(of report: AgentReport) {
        raw(",\"previousState\":")
        if let state = report.previousState { plain(state.name) } else { raw("null") }
        raw(",\"previousStateSeconds\":")
        number(report.previousStateSeconds)
    }

    private mutating func freshness(_ freshness: Freshness) {
        switch freshness {
        case .live: raw(",\"freshness\":\"live\"")
        case .cached: raw(",\"freshness\":\"cached\"")
        case .stale(let reason):
            raw(",\"freshness\":\"stale\",\"staleReason\":")
            plain(reason.name)
        }
    }

    private mutating func missing(_ id: AgentID, _ reason: MissingReason) {
        raw("{\"id\":")
        number(id.number)
        raw(",\"state\":null,\"freshness\":\"missing\",\"reason\":")
        plain(reason.name)
        raw("}")
    }
}
