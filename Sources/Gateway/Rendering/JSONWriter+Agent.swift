internal import Roster

extension JSONWriter {
    /// About what one agent takes, in bytes.
    static let agentCapacity = 384
    /// What no agent exceeds without its name and groups, in bytes: names and marks take 215, the
    /// longest values 223.
    static let longestAgent = 512

    /// Writes a reading as an element of a list (design section 4), between marks of one byte at
    /// most.
    ///
    /// One that is missing is written whole, whatever fields are chosen: an agent of which only the
    /// id is shown would not tell that nothing is known of it.
    mutating func reading(
        _ reading: Reading,
        _ fields: AgentFields = .all,
        named name: ShownName = .leftOut,
        after start: StaticString = "",
        before end: StaticString = ""
    ) {
        row(of: Self.longestAgent + name.longest) { row in
            row.raw(start)
            switch reading {
            case .observed(let agent, let freshness):
                row.agent(agent, freshness, fields, name)
                row.raw("}")
            case .missing(let id, let reason): row.missing(id, reason, name)
            }
            row.raw(end)
        }
    }

    /// Writes the chosen fields of an agent (design section 4), and its groups where they are shown.
    mutating func agent(
        _ agent: Agent,
        _ freshness: Freshness,
        _ fields: AgentFields = .all,
        named name: ShownName = .leftOut,
        in groups: [String]? = nil
    ) {
        row(of: Self.longestAgent + name.longest) { row in
            row.agent(agent, freshness, fields, name)
            if groups == nil { row.raw("}") }
        }
        guard let groups else { return }
        raw(",\"groups\":")
        strings(groups)
        raw("}")
    }
}

extension ByteWriter {
    /// Writes the chosen fields of an agent, up to the mark at the end.
    fileprivate mutating func agent(
        _ agent: Agent,
        _ freshness: Freshness,
        _ fields: AgentFields,
        _ name: ShownName
    ) {
        raw("{\"id\":")
        number(agent.id.number)
        self.name(name)
        state(of: agent, fields)
        times(of: agent, fields)
        previousState(of: agent.report, fields)
        counts(of: agent.report, fields)
        if fields.contains(.observedAt) { moment(",\"observedAt\":", agent.observedAt) }
        self.freshness(freshness, fields)
    }

    private mutating func state(of agent: Agent, _ fields: AgentFields) {
        if fields.contains(.state) {
            raw(",\"state\":")
            name(of: agent.report.state)
        }
        if fields.contains(.stateCode) { member(",\"stateCode\":", agent.report.stateCode) }
    }

    private mutating func times(of agent: Agent, _ fields: AgentFields) {
        if fields.contains(.stateSince) { moment(",\"stateSince\":", agent.stateSince) }
        if fields.contains(.reasonCode) { member(",\"reasonCode\":", agent.report.reasonCode) }
    }

    private mutating func previousState(of report: AgentReport, _ fields: AgentFields) {
        if fields.contains(.previousState) {
            raw(",\"previousState\":")
            if let state = report.previousState { name(of: state) } else { raw("null") }
        }
        if fields.contains(.previousStateSeconds) {
            member(",\"previousStateSeconds\":", report.previousStateSeconds)
        }
        if fields.contains(.signedInAt) { moment(",\"signedInAt\":", report.signedInAt) }
    }

    private mutating func counts(of report: AgentReport, _ fields: AgentFields) {
        if fields.contains(.releasedCalls) { member(",\"releasedCalls\":", report.releasedCalls) }
        if fields.contains(.privateCalls) { member(",\"privateCalls\":", report.privateCalls) }
        if fields.contains(.locationId) { member(",\"locationId\":", report.locationID) }
    }

    private mutating func freshness(_ freshness: Freshness, _ fields: AgentFields) {
        if fields.contains(.freshness) {
            raw(
                freshness.isStale ? ",\"freshness\":\"stale\"" : ",\"freshness\":\"fresh\""
            )
        }
        if let trouble = freshness.trouble, fields.contains(.staleReason) {
            raw(",\"staleReason\":\"")
            text(trouble.rawValue)
            raw("\"")
        }
    }

    @inline(__always)
    private mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        raw(name)
        number(value)
    }

    @inline(__always)
    private mutating func moment(_ name: StaticString, _ moment: Timestamp?) {
        raw(name)
        self.moment(moment)
    }

    fileprivate mutating func missing(
        _ id: AgentID,
        _ reason: MissingReason,
        _ name: ShownName
    ) {
        raw("{\"id\":")
        number(id.number)
        self.name(name)
        raw(",\"state\":null,\"freshness\":\"missing\",\"reason\":\"")
        text(reason.name)
        raw("\"}")
    }

    /// Writes the name of a state.
    mutating func name(of state: AgentState) {
        switch state {
        case .signedOut: plain("signedOut")
        case .idle: plain("idle")
        case .reserved: plain("reserved")
        case .occupied: plain("occupied")
        case .answering: plain("answering")
        case .talking: plain("talking")
        case .working: plain("working")
        case .busy: plain("busy")
        case .resting: plain("resting")
        case .studying: plain("studying")
        case .afterCall: plain("afterCall")
        case .unknown: plain("unknown")
        }
    }
}
