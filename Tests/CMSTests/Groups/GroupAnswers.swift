import CMS
import JSONScanning
import Roster
import StatusEngine

/// Builds answers about groups and reads them.
enum GroupAnswers {
    static let members = GroupQuery.userGroupMembers(group: "7", offset: 0)
    static let agents = GroupQuery.skilledAgents(offset: 0)
    static let signedIn = GroupQuery.signedInAgents(skills: [1, 3])
    /// One query of each kind.
    static let queries = [GroupQuery.userGroups, members, .skills, agents, signedIn]

    /// The samples of contract section 3.
    static let group =
        #"{"groupName":"billing","groupType":2,"id":"159253664765739060254053779940","remark":""}"#
    static let member =
        #"{"workNo":1031,"accountCode":"a31","groupName":"billing","accountName":"Ada","#
        + #""ccRoleId":2,"id":"5"}"#
    static let skill = #"{"id":3,"name":"sales","mediaType":5}"#
    static let agent = #"{"agentNo":"1031","agentName":"Ada","roleId":"2","skillId":"1;3;10"}"#
    static let signedInAgents = #"{"skillId":1,"agentIds":[1031,1099]}"#

    /// The contract's row for a query.
    static func row(_ query: GroupQuery) -> String {
        switch query {
        case .userGroups: group
        case .userGroupMembers: member
        case .skills: skill
        case .skilledAgents: agent
        case .signedInAgents: signedInAgents
        }
    }

    /// A successful answer with these rows.
    static func success(_ rows: String..., extra: String = "") -> String {
        #"{"resultCode":"0100000","resultDesc":[\#(rows.joined(separator: ","))]\#(extra)}"#
    }

    static func read(
        _ bytes: [UInt8],
        _ query: GroupQuery
    ) throws(BodyFault) -> GroupResponse {
        try GroupResponse(reading: bytes.span, to: query)
    }

    static func read(_ text: String, _ query: GroupQuery) throws(BodyFault) -> GroupResponse {
        try read(Array(text.utf8), query)
    }

    /// What is wrong with a body that has to be wrong.
    static func fault(_ text: String, _ query: GroupQuery = .userGroups) -> BodyFault? {
        do {
            _ = try read(text, query)
            return nil
        } catch {
            return error
        }
    }
}

extension GroupResponse {
    /// The page of an answer that has to be a success.
    var page: GroupPage {
        get throws { try outcome.get() }
    }

    /// What was met, in words.
    var met: [String: Int] {
        Dictionary(uniqueKeysWithValues: anomalies.all.map { ($0.anomaly.rawValue, $0.count) })
    }
}

extension GroupPage.Member {
    /// A member by number, for comparisons.
    static func of(_ number: UInt32, _ name: String?, _ skills: [Int] = []) -> Self {
        Self(agent: AgentID(unchecked: number), name: name, skills: skills)
    }
}
