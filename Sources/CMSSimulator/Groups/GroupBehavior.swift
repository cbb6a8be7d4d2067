internal import NIOCore
internal import Roster

/// What the simulator answers to calls about groups (contract section 3).
struct GroupBehavior: Sendable {
    private let settings: SimulatorSettings

    init(settings: SimulatorSettings) {
        self.settings = settings
    }

    /// The answer to a call whose signature is good.
    func answer(
        to request: SimulatedRequest,
        as call: GroupCallKind,
        under conditions: CallConditions,
        at now: Timestamp
    ) -> SimulatedAnswer {
        let parameters = GroupParameters(
            of: call,
            in: request,
            requiresQueryParam: conditions.faults.requiresQueryParam
        )
        guard let parameters, let asked = GroupRequest(call, parameters) else {
            return .result(ResultCode.illegalParameter, at: now, outcome: .illegalParameter)
        }
        guard asked.ccID == settings.ccID, settings.vdns.contains(asked.vdn) else {
            return .result(ResultCode.noPermission, at: now, outcome: .noPermission)
        }
        switch asked.question {
        case .userGroups:
            return told(call, conditions.groups.groups.map { GroupRow($0) }, conditions, now)
        case .skills:
            return told(call, conditions.groups.skills.map { GroupRow($0) }, conditions, now)
        case .userGroupMembers(let id, let page):
            guard let group = conditions.groups.group(id: id) else {
                return .result(ResultCode.illegalParameter, at: now, outcome: .illegalParameter)
            }
            return members(of: group, page, conditions, now)
        case .skilledAgents(let page): return skilledAgents(page, conditions, now)
        case .signedInAgents(let skills):
            let life = AgentLife(seed: settings.seed, vdn: asked.vdn)
            return told(call, signedIn(to: skills, conditions, life, now), conditions, now)
        }
    }

    private func members(
        of group: SimulatedGroup,
        _ page: GroupRequest.Page,
        _ conditions: CallConditions,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        let fate = fate(of: conditions)
        let members = group.members.present
        let places = fate.places(for: page, of: members.count)
        let rows = members[places].map { GroupRow(member: $0, of: group) }
        var answer = told(.userGroupMembers, rows, conditions, now)
        answer.shift = fate.shift(of: .members(group: group.id), behind: places.upperBound)
        return answer
    }

    private func skilledAgents(
        _ page: GroupRequest.Page,
        _ conditions: CallConditions,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        let fate = fate(of: conditions)
        let groups = conditions.groups
        let agents = groups.agents.present
        let places = fate.places(for: page, of: agents.count)
        let rows = agents[places].map { GroupRow($0, skills: groups.skills(of: $0)) }
        var answer = told(.skilledAgents, rows, count: agents.count, conditions, now)
        answer.shift = fate.shift(of: .skilledAgents, behind: places.upperBound)
        return answer
    }

    private func signedIn(
        to skills: [Int64],
        _ conditions: CallConditions,
        _ life: AgentLife,
        _ now: Timestamp
    ) -> [GroupRow] {
        skills.compactMap { id in
            let skill = conditions.groups.skills.first { Int64($0.id) == id }
            return skill.map { skill in
                GroupRow(
                    skill: skill.id,
                    signedIn: skill.agents.ids.filter { life.isSignedIn($0, at: now) }
                )
            }
        }
    }

    private func told(
        _ call: GroupCallKind,
        _ rows: [GroupRow],
        count: Int? = nil,
        _ conditions: CallConditions,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        let answer = GroupAnswer(
            call,
            rows: rows,
            count: count,
            seed: settings.seed,
            under: conditions
        )
        var body = ByteBuffer.withHeadRoom()
        answer.write(into: &body)
        return .json(body, at: now, outcome: .good)
    }

    private func fate(of conditions: CallConditions) -> PageFate {
        PageFate(faults: conditions.faults, seed: settings.seed, number: conditions.number)
    }
}
