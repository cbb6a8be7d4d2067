/// The fields of rows about groups, skills and their agents, by the vendor's names (contract
/// section 3); those without a use here are passed over.
enum GroupField: String {
    /// A user group's or skill's id; in a member's row an id of its own, of no use.
    case id
    case groupName
    case groupType
    case remark
    /// A member's agent, a number.
    case workNo
    case accountName
    case accountCode
    case ccRoleId
    /// A skill's name.
    case name
    case mediaType
    /// An agent, in text.
    case agentNo
    case agentName
    case roleId
    /// An agent's skills in text, joined with `;`, or the one skill a row is about, a number.
    case skillId
    case agentIds
}
