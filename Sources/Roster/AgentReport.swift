/// One agent as one answer of the CMS tells it, normalized: what the vendor marks as
/// "none" or "unknown" is `nil` here (contract section 1).
package struct AgentReport: Hashable, Sendable {
    /// Whose report this is.
    package var id: AgentID
    /// The state's code, kept as sent because the contract's list may grow.
    package var stateCode: Int32
    /// Whole seconds in the present state.
    package var stateSeconds: Int64
    /// Why the agent rests; only while resting.
    package var reasonCode: Int32?
    /// The previous state's code.
    package var previousStateCode: Int32?
    /// How long the previous state lasted, in seconds.
    package var previousStateSeconds: Int64?
    /// When the agent signed in; nothing while signed out.
    package var signedInAt: Timestamp?
    /// How often the agent hung up first.
    package var releasedCalls: Int32?
    /// Current private calls.
    package var privateCalls: Int32?
    /// The distributed access node.
    package var locationID: Int32?

    /// Creates a report from values already normalized.
    package init(
        id: AgentID,
        stateCode: Int32,
        stateSeconds: Int64,
        reasonCode: Int32? = nil,
        previousStateCode: Int32? = nil,
        previousStateSeconds: Int64? = nil,
        signedInAt: Timestamp? = nil,
        releasedCalls: Int32? = nil,
        privateCalls: Int32? = nil,
        locationID: Int32? = nil
    ) {
        self.id = id
        self.stateCode = stateCode
        self.stateSeconds = stateSeconds
        self.reasonCode = reasonCode
        self.previousStateCode = previousStateCode
        self.previousStateSeconds = previousStateSeconds
        self.signedInAt = signedInAt
        self.releasedCalls = releasedCalls
        self.privateCalls = privateCalls
        self.locationID = locationID
    }

    /// The state in our words.
    package var state: AgentState { AgentState(code: stateCode) }
    /// The previous state in our words.
    package var previousState: AgentState? { previousStateCode.map(AgentState.init(code:)) }
}
