internal import Roster

/// What a call about groups asks, every parameter within its range (contract section 3).
struct GroupRequest: Hashable, Sendable {
    /// A part of a list.
    struct Page: Hashable, Sendable {
        /// The most rows of one page.
        static let maximumLimit = 100

        /// How many rows come before it.
        let offset: Int
        /// How many rows it may have.
        let limit: Int

        fileprivate init?(_ parameters: GroupParameters) {
            guard let offset = parameters.number("offset").flatMap(Int.init(exactly:)),
                let limit = parameters.number("limit").flatMap(Int.init(exactly:)),
                offset >= 0, (1...Self.maximumLimit).contains(limit)
            else { return nil }
            self.offset = offset
            self.limit = limit
        }
    }

    /// What is to be told.
    enum Question: Hashable, Sendable {
        case userGroups
        case userGroupMembers(group: String, Page)
        case skills
        case skilledAgents(Page)
        case signedInAgents(skills: [Int64])
    }

    /// The most skills one call may name.
    private static let maximumSkills = 1_000

    let ccID: Int64
    let vdn: VDN
    let question: Question

    /// Reads a call, or nothing when a parameter is missing or out of range.
    init?(_ call: GroupCallKind, _ parameters: GroupParameters) {
        guard let ccID = parameters.number("ccId"), (1...65_535).contains(ccID),
            let vdn = parameters.number("vdn").flatMap({ VDN($0) }),
            let question = Self.question(call, parameters)
        else { return nil }
        self.ccID = ccID
        self.vdn = vdn
        self.question = question
    }

    private static func question(
        _ call: GroupCallKind,
        _ parameters: GroupParameters
    ) -> Question? {
        switch call {
        case .userGroups: return .userGroups
        case .skills: return .skills
        case .skilledAgents: return Page(parameters).map { .skilledAgents($0) }
        case .userGroupMembers:
            guard let group = parameters.text("groupId") else { return nil }
            return Page(parameters).map { .userGroupMembers(group: group, $0) }
        case .signedInAgents:
            guard let skills = parameters.numbers("skillIds"),
                (1...maximumSkills).contains(skills.count), Set(skills).count == skills.count
            else { return nil }
            return .signedInAgents(skills: skills)
        }
    }
}
