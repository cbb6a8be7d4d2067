/// One agent's row as the CMS sends it, sentinels and all (contract section 1).
package struct AgentRow: Hashable, Sendable {
    /// The row's fields under the vendor's names.
    package enum Field: String, CaseIterable, Sendable {
        case agentID = "agentId"
        case locationID = "locationId"
        case currentState
        case currentStateTime
        case prevState
        case prevStateTime
        case currentStateReason
        case logonTime
        case agentRelease
        case currentPrivateCallNum
    }

    /// "None" for `locationId` and `currentStateReason`.
    package static let none: Int64 = 65_535
    /// "Unknown" for `prevStateTime`, in seconds.
    package static let unknownDuration: Int64 = 4_294_967_295
    /// `logonTime` of an agent who is not signed in: a moment in 2106, in ms since 1970.
    package static let notSignedIn: Int64 = 4_294_967_295_000

    /// The agent's work number.
    package var agentID: Int64
    /// The distributed access node, or `none`.
    package var locationID = AgentRow.none
    /// The present state's code.
    package var currentState: Int64 = 0
    /// Seconds in the present state.
    package var currentStateTime: Int64 = 0
    /// The previous state's code.
    package var prevState: Int64 = 0
    /// Seconds the previous state lasted, or `unknownDuration`.
    package var prevStateTime = AgentRow.unknownDuration
    /// Why the agent rests, or `none`.
    package var currentStateReason = AgentRow.none
    /// When the agent signed in, in ms since 1970, or `notSignedIn`.
    package var logonTime = AgentRow.notSignedIn
    /// How often the agent hung up first since signing in.
    package var agentRelease: Int64 = 0
    /// Current private calls.
    package var currentPrivateCallNum: Int64 = 0

    /// Creates the row of an agent of whom nothing else is known.
    package init(agentID: Int64) {
        self.agentID = agentID
    }

    /// A field's value.
    package subscript(field: Field) -> Int64 {
        switch field {
        case .agentID: agentID
        case .locationID: locationID
        case .currentState: currentState
        case .currentStateTime: currentStateTime
        case .prevState: prevState
        case .prevStateTime: prevStateTime
        case .currentStateReason: currentStateReason
        case .logonTime: logonTime
        case .agentRelease: agentRelease
        case .currentPrivateCallNum: currentPrivateCallNum
        }
    }
}
