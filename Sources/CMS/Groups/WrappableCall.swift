/// The calls about groups that have a body, which some samples wrap as `{"queryParam":{…}}`
/// (contract section 3); the raw value is the word in the settings.
package enum WrappableCall: String, CaseIterable, Hashable, Sendable {
    /// `querygroupmemberbycondition`
    case userGroupMembers
    /// `configures/skills`
    case skills
    /// `agentsinskill`
    case signedInAgents
}
